"""From a reading to claims: each quantity with its metric, subject, status, speaker, place and period, and the rules.

`read_claims(reading)` is the end of the evidence room: documents -> reading -> quantities -> claims. Every field that
is decided by a rule carries the rule's id in `Claim.rules`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from gigawatt.evidence.attribution import heard, listen, note_presenter, person_of
from gigawatt.evidence.candidates import is_joined, is_oblique
from gigawatt.evidence.coreference import Thread, new_paragraph, remember, start_thread
from gigawatt.evidence.counterparties import decide_counterparty, decide_location
from gigawatt.evidence.document_names import DocumentNames
from gigawatt.evidence.entities import ORGANISATIONS, Mention
from gigawatt.evidence.mending import end_of_headline, mend_headline, mend_repeats
from gigawatt.evidence.metrics import decide_metric
from gigawatt.evidence.periods import decide_period, lies_ahead
from gigawatt.evidence.proposals import propose_names
from gigawatt.evidence.scene import Scene, Sentence, Spot, spot_of
from gigawatt.evidence.selection import is_claim
from gigawatt.evidence.speakers import (
    Voice,
    expected_by_analysts,
    learn_people,
    speaker_at,
)
from gigawatt.evidence.stage import Finder, Stage
from gigawatt.evidence.status import decide_status
from gigawatt.evidence.subjects import Subject, decide_subject
from gigawatt.evidence.text import visible_text
from gigawatt.evidence.types import Claim, Item, Quantity, Reading, Segment
from gigawatt.evidence.units_of_claims import unit_class
from gigawatt.evidence.views import Offsets

QUOTE_LIMIT = 120
"""characters: a quote is a sentence up to this length, else the clause, else what fits around the quantity"""

_ASSUMED = re.compile(r"[\W\d.]*(?:假设|假定|assum(?:e|ing|ption)|hypothesis|suppose)")
_NEW_POINT = re.compile(r"\s*(?:\d+[.、]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|#)")
_ALREADY = re.compile(r"已|目前|当前|currently|already|现有")
_PART_OF = re.compile(r"其中|of which|of that|including", re.IGNORECASE)
_NEGATION = re.compile(
    r"(?:尚未|并未|没有|未能|从未|无法|并非|不会|不是|no longer|has not|have not|did not|does not|is not|not "
    r"yet|never|without)[^，,。]{0,24}$"
)
_ANY = re.compile(r"任何|any\b|a single")
_GROWN_BY = re.compile(r"(?:增长|增加|激增|上涨|提升|提高|扩大|暴涨|飙升|增幅)[了近约逾超将再次达可能会会]{0,8}\s?$")
_FIGURE = re.compile(r"[\d一二两三四五六七八九十百数几半]")
_TIMES = re.compile(r"倍|一倍|twofold|fold")
_BASIS = (
    ("critical", re.compile(r"关键负载|critical (?:it )?(?:load|power)|it负载")),
    ("it", re.compile(r"\bit (?:load|power|capacity)\b|it容量")),
    (
        "generation",
        re.compile(r"发电|装机|核电站|燃气|太阳能|generat|nameplate|solar|wind|natural gas|reactor|nuclear"),
    ),
    ("contracted", re.compile(r"contracted|合同功率|签约|承诺限制")),
    ("grid", re.compile(r"电网|并网|grid|interconnect")),
    ("facility", re.compile(r"园区|设施|campus|facility|数据中心|data cent")),
)


def read_claims(reading: Reading) -> list[Claim]:
    """Every claim of a reading, in text order."""
    return list(each_claim(reading))


def each_claim(reading: Reading) -> Iterator[Claim]:
    """Every claim of a reading, in text order, item by item: only one item's claims are held at a time."""
    find = _grammar(reading)
    for index, segments in groupby(reading.segments, key=attrgetter("item")):
        item = reading.items[index] if index < len(reading.items) else Item(0, len(reading.document.text))
        yield from sorted(_read_item(reading, item, list(segments), find), key=attrgetter("start", "end"))


def _grammar(reading: Reading) -> Finder:
    from gigawatt.evidence.quantities import find_quantities

    def find(text: str, segment: Segment) -> Sequence[Quantity]:
        item = reading.items[segment.item] if segment.item < len(reading.items) else None
        day = item.reference_day if item else reading.document.day
        lost = item.lost_decimal_points if item else reading.lost_decimal_points
        return find_quantities(text, lost_decimal_points=lost, reference_day=day)

    return find


def _read_item(reading: Reading, item: Item, segments: list[Segment], find: Finder) -> list[Claim]:
    stage = Stage(reading, segments, find)
    told = next((visible_text(reading, s)[0] for s in segments if s.kind == "headline"), item.headline)
    people: dict[tuple[str, str], str] = {}
    names = DocumentNames()
    for staged in stage.glance():
        names.learn(staged.scene)
    headed = 0

    def body() -> Iterator[Scene]:
        nonlocal headed
        for staged in stage.glance():
            names.mark(staged.scene)
            learn_people(staged.scene, people)
            if staged.segment.kind == "heading":
                headed += any(m.kind in ORGANISATIONS for m in staged.scene.mentions)
            if staged.segment.kind != "headline":
                yield staged.scene

    headline = Scene(told, ()) if told else None
    if headline:
        names.mark(headline)
    thread = start_thread(headline, body())
    thread.sectioned = not thread.transcript and headed > 1
    day = item.day or reading.document.day
    claims: list[Claim] = []
    for staged in stage.scenes():
        names.mark(staged.scene)
        if staged.opens:
            if staged.segment.kind in ("heading", "headline"):
                _take_heading(thread, staged.scene, staged.segment)
            thread.speaker = thread.before = thread.presenter = None
            new_paragraph(thread)
        for sentence in staged.scene.sentences:
            claims.extend(_read_sentence(reading, item, day, thread, people, sentence, staged.offsets))
    claims = mend_headline(claims, end_of_headline(segments))
    return mend_repeats(claims)


def _take_heading(thread: Thread, scene: Scene, segment: Segment) -> None:
    named = [m for m in scene.mentions if m.kind in ORGANISATIONS]
    if segment.kind == "heading":
        firms = [m.name for m in named if m.kind in ("company", "utility", "fund")]
        thread.heading = firms[0] if len(firms) == 1 else None
        if thread.sectioned:
            thread.salient = named[0].name if named else None


def _read_sentence(
    reading: Reading,
    item: Item,
    day: str | None,
    thread: Thread,
    people: dict[tuple[str, str], str],
    sentence: Sentence,
    offsets: Offsets,
) -> list[Claim]:
    claims: list[Claim] = []
    if _ASSUMED.match(sentence.scene.lowered, sentence.start, sentence.end):
        thread.assumed = True
    elif _NEW_POINT.match(sentence.scene.text, sentence.start, sentence.end):
        thread.assumed = False
    before, thread.before = thread.before, sentence
    person, thread.person = thread.person, person_of(sentence) or thread.person
    telling = bool(sentence.scene.quantities)
    if telling:
        note_presenter(thread, sentence)
    if not sentence.quantities:
        if telling:
            listen(thread, sentence, people, person)
        remember(thread, _grammatical_subject(sentence), sentence)
        return []
    found = heard(thread, sentence, before, people, person)
    propose_names(sentence)
    seen: dict[str, str] = {}
    status_before: str | None = None
    subject_seen: Mention | None = None
    for quantity in sentence.quantities:
        spot = spot_of(sentence.scene, quantity)
        voice = speaker_at(found, quantity.start, sentence)
        if expected_by_analysts(sentence, quantity.start, quantity.end):
            voice = Voice("analysts", quantity.start, "speaker.estimate-of-analysts")
        spot.metric, spot.rules["metric"] = _metric(spot, seen)
        group = unit_class(quantity.unit)
        if (
            group == thread.last_class
            and thread.last_metric
            and not seen
            and group not in ("ratio", "x", "count", "date", "time")
            and _PART_OF.match(sentence.text)
        ):
            if spot.rules["metric"].startswith("metric.default"):
                spot.metric, spot.rules["metric"] = thread.last_metric, "metric.part-of-the-amount-before"
        if not is_claim(spot, sentence.scene):
            continue
        if spot.rules["metric"] == "metric.date:past" and _is_ahead(quantity, item.reference_day or day):
            spot.metric, spot.rules["metric"] = "target_date", "metric.date:ahead"
        if "subject.that-ratio" not in spot.rules.get("subject", "") and thread.last_metric and _refers_back(spot):
            spot.metric, spot.rules["metric"] = thread.last_metric, "metric.that-ratio"
        subject = decide_subject(spot, thread, voice)
        spot.rules["subject"] = subject.rule
        budget = subject.mention is not None and subject.mention.kind == "utility"
        if budget and spot.rules["metric"] in ("metric.word:spend", "metric.word:投入"):
            spot.metric, spot.rules["metric"] = "capex", "metric.budget-of-a-utility"
        claims.extend(_claims_of(reading, item, day, thread, spot, subject, voice, offsets, status_before))
        status_before = claims[-1].status
        seen.pop(group, None)
        seen[group] = spot.metric
        thread.last_metric, thread.last_class = spot.metric, group
        if subject.names:
            thread.last_subject = subject.names[0]
        if subject.mention is not None and subject_seen is None:
            subject_seen = subject.mention
    first = subject_seen or _grammatical_subject(sentence)
    remember(thread, first, sentence)
    last = speaker_at(found, sentence.end, sentence)
    thread.speaker = last.name if last else None
    thread.person_speaking = last.mention if last else None
    return claims


def _metric(spot: Spot, seen: dict[str, str]) -> tuple[str, str]:
    """The metric of a quantity; a bracketed conversion and its base are read as one."""
    group = unit_class(spot.quantity.unit)
    previous = next(reversed(seen.values()), None)
    if spot.quantity.equivalent_of and group in seen:
        return seen[group], "metric.as-its-equivalent"
    if group in seen:
        metric, rule = decide_metric(spot, seen[group], group)
    else:
        metric, rule = decide_metric(spot, previous, None)
    twin = next(
        (q for q in spot.sentence.quantities if q.equivalent_of == (spot.quantity.start, spot.quantity.end)), None
    )
    if twin and "capex" in (other := decide_metric(spot_of(spot.scene, twin)))[0]:
        return other
    return metric, rule


def _grammatical_subject(sentence: Sentence) -> Mention | None:
    """The first organisation that is not behind a preposition, nor joined to one that is."""
    previous: Mention | None = None
    for mention in sentence.mentions:
        if mention.kind not in ORGANISATIONS:
            continue
        joined = previous is not None and is_joined(sentence.scene, previous, mention)
        if not joined and not is_oblique(sentence.scene, mention, sentence.start):
            return mention
        previous = mention
    return None


def _is_ahead(quantity: Quantity, day: str | None) -> bool:
    """Whether a date lies behind the day of the text, so that it can only be planned or expected."""
    first = str(quantity.low)
    return day is not None and first > day[: len(first)]


def _refers_back(spot: Spot) -> bool:
    if spot.quantity.unit == "x":
        return False  # that figure will double: how it grows
    return bool(re.search(r"(?:该|这一|此)(?:比例|占比|比重)|that (?:share|figure)", spot.before(20)))


def _claims_of(
    reading: Reading,
    item: Item,
    day: str | None,
    thread: Thread,
    spot: Spot,
    subject: Subject,
    voice: Voice | None,
    offsets: Offsets,
    previous: str | None,
) -> list[Claim]:
    quantity, document = spot.quantity, reading.document
    speaker, spot.rules["speaker"] = (voice.name, voice.rule) if voice else (None, "speaker.none")
    if speaker is None and thread.default_speaker:
        speaker, spot.rules["speaker"] = thread.default_speaker, "speaker.transcript"
    negated = _is_negated(spot)
    asked_on = item.reference_day or day
    period, spot.rules["period"] = decide_period(spot, asked_on)
    outsider, future = _is_outsider(voice, subject), lies_ahead(period, asked_on)
    status, spot.rules["status"] = decide_status(spot, speaker, negated, outsider, previous, future)
    if (
        thread.assumed
        and status in ("forecast", "planned", "actual", "announced")
        and not _ALREADY.search(spot.before(24))
    ):
        status, spot.rules["status"] = "conditional", "status.within-an-assumption"
    if status == "invested" and spot.metric == "capital_commitment" and not spot.rules["status"].endswith("投资额达"):
        spot.metric, spot.rules["metric"] = "capex", "metric.money-spent"
    counterparty, spot.rules["counterparty"] = decide_counterparty(spot, subject)
    location, spot.rules["location"] = decide_location(spot)
    spot.rules["quantity"] = quantity.rule
    if subject.mention is not None and subject.mention.unknown:
        spot.rules["subject"] = "subject.proposed-name"
    start, end = offsets.span(quantity.start, quantity.end)
    low, high = _quote_span(spot)
    quote_start, quote_end = offsets.span(low, high)
    multiple = _multiple_of_base(spot)
    equivalent = quantity.equivalent_of
    rows = []
    for name in subject.names or (None,):
        rows.append(
            Claim(
                doc=document.path,
                doc_sha256=document.sha256,
                start=start,
                end=end,
                qty=document.text[start:end],
                quote_start=quote_start,
                quote_end=quote_end,
                quote=document.text[quote_start:quote_end],
                low=quantity.low,
                high=quantity.high,
                unit=quantity.unit,
                approx=quantity.approx,
                metric=spot.metric,
                subject=name,
                status=status,
                speaker=speaker,
                counterparty=counterparty,
                location=location,
                period=period,
                noun=quantity.noun,
                per=quantity.per,
                item=item.headline if len(reading.items) > 1 else None,
                item_day=day,
                negated=negated,
                power_basis=_power_basis(spot),
                repaired=quantity.repaired,
                multiple_of_base=multiple,
                independent=not _is_copy(reading, item),
                equivalent_of=offsets.span(*equivalent) if equivalent else None,
                rules=dict(spot.rules),
            )
        )
    return rows


def _is_outsider(voice: Voice | None, subject: Subject) -> bool:
    """Whether a person speaks about a firm or programme that is not their own."""
    if voice is None or voice.mention is None or voice.mention.kind != "person" or subject.mention is None:
        return False
    return subject.mention.kind in ("company", "programme", "fund") and voice.mention.parent not in subject.names


def _is_copy(reading: Reading, item: Item) -> bool:
    """Whether the item bears the marks of a machine-spun copy."""
    return any(f.code == "spun" and f.start < item.end and item.start < f.end for f in reading.findings)


def _is_negated(spot: Spot) -> bool:
    start, _ = spot.clause_span
    before = spot.scene.lowered[start : spot.quantity.start]
    if not _NEGATION.search(before):
        return False
    own = spot.scene.lowered[max(start, spot.quantity.start - 6) : spot.quantity.end]
    return bool(_ANY.search(own)) or bool(re.search(r"(?:尚未|并未|未能|从未|not|never)[^，,]{0,8}$", before))


def _power_basis(spot: Spot) -> str | None:
    if unit_class(spot.quantity.unit) != "power":
        return None
    near = spot.before(30) + spot.after(24)
    return next((basis for basis, pattern in _BASIS if pattern.search(near)), None)


def _multiple_of_base(spot: Spot) -> float | None:
    """Final over initial for growth worded as 增长N倍: N + 1."""
    quantity = spot.quantity
    if quantity.unit != "x" or not isinstance(quantity.low, float | int) or quantity.low != quantity.high:
        return None
    inside = spot.scene.lowered[quantity.start : quantity.end]
    if _TIMES.search(inside) and _GROWN_BY.search(spot.before(14) + _FIGURE.split(inside)[0]):
        return float(quantity.low) + 1.0
    return None


def _quote_span(spot: Spot) -> tuple[int, int]:
    """The sentence when it is short enough, else its clause, else as much around the quantity as the limit allows."""
    quantity, sentence = spot.quantity, spot.sentence
    if sentence.end - sentence.start <= QUOTE_LIMIT:
        return min(sentence.start, quantity.start), max(sentence.end, quantity.end)
    first = last = spot.clause
    spans = sentence.clauses
    low, high = spans[first][0], max(spans[last][1], quantity.end)
    while first > 0 and high - spans[first - 1][0] <= QUOTE_LIMIT:
        first -= 1
        low = spans[first][0]
    while last + 1 < len(spans) and spans[last + 1][1] - low <= QUOTE_LIMIT:
        last += 1
        high = max(high, spans[last][1])
    low, high = min(low, quantity.start), max(high, quantity.end)
    if high - low > QUOTE_LIMIT:
        spare = max(0, QUOTE_LIMIT - (quantity.end - quantity.start)) // 2
        low, high = max(low, quantity.start - spare), min(high, quantity.end + spare)
    return low, high
