"""How far a thing has come: told as done in one place and as still to be done in another."""

import datetime
from collections.abc import Iterator

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, cite, same_figure_pairs
from gigawatt.ledger.check.near import after, before
from gigawatt.ledger.obstacles import places_differ
from gigawatt.ledger.periods import relation
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, interval, metric_group

_CLOSE = 0.05
_CROWD = 40
"""claims of one scope of which each is compared with each"""
_SIZES = MONEY | {"W", "Wh", "chip", "site", "job", "m2"}


def _same_number(one: Held, two: Held) -> bool:
    a, b = interval(one.claim).middle, interval(two.claim).middle
    return one.claim.unit == two.claim.unit and bool(a and b) and abs((a or 0) / (b or 1) - 1) <= _CLOSE


def headline_ahead_of_body(material: Material) -> Iterator[Finding]:
    """The headline has it built or closed; the text has the same figure planned, agreed or waiting for approval."""
    for members in material.by_item():
        for head in [m for m in members if (s := material.sentence(m)) and s.headline and m.claim.unit != "date"]:
            clause = material.folded(head)
            if not cue("done", clause) or cue("plan", clause) or cue("undone", clause):
                continue
            for body in members:
                told = material.sentence(body)
                if not told or told.headline or not _same_number(head, body):
                    continue
                word = cue_word("undone", told.folded)
                if not word and not cue("done", told.folded):
                    word = cue_word("plan", told.folded) or cue_word("agreed_only", told.folded)
                if not word:
                    continue
                yield found(
                    "headline-ahead", "attribution", "high", (cite(head), cite(body)), body=body.claim.qty, word=word,
                    head=head.claim.qty, done=cue_word("done", clause),
                )  # fmt: skip
                break


def closed_against_pending(material: Material) -> Iterator[Finding]:
    """One text has the deal closed, another of the same day or later has it waiting for approval."""
    sums = [m for m in material.held if m.claim.unit in MONEY and m.claim.per is None]
    for one, two in same_figure_pairs(material, sums):
        if material.same_item(one, two):
            continue
        for closed, open_ in ((one, two), (two, one)):
            a, b = material.folded(closed), material.folded(open_)
            pending = cue_word("undone", b)
            if cue("done", a) and not cue("undone", a) and pending and not cue("done", b):
                if (closed.known_on or "9") <= (open_.known_on or ""):
                    yield found(
                        "closed-against-pending", "attribution", "medium", (cite(closed), cite(open_)),
                        done=cue_word("done", a), word=pending, closed=closed.claim.qty, day=str(closed.known_on),
                        later=str(open_.known_on), about=f"{closed.claim.subject} {closed.claim.low}",
                    )  # fmt: skip
                    break


def whole_told_as_running(material: Material) -> Iterator[Finding]:
    """A power told as what a site has, of which by the article only a first part runs and the rest is planned."""
    for members in material.by_item():
        powers = [m for m in members if m.claim.unit in ("W", "chip", "rack") and m.claim.per is None]
        for part in powers:
            near = before(material, part, 24) + "|" + after(material, part, 60)
            if not cue("only_first", near) or not cue("built", near):
                continue
            for whole in powers:
                a, b = interval(whole.claim).point, interval(part.claim).point
                if whole.claim.unit != part.claim.unit or not a or not b or b > 0.5 * a:
                    continue
                here = before(material, whole, 60) + "|" + after(material, whole, 24)
                if cue("plan", here) or cue("maybe", here) or cue("cap", here) or not cue("facility", here):
                    continue
                rest = _the_rest(material, whole, part, members)
                if rest is None:
                    continue
                yield found(
                    "whole-as-running", "attribution", "medium", (cite(whole), cite(part), rest.cite()),
                    whole=whole.claim.qty, part=part.claim.qty, word=cue_word("plan", rest.folded),
                    about=f"{whole.claim.doc} {whole.claim.low}",
                )  # fmt: skip


def _the_rest(material: Material, whole: Held, part: Held, members: list[Held]) -> Sentence | None:
    """The sentence that has the whole, or what is left of it, as planned."""
    told = material.sentence(part)
    near = material.around(told, 1, 2) if told else []
    seen = {s: None for m in members if (s := material.sentence(m))}
    for sentence in (*near, *seen):
        left = cue("the_rest", sentence.folded) or whole.claim.qty.casefold() in sentence.folded
        if left and cue("plan", sentence.folded):
            return sentence
    return None


def cap_told_as_floor(material: Material) -> Iterator[Finding]:
    """`up to N` in one place, `more than N` of the same thing in another: both cannot be meant."""
    sided = [m for m in material.held if (interval(m.claim).low is None) != (interval(m.claim).high is None)
             and m.claim.unit in _SIZES and m.claim.metric != "other" and not m.claim.negated]  # fmt: skip
    by_scope: dict[tuple[object, ...], list[Held]] = {}
    for one in sided:
        what = material.scope(one)
        if what.subject:
            by_scope.setdefault((what.subject, metric_group(what.metric), what.unit, what.per), []).append(one)
    for members in by_scope.values():
        caps = [m for m in members if interval(m.claim).low is None][:_CROWD]
        floors = [m for m in members if interval(m.claim).high is None][:_CROWD]
        for cap in caps:
            for floor in floors:
                most, least = interval(cap.claim).high or 0.0, interval(floor.claim).low or 0.0
                if least < most * 0.994 or days_apart(cap, floor) > _NEWS:
                    continue
                if material.sentence(cap) is material.sentence(floor) or _another_scope(material, cap, floor):
                    continue
                yield found(
                    "cap-as-floor", "contradiction", "medium", (cite(cap), cite(floor)), cap=cap.claim.qty,
                    floor=floor.claim.qty, subject=str(cap.claim.subject), about=f"{cap.claim.subject} {most}",
                )  # fmt: skip


def _another_scope(material: Material, one: Held, two: Held) -> bool:
    """Whether place, partner or period keep the two apart."""
    a, b = material.scope(one), material.scope(two)
    if a.counterparty and b.counterparty and a.counterparty != b.counterparty:
        return True
    return bool(places_differ(a.location, b.location)) or relation(a.period, b.period) == "apart"


_NEWS = 45
"""days within which two texts report one announcement"""


def days_apart(one: Held, two: Held) -> int:
    """Days between the days of two texts; very many when only one of them has a day."""
    if not one.known_on or not two.known_on:
        return 0 if one.known_on == two.known_on else 9999
    first, second = (datetime.date.fromisoformat(m.known_on) for m in (one, two) if m.known_on)
    return abs((first - second).days)
