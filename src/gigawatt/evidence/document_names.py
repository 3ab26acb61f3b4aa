"""Names that a document itself introduces: people with their Latin form or role, and the short forms it uses later.

A gazetteer cannot know every spokesman. A text tells who is meant: 约瑟夫·奥迪（Joseph E. Aldy） is 奥迪 from there on,
首席执行官李建国 is a person, and "Southern Company" is "Southern" in the next paragraph. Such names are marked unknown.
"""

import re
from dataclasses import replace
from typing import Any

from gigawatt.evidence.entities import ORGANISATIONS, Mention
from gigawatt.evidence.folding import is_latin
from gigawatt.evidence.introduced import introduced_names
from gigawatt.evidence.scene import Scene

_SOUNDS = frozenset(
    "阿埃艾爱安昂奥澳巴白拜班邦保鲍贝本比彼边宾波伯博勃布查昌彻茨慈措达大戴丹道德登邓迪帝蒂丁东杜敦多厄恩尔法凡范"
    "彼得哲荷莲蕾薇芙芭梵琪雯霖黛娅菲费芬弗福夫盖甘冈高戈哥格葛根贡古瓜圭哈海汉汗豪赫黑亨洪侯胡华霍基吉加佳嘉贾简杰金京喀卡凯坎康考科克肯孔库夸昆"
    "拉莱赖兰朗劳勒雷黎里理历丽利莉连廉林琳伦隆龙卢鲁路露罗洛马玛迈麦曼芒毛梅门蒙米密明摩莫默姆穆拿娜纳乃奈南内尼妮涅"
    "宁纽农努诺欧帕派潘庞培佩彭皮平珀泼普齐奇契恰钱乔切琴丘热瑞若撒萨塞赛桑瑟沙莎山尚舍申圣史士舒斯丝思松苏孙索塔泰坦"
    "汤唐陶特滕提廷图托陀瓦万旺威韦维魏温文翁沃乌武伍西希锡夏肖歇谢辛欣雪逊雅亚延扬耶叶伊易英尤约泽曾扎詹赞朱祖卓佐"
)
"""characters that Chinese uses to write foreign names by sound"""
_TITLES = (
    "首席执行官|首席执行长|首席财务官|首席技术官|首席运营官|首席经济学家|首席分析师|首席科学家|首席投资官|行政总裁|执行董事|董事长|"
    "董事总经理|总经理|副总裁|总裁|主席|创始人|合伙人|经济学家|分析师|研究员|教授|发言人|负责人|局长|部长|司长|主任|院长|校长|秘书长|"
    "州长|市长|县长|省长|议员|工程师|顾问|总监|经理|掌门人|执行长|财务长|CEO|CFO|CTO|COO|首席"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤翟殷詹易俞"
)
_SPOKEN = (
    "表示|称|说|指出|认为|透露|预测|预计|警告|强调|坦言|补充|解释|介绍|告诉|写道|提到|举|在|对|也|还|曾|则|近日|日前|"
    r"[，,、（(：:“”\"」]"
)
_PERSON = re.compile(rf"(?:{_TITLES})((?:[{_SURNAMES}][一-鿿]{{1,2}}?))(?={_SPOKEN})")
_FIRM_BEFORE = re.compile(rf"(?:联合|副|前|兼|集团|公司|的|首席)*(?:{_TITLES})(?:兼(?:{_TITLES}))?$")
_BEFORE_TITLE = re.compile(r"(?:^|[，,。；;:：“”\"」、\s（(])([一-鿿]{3,8})$")
_TITLE_OF_A_FIRM = re.compile(
    r"首席(?:执行官|财务官|技术官|运营官)|董事长|总裁|总经理|行政总裁|创始人|CEO|CFO|CTO|COO|财务长|执行长"
)
_NO_FIRM = re.compile(
    r"该|这|那|其|本|某|公司|企业|集团|联合|前任|现任|新任|时任|知名|一位|多位|的|是|为|与|和|向|对|据|称|说|表示|行业|机构|平台|业内"
)
_NAMED_IN_LATIN = re.compile(
    r"\b([A-Z][a-z]+(?: [A-Z]\.)?(?: (?:van |von |de )?[A-Z][a-zA-Z'’-]+){1,2}), (?:the |its |an? )?(?:[a-z-]+ ){0,4}"
    r"(?:executive|officer|president|CEO|CFO|CTO|COO|director|chair(?:man|woman)?|founder|partner|head|analyst|economist|"
    r"strategist|professor|spokes[a-z]+|manager|commissioner)"
    r"(?: (?:of|at|for|with) ([A-Z][\w&’-]+(?: [A-Z][\w&’-]+){0,3}))?"
)
_TITLE_THEN_NAME = re.compile(
    r"\b(?:spokes[a-z]+|executive|officer|director|analyst|president|head|manager|professor|economist)\b[^,.]{0,40}, "
    r"([A-Z][a-z]+(?: [A-Z][a-zA-Z'’-]+){1,2}), (?:said|says|told|added|noted|warned|estimated)\b"
)
_DOT = re.compile(r"[·・•‧]")
_LATIN = re.compile(r"\s?[(]([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*)+)[)]")
_SHORT_USE = re.compile(
    r"(?:['’]s\b|\s(?:said|says|will|would|has|had|is|was|plans|expects|expected|reported|also|fell|rose|raises|raised|"
    r"gained|agreed|signed|announced|shares|stock)\b|[,.;:)](?!\w))"
)
_COMMON = frozenset(
    "Advanced Alabama American Analog Appalachian Applied Associated Austin Bank Basic Big Black Blue British Capital "
    "Carolina Central China Chinese Commonwealth Core Data Deep Digital East Eastern Energy European Federal Figure "
    "First Form Future General Georgia Global Golden Good Great Green Home Hong Idaho India Indiana International "
    "Iron Japan Johnson Kansas Korea Last Long Meta Mississippi Modern Monolithic National New Next North Northern "
    "Open Pacific Physical Portland Power Prime Public Related Rocky Safe Salt Santa Saudi Scale Silver South "
    "Standard Start State Stone Stream Super Texas Thinking Together Tokyo True Trump United Universal Virginia West "
    "Western Wood World Young Zhipu".split()
)


MOST_NAMES = 2000
"""names learnt from one item; after that, it introduces no more"""


class DocumentNames:
    """The people and short forms that the scenes of one item introduce; they are marked as unknown where they stand."""

    def __init__(self) -> None:
        self._full: dict[str, Mention] = {}
        self._shorts: dict[str, Mention] = {}
        self._size = 0
        self._automaton: Any = None

    def learn(self, scene: Scene) -> None:
        """Take note of what a scene introduces, up to a bound, so that a list of a million names costs no more."""
        if len(self._full) + len(self._shorts) >= MOST_NAMES:
            return
        _transliterated(scene, self._full)
        _titled(scene, self._full)
        introduced_names(scene, self._full)
        _in_latin(scene, self._full, self._shorts)
        _short_forms(scene, self._shorts)

    def mark(self, scene: Scene) -> None:
        """Add the names learnt so far to the names of a scene whose sentences have not been read; once only."""
        if not scene.is_marked and (self._full or self._shorts):
            scene.add_mentions(_found(scene, self._matcher()))
        scene.is_marked = True

    def _matcher(self) -> Any:
        if self._size != len(self._full) + len(self._shorts):
            import ahocorasick

            self._size = len(self._full) + len(self._shorts)
            self._automaton = ahocorasick.Automaton()
            for word, mention in self._shorts.items():
                self._automaton.add_word(word, (len(word), mention, _SHORT_USE))
            for word, mention in self._full.items():
                self._automaton.add_word(word, (len(word), mention, None))
            self._automaton.make_automaton()
        return self._automaton


def _transliterated(scene: Scene, people: dict[str, Mention]) -> None:
    """约瑟夫·奥迪（Joseph E. Aldy）: both parts and the last alone, under the Latin form where one is given."""
    text = scene.folded
    reached = 0
    for match in _DOT.finditer(text):
        if match.start() < reached:
            continue
        start, end = match.start(), match.end()
        while start and text[start - 1] in _SOUNDS and match.start() - start < 6:
            start -= 1
        last = end
        while end < len(text) and (
            text[end] in _SOUNDS and end - last < 6 or _DOT.match(text[end]) and end > last and text[end + 1 : end + 2]
        ):
            last = end + 1 if _DOT.match(text[end]) else last
            end += 1
        reached = end
        if start == match.start() or end - last < 2:
            continue
        known = next((m for m in scene.mentions_between(start - 30, end) if m.end > start), None)
        if known is not None and known.kind != "person":
            continue
        latin = _LATIN.match(text, end)
        name = known.name if known else latin.group(1) if latin else scene.text[start:end]
        parent = known.parent if known else _firm_before(scene, start)
        person = Mention(start, end, name, "person", parent=parent, unknown=known is None)
        people.setdefault(text[start:end], person)
        people.setdefault(text[last:end], person)


def _titled(scene: Scene, people: dict[str, Mention]) -> None:
    """首席执行官李建国说: a surname with one or two further characters between a title and what people do."""
    for match in _PERSON.finditer(scene.folded):
        start, end = match.span(1)
        if any(m.end > start for m in scene.mentions_between(start - 30, end)):
            continue
        latin = _LATIN.match(scene.folded, end)
        name = latin.group(1) if latin else scene.text[start:end]
        parent = _firm_before(scene, start) or _unknown_firm(scene, match.start(), people)
        people.setdefault(match.group(1), Mention(start, end, name, "person", parent=parent, unknown=True))


def _in_latin(scene: Scene, people: dict[str, Mention], shorts: dict[str, Mention]) -> None:
    """Jane Ortega, chief executive of Prairie Electric: the person, her firm, and "Ortega said" from there on."""
    for match in _TITLE_THEN_NAME.finditer(scene.text):
        start, end = match.span(1)
        if not any(m.end > start for m in scene.mentions_between(start - 30, end)):
            people.setdefault(match[1], Mention(start, end, match[1], "person", unknown=True))
    for match in _NAMED_IN_LATIN.finditer(scene.text):
        start, end = match.span(1)
        if any(m.end > start for m in scene.mentions_between(start - 30, end)):
            continue
        own = scene.mentions_between(match.start(2), match.end(2)) if match[2] else []
        firm = next((m for m in own if m.kind in ORGANISATIONS), None)
        person = Mention(start, end, match[1], "person", parent=firm.name if firm else match[2], unknown=True)
        people.setdefault(match[1], person)
        shorts.setdefault(match[1].rpartition(" ")[2], person)


def _firm_before(scene: Scene, start: int) -> str | None:
    """The organisation whose title stands before a person's name."""
    before = [m for m in scene.mentions_between(start - 40, start) if m.kind in ORGANISATIONS and m.end <= start]
    if not before:
        return None
    between = scene.folded[before[-1].end : start]
    return before[-1].name if len(between) <= 16 and _FIRM_BEFORE.search(between) else None


def _unknown_firm(scene: Scene, end: int, names: dict[str, Mention]) -> str | None:
    """北方算力首席执行官X: what stands before a title of a firm, from the last mark on, is a firm."""
    match = _BEFORE_TITLE.search(scene.folded, max(0, end - 12), end)
    if not match or not _TITLE_OF_A_FIRM.match(scene.folded, end) or any(scene.mentions_between(match.start(1), end)):
        return None
    if _NO_FIRM.search(match.group(1)):
        return None
    name = scene.text[match.start(1) : match.end(1)]
    names.setdefault(match.group(1), Mention(match.start(1), match.end(1), name, "company", unknown=True))
    return name


def _short_forms(scene: Scene, shorts: dict[str, Mention]) -> None:
    """The first word of a firm's name of several words, unless it is a common word or a place."""
    for mention in scene.mentions:
        if mention.kind not in ("company", "utility", "fund"):
            continue
        first, _, rest = scene.text[mention.start : mention.end].partition(" ")
        if rest and len(first) >= 5 and first.isascii() and first.isalpha() and first[1:].islower():
            if first not in _COMMON:
                shorts.setdefault(first, mention)


def _inside_a_word(text: str, start: int, end: int) -> bool:
    return is_latin(text[start - 1 : start] or " ") or is_latin(text[end : end + 1] or " ")


def _found(scene: Scene, automaton: Any) -> list[Mention]:
    """Where the words stand outside names already known; of two that overlap the first and longer one."""
    text, spans = scene.folded, []
    for last, (size, known, use) in automaton.iter(text):
        start, end = last + 1 - size, last + 1
        if text[start].isascii() and _inside_a_word(text, start, end):
            continue
        if use is None or use.match(text, end):
            spans.append((start, -size, known))
    fresh: list[Mention] = []
    reached = 0
    for start, size, known in sorted(spans, key=lambda span: span[:2]):
        end = start - size
        if start < reached or any(m.end > start for m in scene.mentions_between(start - 60, end)):
            continue
        reached = end
        fresh.append(replace(known, start=start, end=end))
    return fresh
