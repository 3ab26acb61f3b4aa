"""The names of a stretch that can be the subject of a quantity: not behind a preposition, not the one who speaks.

A name that stands behind a transitive verb (收购X), that only says who speaks, or that is a brand of a product is left
out; what only points back (公司, 该项目, "it") is resolved by the thread of the item.
"""

import re
from dataclasses import dataclass

from gigawatt.evidence.coreference import Thread
from gigawatt.evidence.entities import OBSERVERS, ORGANISATIONS, Mention
from gigawatt.evidence.scene import Scene, Spot, points_to_a_firm, width
from gigawatt.evidence.speakers import Voice
from gigawatt.evidence.words import Hit, Trigger

ELIGIBLE = ORGANISATIONS | {"market"}
_OF_PRODUCTS = frozenset(
    "performance_ratio chips_per_pod users target_date chip_price market_share memory_supply power_demand".split()
)
_OBLIQUE_ZH = re.compile(
    r"(?:[^名成称认因作定]为|与|向|对|给|于|被|比|同|跟|从|在|使用|收购|收购了|投资|售予|出售给?|持有|注资|"
    r"入股|包括|来自|通过|购买|"
    r"采购|依赖|支持|指|让|受|超过|超越|除了?|据|对标|竞争对手|手握|手持|(?<![还于但就正的])是|成为|作为|随着|"
    r"由于|加入|绕开|分散于|提供|为|援引|打造的?|如|像|起诉|替|支援|获|由于|的由|致信)"
    r"(?:了|(?<!购|资|有|用|买|标|持|导)的)?\s*[“\"「『(（《]?$"
)
_AGENT = re.compile(r"(?:^|[^理缘因自])由\s*$")
_OBLIQUE_EN = re.compile(
    r"\b(?:in|to|with|from|for|at|against|like|than|of|on|including|into|via|between|through|under|as|near|by|told|"
    r"called|formerly|previously|formerly [a-z]+)\s+(?:the\s|its\s|their\s)?[\"“(]?$"
)
_BRAND = re.compile(
    r"\s?(?:的)?(?:最新|先进|最先进|新)?(?:的)?(?:相关(?:业务|营收|收入|订单)|gpu|gb\d|h\d00|b\d00|h20|芯片|"
    r"tpu|chips?\b|processors|ai芯片|ai服务器|servers)"
)
_PARENT = re.compile(r"(?:\s?[(（][^()（）]{1,12}[)）])?(?:的)?(?:母公司|旗下|子公司|控股股东|实控人)")
_WE = re.compile(r"\b(?:we|our|us)\b|我们")
_NATIONWIDE = re.compile(r"全国|我国")
_LOCAL = frozenset(("当地政府", "州政府", "当局", "local government", "local authorities", "officials"))
_OWNS = re.compile(r"['’]s\s(?:[a-z]+\s){0,2}")
_NAMING = re.compile(r"(?:名为|命名为|取名|called|named|dubbed|known as)\s*(?:the\s)?[“\"「『]?$")
_LIKE = re.compile(
    r"(?:\b(?:[Ll]ike|[Uu]nlike|[Aa]fter|[Aa]longside|[Ww]ith|[Bb]eyond|[Bb]esides)\s|(?:与|和|同|像)[^，,]{0,2})$"
)
_LISTED = re.compile(r"\s?[,，、]\s?(?:and |和|及)?")
_JOINS = re.compile(
    r"^\s*\)?(?:资产管理公司|公司|集团)?\s*(?:和|及|以及|、|/|\+|and|&|,|, and|&)\s*(?:[一-鿿]{2,8}(?:商|公司|"
    r"集团|巨头|业者))?\s*$"
)
_OWNER_OF = re.compile(
    r"(?:当前|现任|前|原)?(?:的)?(?:所有者|母公司|子公司|控股股东|大股东|实控人|合作伙伴|竞争对手|客户|供应商|运营商|旗下)(?:公司)?"
)
_KIND_OF = re.compile(
    r"(?:-backed|-owned|-led|-controlled)\s|(?:-backed|-owned)?\s(?:miner|mining (?:firm|company)|developer|operator|"
    r"supplier|maker|giant|startup|start-up|provider|partner|rival|unit|subsidiary)\s"
)
_OF_PROGRAMMES = frozenset("capital_commitment capex jobs site_count power_capacity chip_count".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be the subject: where it starts, its canonical name, the rule that found it."""

    start: int
    name: str
    rule: str
    mention: Mention | None = None
    group: tuple[str, ...] = ()
    weak: bool = False


def start_of_the_list(spot: Spot, low: int) -> int:
    """Where a list of names begins that the commas part into clauses: "A, B and C plan to ..."."""
    if spot.scene.folded.startswith("、", low):  # a bracket parts the list: 與X(X Inc.)、Y
        low = spot.sentence.clauses[max(0, spot.sentence.clause_of(low) - 2)][0]
    named = [m for m in spot.sentence.mentions if m.kind in ELIGIBLE]
    first = next((i for i, m in enumerate(named) if m.start >= low), 0)
    if not first or named[first].start > low + 5:
        return low
    text = spot.scene.folded
    while first and _LISTED.fullmatch(text, named[first - 1].end, named[first].start):
        if _LIKE.search(text, max(0, named[first - 1].start - 12), named[first - 1].start):
            break  # Like X, Y invests
        first -= 1
        start = named[first].start
        low = max(start - 16, spot.sentence.clauses[spot.sentence.clause_of(start)][0])  # with what stands before it
    return low


def firm_of_who_says_we(spot: Spot, voice: Voice | None) -> str | None:
    """The firm of a person who is quoted and says "we"."""
    if voice is None or voice.mention is None or voice.mention.kind != "person":
        return None
    return voice.mention.parent if _WE.search(spot.sentence.text.lower()) else None


def told_from_outside(voice: Voice | None) -> bool:
    """Whether somebody speaks who looks on: an agency, a research house, a bank, unnamed analysts."""
    if voice is None:
        return False
    return voice.mention is None or voice.mention.kind == "agency" or voice.mention.sector in OBSERVERS


def named_in(spot: Spot, thread: Thread, voice: Voice | None, low: int, limit: int, earlier: bool) -> Candidate | None:
    """The first eligible name or anaphor of a stretch; a name given by "called X" wins for the clauses after it."""
    sentence, scene = spot.sentence, spot.scene
    candidates: list[Candidate] = []
    previous: Mention | None = None
    previous_bad = False
    for mention in sentence.mentions:
        if mention.end <= low or mention.start >= limit or mention.kind == "place":
            continue
        if _PARENT.match(scene.folded[mention.end : mention.end + 8]):
            continue  # X's parent Y, Y of X: the other name is meant
        kind = _KIND_OF.match(scene.lowered, mention.end)
        if kind and any(m.start == kind.end() for m in sentence.mentions):
            continue  # Bitcoin miner X
        if any(m.start == mention.end + 3 for m in sentence.mentions) and _OWNS.match(scene.folded, mention.end):
            continue  # OpenAI's Stargate: the thing owned
        spoken = voice is not None and (
            mention is voice.mention or mention in voice.group or _is_title_of(scene, mention, voice)
        )
        joined = previous is not None and is_joined(scene, previous, mention)
        fits = (mention.kind in ELIGIBLE and mention.sector not in ("policy", "history")) or (
            mention.kind == "product" and (spot.metric in _OF_PRODUCTS or spot.quantity.unit in ("mph", "km/h"))
        )
        agent = not joined and _AGENT.search(scene.folded[max(low, mention.start - 3) : mention.start])
        agent = agent and any(m.kind in ELIGIBLE and m.end <= mention.start - 1 for m in sentence.mentions)
        bad = spoken or not fits or (previous_bad if joined else bool(agent) or is_oblique(scene, mention, low))
        if earlier and _NAMING.search(scene.folded[max(low, mention.start - 12) : mention.start]):
            return Candidate(mention.start, mention.name, "subject.named-there", mention)
        if not bad:
            if joined and candidates and candidates[-1].mention is previous:
                last = candidates[-1]
                group = (*(last.group or (last.name,)), mention.name)
                candidates[-1] = Candidate(last.start, last.name, "subject.names", mention, group)
            else:
                watching = mention.sector in OBSERVERS
                candidates.append(Candidate(mention.start, mention.name, "subject.name", mention, weak=watching))
        elif mention.kind == "programme" and fits and not spoken and spot.metric in _OF_PROGRAMMES:
            if not any(m.kind in ELIGIBLE and m.end <= mention.start for m in sentence.mentions):
                candidates.append(Candidate(mention.start, mention.name, "subject.programme", mention, weak=True))
        elif (
            mention.kind == "person"
            and not spoken
            and spot.quantity.unit == "date"
            and not is_oblique(scene, mention, low)
        ):
            candidates.append(Candidate(mention.start, mention.name, "subject.person", mention, weak=True))
        previous, previous_bad = mention, bad
    if not candidates and voice is not None and voice.mention is not None and "cited" not in voice.rule:
        spoken_org = voice.mention
        looks_on = told_from_outside(voice) and _NATIONWIDE.search(scene.folded, sentence.start, sentence.end)
        if spoken_org.kind in ORGANISATIONS - {"agency"} and low <= spoken_org.start < limit and not looks_on:
            group = tuple(m.name for m in voice.group)
            start = voice.group[0].start if group else spoken_org.start
            spoken = Candidate(start, spoken_org.name, "subject.speaker", spoken_org, group, weak=True)
            candidates.append(spoken)
    first = next((c for c in candidates if not c.weak), candidates[0] if candidates else None)
    for hit, trigger in sentence.of_role("anaphor"):
        if hit.start < low or hit.end > limit or (first and not first.weak and hit.start > first.start):
            continue
        if hit.word == "其" and scene.folded[hit.end : hit.end + 1] in ("中", "他", "余", "实", "次", "它"):
            continue
        if first and first.start >= hit.end and _OWNER_OF.fullmatch(scene.folded[hit.end : first.start].strip()):
            continue  # 其所有者X: X is meant
        resolved = _resolve(spot, thread, hit, trigger, low, voice)
        if resolved:
            return Candidate(hit.start, resolved, f"subject.anaphor:{hit.word}")
    return first


def _resolve(spot: Spot, thread: Thread, hit: Hit, trigger: Trigger, low: int, voice: Voice | None) -> str | None:
    scene = spot.scene
    if _OBLIQUE_ZH.search(scene.folded[max(low, hit.start - 6) : hit.start]):
        return None
    if trigger.value == "company":
        if hit.word in ("we", "our"):
            own_firm = firm_of_who_says_we(spot, voice)
            return own_firm or (thread.main_firm if thread.dominant_firm else None)
        if not points_to_a_firm(scene, hit):
            return None
        own = [
            m
            for m in spot.sentence.mentions
            if m.end <= hit.start and m.kind in ("company", "utility") and not is_oblique(scene, m, m.start - 8)
        ]
        if own and hit.word not in ("公司",):
            return own[0].name
        following = scene.folded[hit.end : hit.end + 8]
        for mention in spot.sentence.mentions:  # 公司首席执行官X: X's firm
            if mention.kind == "person" and mention.parent and 0 <= mention.start - hit.end <= 10:
                return mention.parent
        del following
        return thread.company()
    if trigger.value == "programme":
        if hit.word in ("项目", "我们") or (hit.word == "合资企业" and hit.start > low + 3):
            return None
        return thread.project()
    if trigger.value == "place" and hit.word in _LOCAL:
        own = [m for m in spot.sentence.mentions if m.kind == "place" and m.end <= hit.start]
        return own[-1].name if own else thread.place
    if trigger.value == "part":
        return thread.heading or thread.salient
    if trigger.value == "self" and hit.word.startswith(("该", "新")):
        own = [m for m in spot.sentence.mentions if m.end <= low and m.kind in ORGANISATIONS]
        return own[-1].name if own else thread.fallback()
    if trigger.value == "self":
        if hit.word in ("it", "its", "其", "他们", "它"):
            if hit.start > low + 4:
                return None
            own = [m for m in spot.sentence.mentions if m.end <= low and m.kind in ORGANISATIONS]
            own = [
                m for m in own if not is_oblique(scene, m, spot.sentence.start) and m is not (voice and voice.mention)
            ]
            acting = [m for m in own if m.sector not in OBSERVERS]
            return (acting or own)[0].name if own else thread.salient
        return thread.fallback() if hit.start <= low + 3 else None
    return None


def _is_title_of(scene: Scene, mention: Mention, voice: Voice) -> bool:
    """Whether a name only says who the speaker is (白宫AI事务主管David Sacks)."""
    person = voice.mention
    if person is None or person.kind != "person" or not mention.end <= person.start:
        return False
    return width(scene.text[mention.end : person.start]) <= 12 and not re.search(
        r"[，,。]", scene.text[mention.end : person.start]
    )


def is_joined(scene: Scene, first: Mention, second: Mention) -> bool:
    """Whether two names stand together (A和B, A and B)."""
    return bool(_JOINS.match(scene.folded[first.end : second.start]))


def is_oblique(scene: Scene, mention: Mention, low: int) -> bool:
    """Whether a preposition, a transitive verb or a brand use keeps a name from being a subject."""
    if mention.kind != "product" and _BRAND.match(scene.folded[mention.end : mention.end + 12].lower()):
        return True
    before = scene.folded[max(low, mention.start - 14, 0) : mention.start]
    if _NAMING.search(before) or before.endswith(("those of ", "that of ")):
        return False
    if mention.start and scene.text[mention.start - 1] in "(（" and mention.kind != "market":
        return True
    return bool(_OBLIQUE_ZH.search(before) or _OBLIQUE_EN.search(before.lower()))
