"""Who asserts a quantity: ways of citing (据X, according to X), a name with a verb of saying, what carries over."""

import re
from dataclasses import dataclass

from gigawatt.evidence.clauses import is_aside
from gigawatt.evidence.entities import ORGANISATIONS, Mention
from gigawatt.evidence.scene import Scene, Sentence, is_said, points_to_a_firm, width
from gigawatt.evidence.words import Hit

_NAMED = (ORGANISATIONS - {"programme"}) | {"person", "media"}
_WEAK = frozenset(("预计", "预期", "估计", "预估", "expects", "expect", "anticipates", "projects", "believes"))
_REVISION = frozenset(("上调", "下调"))
_CITE_NOT_AFTER = "数占依证收票论根"
_ESTIMATED_BY = re.compile(
    r"(?:below|above|beat(?:ing)?|miss(?:ed|ing)?|topp(?:ed|ing)|versus|vs\.?|exceed(?:ed|ing)?|than)\s(?:the\s)?"
    r"(?:average\s|consensus\s)?estimates?(?:\sof)?\s$|"
    r"(?:analysts[’']?|consensus|wall street(?:[’']s)?)\s(?:(?:average|mean|median|consensus)\s)?"
    r"(?:estimates?|expectations?|forecasts?|projections?)(?:\s(?:of|for|at))?\s$"
)
_OWN_ESTIMATE = re.compile(r"(?:analysts[’']?|consensus|wall street[’']s)\s$")
_ESTIMATE_BEHIND = re.compile(r"\s(?:consensus\s)?(?:forecast|estimate|expectation|projection)s?\b")
_EXPECTING = ("estimate", "analysts", "consensus", "wall street")  # one of them stands in all that these two match
_EXPECTED_BY = re.compile(
    r"\s(?:that\s)?(?:analysts|wall street)\s(?:had\s|were\s)?"
    r"(?:expected|expecting|forecast|estimated|projected|predicted)\b"
    r"|\s(?:expected|forecast|estimated|projected) by analysts\b"
)
_PRONOUN_SAYS = re.compile(
    r"(?<![其吉])[他她](?:还|又|也|则|同时|进一步|随后|曾|补充)?(?:表示|说道?|称|指出|认为|坦言|补充说?|强调|预测|预计|警告|透露|告诉)"
    r"|\b(?:he|she)\s(?:also\s|later\s)?(?:said|says|told|added|estimates|estimated|expects|predicts|predicted|warned|argues|noted)\b"
    r"|\b(?:said|says|added)\s(?:he|she)\b"
)
_BESIDE = re.compile(r"\s?(?:和|及|以及|、|and|&|,)\s?")
_BESIDE_JOINTLY = re.compile(
    r"(?:\s?\([^()]{1,20}\))?\s?(?:和|及|以及|与|、|and|&|,)\s?(?:[一-鿿]{0,3}|[一-鿿]{2,14}(?:供应商|运营商|开发商|公司|集团|巨头))"
)
_JOINTLY = re.compile(r"联合|共同|一同|\bjointly\b|\btogether\b")
_BEHIND_A_QUOTATION = re.compile(r"[”\"」』](?:[一-鿿A-Za-z][一-鿿A-Za-z ·]{0,22})?$")
_REVISES = re.compile(r"(?:分析师)?(?:[一-鿿]{1,6}·[一-鿿]{1,6})?(?:已|也)?[将把]")
_ROLE_NAME = re.compile(r"([A-Z][a-zA-Z'.-]+(?: [A-Z][a-zA-Z'.-]+){1,2})\s*[)）]?\s*$")
_TITLE = re.compile(
    r"^(?:Mayor|Governor|President|Senator|Representative|"
    r"Secretary|Professor|Judge|Chief Executive|Dr\.?|Mr\.?|Ms\.?)\s"
)
_ASIDE = re.compile(r",\s(?:a|an|the|its|which|who|whose|owned|built|backed|based|part)\s[^,;.]{2,60},")
_OWN_WORDS = re.compile(r"数据|报告|调查|预测|研究|首席|ceo|cfo|发言人|创始人|分析|研报|统计|声明|总裁|高管")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker from a position of the sentence on: canonical name, where it starts to hold, the rule that saw it."""

    name: str
    start: int
    rule: str
    mention: Mention | None = None
    group: tuple[Mention, ...] = ()
    """all speakers when several speak together (A和B分别表示)"""


def voices(
    sentence: Sentence, company: str | None, people: dict[tuple[str, str], str], person: str | None = None
) -> list[Voice]:
    """Speakers of a sentence in order of where each begins to hold.

    `company`: whom 公司 or "the company" means here; `people`: (organisation, role) -> person named in the document;
    `person`: whom 他 or "she" means here.
    """
    found = [*_cited(sentence), *_saying(sentence, company, people), *_trailing(sentence, company, people)]
    found += _pronouns(sentence, person)
    found = [_from_the_quotation(sentence, voice) for voice in found]
    found.sort(key=lambda voice: voice.start)
    return found


def speaker_at(found: list[Voice], position: int, sentence: Sentence) -> Voice | None:
    """The speaker that holds at a position: the last one that began before it.

    What somebody announces ends where a later clause begins with another organisation.
    """
    held = None
    for voice in found:
        if voice.start <= position:
            held = voice
    if held is not None and held.rule in ("speaker.name-and-verb", "speaker.weak"):
        for low, _ in sentence.clauses:
            if held.start + 2 < low <= position:
                for mention in sentence.mentions:
                    if low <= mention.start <= low + 2 and mention.kind in ORGANISATIONS and mention.name != held.name:
                        own = sentence.scene.folded[held.start - 3 : held.start]
                        if "宣布" in own or held.rule == "speaker.weak":
                            return None
    return held


def _from_the_quotation(sentence: Sentence, voice: Voice) -> Voice:
    """A speaker named right behind a quotation that opens the sentence holds from its beginning: “…，”X说，“…”."""
    at = voice.mention.start if voice.mention else 0
    opens = at > sentence.start and sentence.text[:1] in '“"「『'
    if opens and _BEHIND_A_QUOTATION.search(sentence.scene.text, max(sentence.start, at - 24), at):
        return Voice(voice.name, sentence.start, voice.rule, voice.mention, voice.group)
    return voice


def _pronouns(sentence: Sentence, person: str | None) -> list[Voice]:
    """他表示, "she said": the person named before, in this sentence or earlier."""
    scene = sentence.scene
    found = []
    for match in _PRONOUN_SAYS.finditer(scene.lowered, sentence.start, sentence.end):
        own = [m.name for m in sentence.mentions if m.kind == "person" and m.end <= match.start()]
        who = own[0] if own else person
        if who:
            opening = match.start() <= sentence.start + 1
            quoted = scene.text[match.start() - 1 : match.start()] in tuple(',，”" 」』')
            start = match.end() if opening or not quoted else sentence.start
            found.append(Voice(who, start, "speaker.pronoun"))
    return found


def expected_by_analysts(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the number at the span is what analysts expected (analysts' average estimate of $7bn)."""
    text = sentence.scene.lowered
    if not any(text.find(word, sentence.start, sentence.end) >= 0 for word in _EXPECTING):
        return False
    if _OWN_ESTIMATE.search(text[sentence.start : start]) and _ESTIMATE_BEHIND.match(text[end : sentence.end]):
        return True
    return bool(_ESTIMATED_BY.search(text[sentence.start : start]) or _EXPECTED_BY.match(text[end : sentence.end]))


def _cited(sentence: Sentence) -> list[Voice]:
    """据X报道, 根据X的数据, according to X."""
    scene = sentence.scene
    found = []
    for hit, _ in sentence.of_role("cite"):
        if hit.word == "据" and hit.start and scene.folded[hit.start - 1] in _CITE_NOT_AFTER:
            continue
        if re.match(r"(?:传|悉|此|估计|估算|统计|了解|介绍)", scene.folded[hit.end : hit.end + 2]):
            continue
        latin = hit.word[0].isascii()
        if (
            hit.word in ("援引", "引述", "citing")
            and found
            and sentence.clause_of(found[-1].start) == sentence.clause_of(hit.start)
        ):
            continue
        limit = min(sentence.end, hit.end + (70 if latin else 32))
        names = [m for m in sentence.mentions if hit.end <= m.start < limit and m.kind in _NAMED]
        unnamed = [
            (h, t)
            for h, t in sentence.of_role("unnamed")
            if t.value and hit.end - 1 <= h.start < min(limit, hit.end + 14)
        ]
        comma = _first_break(scene, hit.end, limit)
        names = [m for m in names if m.start < comma]
        unnamed = [(h, t) for h, t in unnamed if h.start < comma]
        closing = not latin and hit.start > sentence.start and not any(q.start > hit.end for q in sentence.quantities)
        start = sentence.start if latin or closing and _last_clause(sentence, hit.start) else hit.start
        if names:
            best = _head_of_citation(scene, names)
            if (
                unnamed
                and unnamed[0][0].start < best.start
                and unnamed[0][1].value not in ("media reports", "institutions")
            ):
                found.append(Voice(unnamed[0][1].value, start, f"speaker.cited:{unnamed[0][0].word}"))
            else:
                found.append(Voice(best.name, start, f"speaker.cited:{hit.word}", best))
        elif unnamed:
            found.append(Voice(unnamed[0][1].value, start, f"speaker.cited:{unnamed[0][0].word}"))
    return found


def _last_clause(sentence: Sentence, position: int) -> bool:
    """Whether the position opens the last clause: …，根据X的数据。"""
    low = sentence.clauses[-1][0]
    return low <= position <= low + 1


def _head_of_citation(scene: Scene, names: list[Mention]) -> Mention:
    """Of the names after 据: a person with the firm before it speaks for itself, else the first name speaks."""
    first = names[0]
    for other in names[1:]:
        if other.kind == "person" and first.kind != "person" and width(scene.text[first.end : other.start]) <= 14:
            return other
    return first


def _saying(sentence: Sentence, company: str | None, people: dict[tuple[str, str], str]) -> list[Voice]:
    """X表示, X的数据显示, "X said"; a verb without a subject keeps the speaker before it."""
    scene = sentence.scene
    found: list[Voice] = []
    for hit, _ in sentence.of_role("verb"):
        if hit.word == "according" or (hit.word == "projects" and not is_said(scene, hit.start)):
            continue
        if hit.word == "公布" and not re.match(r"[,，:：]", scene.folded[hit.end : hit.end + 1]):
            continue  # what was published is no speech
        if hit.start and scene.folded[hit.start - 1] == "的" and not hit.word.startswith("分析"):
            continue
        who = _subject_of_verb(sentence, hit, company, people)
        if who is None and hit.word not in _WEAK:
            who = _inherited(sentence, hit, found)
        if who is not None:
            name, mention, rule = who
            weak = hit.word in _WEAK | _REVISION
            group = (
                _together(sentence, mention, hit.start)
                if mention is not None and rule == "speaker.name-and-verb"
                else ()
            )
            if group:
                name = " and ".join(m.name for m in group)
            found.append(Voice(name, hit.end, "speaker.weak" if weak and "name-and" in rule else rule, mention, group))
    del scene
    return found


def _together(sentence: Sentence, last: Mention, verb: int) -> tuple[Mention, ...]:
    """The organisations joined with the one before the verb, that one included; empty when it stands alone."""
    group = [last]
    together = _JOINTLY.search(sentence.scene.lowered, last.end, verb)
    text = sentence.scene.folded
    named = [m for m in sentence.mentions if m.end <= last.start and m.kind != "place" and text[m.start - 1] != "("]
    for mention in reversed(named):
        between = sentence.scene.folded[mention.end : group[0].start]
        if mention.kind not in ORGANISATIONS or not (_BESIDE_JOINTLY if together else _BESIDE).fullmatch(between):
            break
        group.insert(0, mention)
    return tuple(group) if len(group) > 1 else ()


def _inherited(sentence: Sentence, hit: Hit, found: list[Voice]) -> tuple[str, Mention | None, str] | None:
    """A verb of saying that opens a clause (并宣布, 称) has the speaker before it, or the subject of the sentence."""
    start = sentence.clauses[sentence.clause_of(hit.start)][0]
    if not re.fullmatch(r"(?:并|还|且|也|同时|此外|其|再次)*", sentence.scene.folded[start : hit.start]):
        return None
    if found:
        return found[-1].name, found[-1].mention, "speaker.same-as-before"
    first = next((m for m in sentence.mentions if m.kind in _NAMED and m.end <= start), None)
    if first is None or first.start > sentence.start + 3:
        return None
    return first.name, first, "speaker.subject-of-the-sentence"


def _subject_of_verb(
    sentence: Sentence, hit: Hit, company: str | None, people: dict[tuple[str, str], str]
) -> tuple[str, Mention | None, str] | None:
    scene = sentence.scene
    latin = hit.word[0].isascii()
    weak = hit.word in _WEAK
    reach = 60 if latin else 40
    low = max(sentence.start, hit.start - reach)
    names = [m for m in sentence.mentions if low <= m.start and m.end <= hit.start and m.kind in _NAMED]
    if hit.word in _REVISION:  # 高盛将X的目标价上调: who stands before 将 revises
        revising = next((m for m in names if _REVISES.match(scene.folded, m.end)), None)
        if revising:
            return revising.name, revising, "speaker.revises"
    if latin and names:
        names = _without_aside(sentence, names, hit)
    unnamed = [(h, t) for h, t in sentence.of_role("unnamed") if t.value and low <= h.start and h.end <= hit.start]
    anaphora = [
        (h, t)
        for h, t in sentence.of_role("anaphor")
        if t.value == "company" and low <= h.start and h.end <= hit.start and points_to_a_firm(scene, h)
    ]
    nearest = max([0, *(m.end for m in names), *(h.end for h, _ in unnamed), *(h.end for h, _ in anaphora)])
    if not nearest:
        return None
    between = _ASIDE.sub("", scene.lowered[nearest : hit.start])
    if not _fits(between, hit.word, weak, latin):
        return None
    if names and names[-1].end == nearest:
        mention = names[-1]
        return _with_role(sentence, mention, hit, people)
    for h, t in unnamed:
        if h.end == nearest:
            named = _latin_name(scene.text[h.end : hit.start])
            if named:
                return named, None, "speaker.role-and-name"
            if names and t.value in ("analysts", "institutions", "brokers") and _close(scene, names[-1].end, h.start):
                return names[-1].name, names[-1], "speaker.analyst-of-a-house"
            return t.value, None, f"speaker.unnamed:{h.word}"
    if company:
        role = next((t.value for h, t in sentence.of_role("role") if nearest <= h.start and h.end <= hit.start), None)
        if role:
            person = people.get((company, role)) or _latin_name(scene.text[nearest : hit.start])
            return person or f"{company} {role}", None, "speaker.company-role"
        return company, None, "speaker.company"
    return None


def _without_aside(sentence: Sentence, names: list[Mention], hit: Hit) -> list[Mention]:
    """The names without those of an aside that closes before the verb: X, a unit of Y, said."""
    clause = sentence.clause_of(names[-1].start)
    start = sentence.clauses[clause][0]
    if not 0 < clause < sentence.clause_of(hit.start) or not is_aside(sentence.scene.lowered, start):
        return names
    return [m for m in names if m.end <= start] or names


def _fits(between: str, verb: str, weak: bool, latin: bool) -> bool:
    """Whether the words between a name and a verb of saying leave the name its subject."""
    if verb in _REVISION:
        return bool(re.match(r"[^，,。]{0,16}$", between)) and ("将" in between or "把" in between)
    if re.search(r"[。;；]", between):
        return False
    if latin:
        if len(between) > 40 or re.search(r",[^,]*$", between) and len(between) > 24:
            return False
        return not re.search(r"\b(?:to|of|for|that|which|in|with)\s*$", between) and between.count(",") <= 2
    size = width(between)
    if between.startswith("的") and not _OWN_WORDS.search(between + verb):
        return False
    if re.search(r"[，,]", between) and not re.search(r"(?:[)）]|上|中|时)[，,]?\s*$", between):
        return False
    if weak:
        return size <= 2 and not re.search(r"\d", between)
    if verb == "显示" and "数据" not in between and "报告" not in between and "调查" not in between:
        return size <= 3
    return size <= 18


def _with_role(
    sentence: Sentence, mention: Mention, hit: Hit, people: dict[tuple[str, str], str]
) -> tuple[str, Mention | None, str]:
    """微软CFO称 speaks as the Microsoft CFO, or as that person where the document names them."""
    scene = sentence.scene
    if mention.kind != "person":
        for h, t in sentence.of_role("role"):
            if (
                mention.end <= h.start
                and h.end <= hit.start
                and width(scene.text[mention.end : h.start]) <= (7 if t.value == "analysts" else 4)
            ):
                latin = _latin_name(scene.text[h.end : hit.start])
                if latin:
                    return latin, None, "speaker.role-and-name"
                if t.value in ("analysts", "executives"):
                    return mention.name, mention, "speaker.analyst-of-a-house"
                person = people.get((mention.name, t.value))
                return person or f"{mention.name} {t.value}", mention, "speaker.role"
    return mention.name, mention, "speaker.name-and-verb"


def _trailing(sentence: Sentence, company: str | None, people: dict[tuple[str, str], str]) -> list[Voice]:
    """`"...", X said` and `..., the company said`: the speaker stands at the end and holds for the whole sentence."""
    scene, text = sentence.scene, sentence.text
    if "," not in text and "”" not in text and '"' not in text:
        return []
    tail = re.search(
        r",[”\"]?\s*([^,]{2,60}?)\s(?:said|says|told [A-Z]\w+|reported|found|showed|shows|estimates|"
        r"estimated)\b[^,]{0,40}[.]?[”\"]?$",
        text,
    )
    if not tail:
        tail = re.search(r"[”\"],?\s*(?:said|says|added)\s([A-Z][^,]{2,40}),", text)
    if not tail:
        return []
    low, high = sentence.start + tail.start(1), sentence.start + tail.end(1)
    names = [m for m in sentence.mentions if low <= m.start < high and m.kind in _NAMED]
    spoken = _latin_name(scene.text[low:high])
    titled = any(low <= h.start < high for h, _ in sentence.of_role("role"))
    if names and titled and spoken and not any(m.kind == "person" or m.name.endswith(spoken) for m in names):
        return [Voice(spoken, sentence.start, "speaker.trailing-role-and-name")]
    if names:
        best = next((m for m in names if m.kind == "person"), names[0])
        return [Voice(best.name, sentence.start, "speaker.trailing", best)]
    unnamed = [t.value for h, t in sentence.of_role("unnamed") if t.value and low <= h.start < high]
    if unnamed:
        return [Voice(unnamed[0], sentence.start, "speaker.trailing-unnamed")]
    if company and any(t.value == "company" and low <= h.start < high for h, t in sentence.of_role("anaphor")):
        return [Voice(company, sentence.start, "speaker.trailing-company")]
    name = _latin_name(scene.text[low:high])
    return [Voice(name, sentence.start, "speaker.trailing-unknown")] if name else []


def learn_people(scene: Scene, people: dict[tuple[str, str], str]) -> None:
    """Take note of every person named after a role, with the firm before it: (organisation, role) -> person."""
    if not any(m.kind == "person" for m in scene.mentions):
        return
    for sentence in scene.sentences:
        if not any(m.kind == "person" for m in sentence.mentions):
            continue
        for h, t in sentence.of_role("role"):
            person = next((m for m in sentence.mentions if m.kind == "person" and 0 <= m.start - h.end <= 3), None)
            firm = next(
                (m for m in reversed(sentence.mentions) if m.kind in ORGANISATIONS and 0 <= h.start - m.end <= 3),
                None,
            )
            if person and (firm or person.parent):
                people.setdefault((firm.name if firm else str(person.parent), t.value), person.name)


def _first_break(scene: Scene, start: int, end: int) -> int:
    match = re.search(r"[，,。;；:：]", scene.text[start:end])
    return start + match.start() if match else end


def _close(scene: Scene, left: int, right: int) -> bool:
    return width(scene.text[left:right]) <= 6


def _latin_name(text: str) -> str | None:
    found = _ROLE_NAME.search(text.strip())
    return _TITLE.sub("", found.group(1)) if found else None
