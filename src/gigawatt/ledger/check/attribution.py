"""A figure told more strongly than its source has it: hedges dropped, plans told as built, assumptions as facts."""

from collections.abc import Iterator
from itertools import combinations, product

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, amount, cite, same_figure_pairs
from gigawatt.ledger.check.near import countable
from gigawatt.ledger.identity import likeness
from gigawatt.ledger.obstacles import places_differ
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import interval, is_none_at_all, metric_group, status_class

_LIKE = 0.4
"""share of letter pairs from which two sentences tell one statement"""


def _same_figure(one: Held, two: Held) -> bool:
    """Whether two claims print the same end of the same kind of quantity."""
    a, b = amount(one.claim), amount(two.claim)
    if not a or not b or one.claim.per != two.claim.per:
        return False
    if one.claim.unit != two.claim.unit and not countable(one, two):
        return False
    return any(abs(x - y) <= 0.006 * max(abs(x), abs(y)) for x in a for y in b)


def headline_stronger_than_body(material: Material) -> Iterator[Finding]:
    """The headline gives a number flat that the body caps, hedges or ascribes to talk."""
    for members in material.by_item():
        heads = [m for m in members if (s := material.sentence(m)) and s.headline and m.claim.unit != "date"]
        for head in heads:
            clause = material.clause(head)
            bodies = [m for m in members if not _in_headline(material, m) and _same_figure(head, m)]
            for body in bodies:
                flat, capped = interval(head.claim), interval(body.claim)
                cap = flat.point is not None and capped.low is None and not cue("hedge", clause)
                cap = cap and (cue("true_cap", material.folded(body)) is not None or not _is_chinese(body))
                word = cue_word("preliminary", material.folded(body))
                soft = any(cue(name, clause) for name in ("preliminary", "plan", "maybe", "cap"))
                talk = bool(word) and not soft
                if not cap and not talk:
                    continue
                yield found(
                    "headline-stronger", "attribution", "medium", (cite(head), cite(body)), body=body.claim.qty,
                    head=head.claim.qty, section="headline_over_cap" if cap else "headline_over_talk",
                    word=(cue_word("cap", material.folded(body)) or body.claim.qty) if cap else word,
                )  # fmt: skip
                break


def _is_chinese(one: Held) -> bool:
    """Whether a bare 高达 may be meant as emphasis (`as high as`), not as a cap."""
    return not one.claim.qty.isascii()


def _in_headline(material: Material, one: Held) -> bool:
    found = material.sentence(one)
    return bool(found and found.headline)


_COUNTED = ("site_count", "power_capacity", "chip_count")


def plan_told_as_built(material: Material) -> Iterator[Finding]:
    """The same count of the same programme: planned in one text, being built or running in another."""
    counted = [m for m in material.held if m.claim.metric in _COUNTED and m.claim.per is None and not m.claim.negated]
    for one, two in same_figure_pairs(material, counted):
        if material.same_item(one, two):
            continue
        planned, built = (one, two) if cue("plan", _near(material, one)) else (two, one)
        if interval(planned.claim).point != interval(built.claim).point or interval(planned.claim).point is None:
            continue
        if not cue("plan", _near(material, planned)) or cue("built", _near(material, planned)):
            continue
        if not cue("built", _near(material, built)) or (built.known_on or "") > (planned.known_on or "9"):
            continue
        yield found(
            "plan-as-built", "attribution", "high", (cite(built), cite(planned)),
            about=f"{one.claim.subject} {one.claim.low}", planned=planned.claim.qty, built=built.claim.qty,
            planned_day=planned.known_on or "?", built_day=built.known_on or "?",
            built_word=cue_word("built", _near(material, built)), word=cue_word("plan", _near(material, planned)),
        )  # fmt: skip


def _near(material: Material, one: Held) -> str:
    """Folded text close to a claim: its clause and 25 characters on either side in the sentence."""
    found = material.sentence(one)
    if not found:
        return material.folded(one)
    begin, end = one.claim.start - found.start, one.claim.end - found.start
    if len(found.folded) != len(found.text):
        return found.folded
    return found.folded[max(0, begin - 25) : end + 25]


def nothing_done_against_something(material: Material) -> Iterator[Finding]:
    """One text says that not even one exists, an earlier one that several are being built or run."""
    denials = [m for m in material.held if is_none_at_all(m.claim) and material.scope(m).dimension == "site"]
    standing = [
        m for m in material.held
        if material.scope(m).dimension == "site" and status_class(m.claim.status) in ("building", "real")
        and not m.claim.negated and (size := amount(m.claim)) and size[0] >= 1 and m.claim.per is None
        and cue("built", material.folded(m))
    ]  # fmt: skip
    for denial, other in product(denials, standing):
        if material.same_item(denial, other) or material.scope(denial).subject != material.scope(other).subject:
            continue
        if (other.known_on or "9") <= (denial.known_on or ""):
            yield found(
                "none-against-some", "contradiction", "high", (cite(denial), cite(other)),
                about=str(denial.claim.subject), some=other.claim.qty, some_day=str(other.known_on),
                denial=denial.claim.qty, denial_day=str(denial.known_on),
                word=cue_word("built", material.folded(other)),
            )  # fmt: skip


def place_widened(material: Material) -> Iterator[Finding]:
    """The same count of the same programme in the same state: in one region here, all over the country there."""
    counted = [m for m in material.held if m.claim.metric == "site_count" and not m.claim.negated]
    nationwide = ("全美", "各地", "全国", "across the", "nationwide", "全球")
    for one, two in same_figure_pairs(material, counted):
        if one.claim.doc_sha256 != two.claim.doc_sha256 or (one.claim.low or 0) == 1:
            continue
        for wide, narrow in ((one, two), (two, one)):
            word = next((w for w in nationwide if w in material.folded(wide)), None)
            local = narrow.claim.location and places_differ(narrow.claim.location.lower(), "united states") is None
            named = local and narrow.claim.location not in ("United States", "global") and not any(
                w in material.folded(narrow) for w in nationwide
            )  # fmt: skip
            if word and named and material.scope(one).state == material.scope(two).state:
                yield found(
                    "place-widened", "contradiction", "medium", (cite(wide), cite(narrow)),
                    about=f"{one.claim.subject} {one.claim.low}", narrow=narrow.claim.qty, wide=wide.claim.qty,
                    place=str(narrow.claim.location), word=word,
                )  # fmt: skip
                break


_STRENGTH = {"preliminary": 0, "plan": 1, "commit": 2, "signed": 3}


def _strength(material: Material, one: Held) -> tuple[int, str] | None:
    near = _near(material, one)
    found = [(rank, cue_word(name, near)) for name, rank in _STRENGTH.items() if cue(name, near)]
    return max(found) if found else None


def told_more_firmly(material: Material) -> Iterator[Finding]:
    """The same sum of the same actor: a plan in one text, a commitment or contract in another."""
    sums = [m for m in material.held if m.claim.metric in ("capital_commitment", "capex", "contract_value")]
    for one, two in same_figure_pairs(material, sums):
        if material.same_item(one, two):
            continue
        a, b = _strength(material, one), _strength(material, two)
        if not a or not b or a[0] == b[0] or {a[0], b[0]} == {0, 1}:
            continue
        weak, strong, words = (one, two, (a[1], b[1])) if a[0] < b[0] else (two, one, (b[1], a[1]))
        if (strong.known_on or "9") >= (weak.known_on or ""):
            continue  # a plan that later became a commitment is no fault
        yield found(
            "told-more-firmly", "attribution", "medium", (cite(strong), cite(weak)),
            about=f"{one.claim.subject} {one.claim.low or one.claim.high}", weak=weak.claim.qty,
            strong=strong.claim.qty,
            weak_word=words[0], strong_word=words[1], weak_day=str(weak.known_on), strong_day=str(strong.known_on),
        )  # fmt: skip


def hedge_dropped(material: Material) -> Iterator[Finding]:
    """Two tellings of one sentence, one of which has lost `may`, `up to` or the forecaster's name."""
    by_number: dict[tuple[object, ...], list[Held]] = {}
    for one in material.held:
        c = one.claim
        if c.unit == "date":
            continue
        by_number.setdefault((c.low or c.high, c.high or c.low, c.unit), []).append(one)
    for members in by_number.values():
        for one, two in _tellings(material, members):
            if material.same_item(one, two) or _in_headline(material, one) or _in_headline(material, two):
                continue
            if metric_group(one.claim.metric) != metric_group(two.claim.metric) or one.claim.unit == "x":
                continue
            if likeness(material.clause(one), material.clause(two)) < _LIKE:
                continue
            words = [cue_word("maybe", material.lead(m)) for m in (one, two)]
            if bool(words[0]) == bool(words[1]):
                continue
            hedged, flat = (one, two) if words[0] else (two, one)
            if cue("future", material.lead(flat) + "|" + flat.claim.qty.casefold()):
                continue  # told as a plan or as a cap
            word = words[0] or words[1]
            yield found(
                "hedge-dropped", "attribution", "low", (cite(flat), cite(hedged)), word=word, hedged=hedged.claim.qty,
                flat=flat.claim.qty,
            )  # fmt: skip


def source_dropped(material: Material) -> Iterator[Finding]:
    """Two tellings of one forecast, one of which has lost the name of the forecaster."""
    by_number: dict[tuple[object, ...], list[Held]] = {}
    for one in material.held:
        c = one.claim
        if c.status == "forecast" and c.unit not in ("date", "x") and not _in_headline(material, one):
            by_number.setdefault((c.low, c.high, c.unit), []).append(one)
    for members in by_number.values():
        for one, two in _tellings(material, members):
            speakers = [_forecaster(material, m) for m in (one, two)]
            named, bare = (one, two) if speakers[0] else (two, one)
            speaker = speakers[0] or speakers[1]
            own = speaker == bare.claim.subject  # what a firm says of itself needs no other source
            if not speaker or all(speakers) or own or material.same_item(one, two):
                continue
            sentence = material.sentence(bare)
            if sentence is None or _names_a_source(sentence):
                continue
            near = [m for told in material.around(sentence, 2, 0) for m in material.within(told)]
            if any(_forecaster(material, m) == speaker for m in near):
                continue  # named a sentence or two before
            if not cue("says", material.folded(named)):
                continue
            if likeness(material.clause(one), material.clause(two)) < _LIKE:
                continue
            yield found(
                "source-dropped", "attribution", "low", (cite(bare), cite(named)),
                about=f"{named.claim.qty} {speaker}", named=named.claim.qty, bare=bare.claim.qty,
                speaker=speaker,
            )  # fmt: skip


def _forecaster(material: Material, one: Held) -> str | None:
    """Who is told to make a forecast: the speaker, or a bank or research firm that stands as its subject."""
    from gigawatt.evidence.entities import OBSERVERS, gazetteer

    sentence = material.sentence(one)
    if one.claim.speaker or sentence is None or not one.claim.subject:
        return one.claim.speaker
    names = {m.name for m in gazetteer().find(sentence.text) if m.sector in OBSERVERS}
    return one.claim.subject if one.claim.subject in names else None


def _names_a_source(sentence: Sentence) -> bool:
    """Whether a sentence gives its forecast to somebody; `by forecasts` is nobody."""
    told = sentence.folded
    while found_words := cue("anonymous", told):
        told = told[: found_words.start()] + " " + told[found_words.end() :]
    return cue("says", told) is not None or cue("estimates", told) is not None


_CROWD = 40
"""claims of one number beyond which only the nearest in wording are compared"""


def _tellings(material: Material, members: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Pairs of claims of one number; in a crowd only neighbours in the order of their clauses."""
    if len(members) <= _CROWD:
        yield from combinations(members, 2)
        return
    ranked = sorted(members, key=lambda one: (material.clause(one), one.id))
    for gap in range(1, 4):
        yield from zip(ranked, ranked[gap:], strict=False)


def dependence_taken_for_share(material: Material) -> Iterator[Finding]:
    """A supplier's dependence on a customer set beside words on its share of that customer's orders."""
    for sentence, members in material.by_sentence():
        for one in members:
            if one.claim.unit != "ratio" or not cue("dependence", _near(material, one)):
                continue
            for near in _joined(material, sentence):
                if not (cue("wallet", near.folded) and cue("supplier", near.folded)):
                    continue
                yield found(
                    "dependence-for-share", "attribution", "medium", (cite(one), near.cite()), share=one.claim.qty,
                    word=cue_word("dependence", _near(material, one)), wallet=cue_word("wallet", near.folded),
                )  # fmt: skip


def _joined(material: Material, sentence: Sentence) -> list[Sentence]:
    """The sentence and those that a semicolon ties to it."""
    found = [sentence]
    for near in material.around(sentence, 1, 1):
        first, second = sorted((near, sentence), key=lambda s: s.start)
        if near is not sentence and first.text.rstrip().endswith((";", "；")) and second.start - first.end < 3:
            found.append(near)
    return found


def assumption_told_as_proof(material: Material) -> Iterator[Finding]:
    """A number that the text assumes, from which the next sentence draws proof."""
    for sentence, members in material.by_sentence():
        word = cue("assume", sentence.folded)
        if not word:
            continue
        for near in material.around(sentence, 0, 1):
            proof = cue("proof", near.folded)
            if not proof or (near is sentence and proof.start() < word.start()):
                continue
            if near is not sentence and cue("assume", near.folded):
                continue
            first = members[0]
            yield found(
                "assumption-as-proof", "attribution", "medium", (cite(first), near.cite()), word=word[0],
                proof=proof[0], told=first.claim.qty,
            )  # fmt: skip
            break


_SMALL = 0.025
"""change of a price below which `soars` or `plunges` is too strong a word"""


def strong_words_for_a_small_change(material: Material) -> Iterator[Finding]:
    """A sentence says soars or plunges of a price that moved by a percent or two."""
    for sentence, members in material.by_sentence():
        word = cue_word("surge", sentence.folded)
        moved = ("price_change", "growth_rate") if cue("shares", sentence.folded) else ("price_change",)
        changes = [m for m in members if m.claim.metric in moved and m.claim.unit == "ratio"]
        if not word or len(changes) != 1:
            continue
        size = max(abs(value) for value in amount(changes[0].claim) or (1.0,))
        if size < _SMALL:
            yield found(
                "strong-words-small-change", "attribution", "low", (cite(changes[0]), sentence.cite()), word=word,
                change=changes[0].claim.qty,
            )  # fmt: skip


def withdrawn_in_the_text(material: Material) -> Iterator[Finding]:
    """The headline tells a wish that, by the text, was taken back or explained away."""
    from gigawatt.evidence.entities import gazetteer

    by_item: dict[tuple[str, int], list[Sentence]] = {}
    for sentence in material.sentences:
        by_item.setdefault((sentence.sha256, sentence.item), []).append(sentence)
    for members in by_item.values():
        heads = [s for s in members if s.headline and cue("wish", s.folded) and not cue("withdrawn", s.folded)]
        for head in heads:
            match = cue("wish", head.folded)
            wish = head.folded[match.end() : match.end() + 8] if match else ""
            named = {head.folded[m.start : m.end] for m in gazetteer().find(head.text)}
            pairs = {wish[i : i + 2] for i in range(len(wish) - 1)} - named
            for number, sentence in sorted(enumerate(members), key=lambda pair: -len(pair[1].text)):
                if sentence.headline or not cue("withdrawn", sentence.folded):
                    continue
                near = "".join(s.folded for s in members[max(0, number - 1) : number + 2] if not s.headline)
                if sum(pair in near for pair in pairs) < 2:
                    continue
                yield found(
                    "withdrawn-in-the-text", "attribution", "low", (head.cite(), sentence.cite()),
                    word=cue_word("withdrawn", sentence.folded), wish=(match[0] if match else "") + wish,
                )  # fmt: skip
                break
