"""A figure told more strongly than its source has it: hedges dropped, plans told as built, assumptions as facts."""

from collections.abc import Iterator
from itertools import combinations, product

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding
from gigawatt.ledger.check.material import Material, Sentence, amount, cite, same_figure_pairs
from gigawatt.ledger.identity import likeness
from gigawatt.ledger.obstacles import places_differ
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import interval, is_none_at_all, metric_group, status_class

_LIKE = 0.4
"""share of letter pairs from which two sentences tell one statement"""


def _same_figure(one: Held, two: Held) -> bool:
    """Whether two claims print the same end of the same kind of quantity."""
    a, b = amount(one.claim), amount(two.claim)
    if not a or not b or one.claim.unit != two.claim.unit or one.claim.per != two.claim.per:
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
                word = cue_word("preliminary", material.folded(body))
                soft = any(cue(name, clause) for name in ("preliminary", "plan", "maybe", "cap"))
                talk = bool(word) and not soft
                if not cap and not talk:
                    continue
                why = f"capped in the text ({cue_word('cap', material.folded(body)) or body.claim.qty})" if cap else (
                    f"in the text it is {word!r}"
                )  # fmt: skip
                yield Finding(
                    "attribution", "medium", (cite(head), cite(body)), expected=f"{body.claim.qty}, as in the text",
                    got=f"{head.claim.qty} in the headline",
                    reason=f"the headline states {head.claim.qty} flatly, {why}",
                    settles="the announcement that the text reports", rule="headline-stronger",
                )  # fmt: skip
                break


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
        yield Finding(
            "attribution", "high", (cite(built), cite(planned)),
            expected=f"planned ({planned.claim.qty}, {planned.known_on or 'no day'})",
            got=f"{cue_word('built', _near(material, built))} ({built.claim.qty}, {built.known_on or 'no day'})",
            reason=f"{built.claim.qty} told as {cue_word('built', _near(material, built))} on "
            f"{built.known_on or 'an unknown day'} are still {cue_word('plan', _near(material, planned))} in a text of "
            f"{planned.known_on or 'an unknown day'}",
            settles="permits or pictures of the sites", rule="plan-as-built",
            about=f"{one.claim.subject} {one.claim.low}",
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
        and not m.claim.negated and (found := amount(m.claim)) and found[0] >= 1 and m.claim.per is None
        and cue("built", material.folded(m))
    ]  # fmt: skip
    for denial, other in product(denials, standing):
        if material.same_item(denial, other) or material.scope(denial).subject != material.scope(other).subject:
            continue
        if (other.known_on or "9") <= (denial.known_on or ""):
            yield Finding(
                "contradiction", "high", (cite(denial), cite(other)),
                expected=f"at least {other.claim.qty} (told on {other.known_on})",
                got=f"none ({denial.claim.qty} denied, told on {denial.known_on})",
                reason=f"what was {cue_word('built', material.folded(other))} in {str(other.known_on)[:7]} cannot be "
                f"none in {str(denial.known_on)[:7]}",
                settles="what each text counts: sites of the venture or sites that carry its name",
                rule="none-against-some", about=str(denial.claim.subject),
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
                yield Finding(
                    "contradiction", "medium", (cite(wide), cite(narrow)),
                    expected=f"{narrow.claim.qty} in {narrow.claim.location} and more elsewhere, or fewer there",
                    got=f"{wide.claim.qty} {word}, and {narrow.claim.qty} in {narrow.claim.location}",
                    reason=f"if all {narrow.claim.qty} are in {narrow.claim.location}, they are not spread {word!r}",
                    settles="the list of sites", rule="place-widened", about=f"{one.claim.subject} {one.claim.low}",
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
        if (strong.known_on or "9") > (weak.known_on or ""):
            continue  # a plan that later became a commitment is no fault
        yield Finding(
            "attribution", "medium", (cite(strong), cite(weak)),
            expected=f"{weak.claim.qty} {words[0]} ({weak.known_on})",
            got=f"{strong.claim.qty} {words[1]} ({strong.known_on})",
            reason=f"{strong.claim.qty} is {words[1]!r} in the text of {strong.known_on} and only {words[0]!r} in the "
            f"later one of {weak.known_on}",
            settles="a contract or filing that binds", rule="told-more-firmly",
            about=f"{one.claim.subject} {one.claim.low or one.claim.high}",
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
            if metric_group(one.claim.metric) != metric_group(two.claim.metric):
                continue
            if likeness(material.clause(one), material.clause(two)) < _LIKE:
                continue
            words = [cue_word("maybe", material.lead(m)) for m in (one, two)]
            if bool(words[0]) == bool(words[1]):
                continue
            hedged, flat = (one, two) if words[0] else (two, one)
            word = words[0] or words[1]
            yield Finding(
                "attribution", "low", (cite(flat), cite(hedged)), expected=f"{word} {hedged.claim.qty}",
                got=f"{flat.claim.qty} without it", reason=f"one telling says {word!r}, the other states it flatly",
                settles="the source that both tell", rule="hedge-dropped",
            )  # fmt: skip


def source_dropped(material: Material) -> Iterator[Finding]:
    """Two tellings of one forecast, one of which has lost the name of the forecaster."""
    by_number: dict[tuple[object, ...], list[Held]] = {}
    for one in material.held:
        c = one.claim
        if c.status == "forecast" and c.unit != "date" and not _in_headline(material, one):
            by_number.setdefault((c.low, c.high, c.unit), []).append(one)
    for members in by_number.values():
        for one, two in _tellings(material, members):
            named, bare = (one, two) if one.claim.speaker else (two, one)
            if not named.claim.speaker or bare.claim.speaker or material.same_item(one, two):
                continue
            sentence = material.sentence(bare)
            if sentence is None or cue("says", sentence.folded) or not cue("says", material.folded(named)):
                continue
            if likeness(material.clause(one), material.clause(two)) < _LIKE:
                continue
            yield Finding(
                "attribution", "low", (cite(bare), cite(named)), expected=f"{named.claim.qty} by {named.claim.speaker}",
                got=f"{bare.claim.qty} as if it were known",
                reason=f"one telling gives the forecast to {named.claim.speaker}, the other to nobody",
                settles=f"the report of {named.claim.speaker}", rule="source-dropped",
                about=f"{named.claim.qty} {named.claim.speaker}",
            )  # fmt: skip


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
                yield Finding(
                    "attribution", "medium", (cite(one), near.cite()),
                    expected="the customer's spending with this supplier over all its spending",
                    got=f"{one.claim.qty} of the supplier's own business",
                    reason=f"{one.claim.qty} says how much the supplier lives on the customer "
                    f"({cue_word('dependence', _near(material, one))}); it does not show that the supplier is the "
                    f"customer's {cue_word('wallet', near.folded)}",
                    settles="the customer's purchases by supplier", rule="dependence-for-share",
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
            found = cue("proof", near.folded)
            if not found or (near is sentence and found.start() < word.start()):
                continue
            if near is not sentence and cue("assume", near.folded):
                continue
            first = members[0]
            yield Finding(
                "attribution", "medium", (cite(first), near.cite()),
                expected=f"a conclusion that stands under the assumption ({word[0]})",
                got=f"{found[0]}, as if {first.claim.qty} were reported",
                reason=f"{first.claim.qty} is assumed ({word[0]}), then used to show something ({found[0]})",
                settles="the reported figure for the period", rule="assumption-as-proof",
            )  # fmt: skip
            break


_SMALL = 0.025
"""change of a price below which `soars` or `plunges` is too strong a word"""


def strong_words_for_a_small_change(material: Material) -> Iterator[Finding]:
    """A sentence says soars or plunges of a price that moved by a percent or two."""
    for sentence, members in material.by_sentence():
        word = cue_word("surge", sentence.folded)
        changes = [m for m in members if m.claim.metric == "price_change" and m.claim.unit == "ratio"]
        if not word or len(changes) != 1:
            continue
        size = max(abs(value) for value in amount(changes[0].claim) or (1.0,))
        if size < _SMALL:
            yield Finding(
                "attribution", "low", (cite(changes[0]), sentence.cite()),
                expected=f"a change that deserves {word!r}", got=changes[0].claim.qty,
                reason=f"{word!r} is said of a change of {changes[0].claim.qty}",
                settles="the closing price of the day", rule="strong-words-small-change",
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
            found = cue("wish", head.folded)
            wish = head.folded[found.end() : found.end() + 8] if found else ""
            named = {head.folded[m.start : m.end] for m in gazetteer().find(head.text)}
            pairs = {wish[i : i + 2] for i in range(len(wish) - 1)} - named
            for number, sentence in sorted(enumerate(members), key=lambda pair: -len(pair[1].text)):
                if sentence.headline or not cue("withdrawn", sentence.folded):
                    continue
                near = "".join(s.folded for s in members[max(0, number - 1) : number + 2] if not s.headline)
                if sum(pair in near for pair in pairs) < 2:
                    continue
                yield Finding(
                    "attribution", "low", (head.cite(), sentence.cite()),
                    expected=f"a headline that says it was taken back ({cue_word('withdrawn', sentence.folded)})",
                    got=f"{found[0] if found else ''}{wish} in the headline",
                    reason="the headline tells as a standing wish what the text says was taken back "
                    f"({cue_word('withdrawn', sentence.folded)})",
                    settles="the statement of the firm after the remark", rule="withdrawn-in-the-text",
                )  # fmt: skip
                break
