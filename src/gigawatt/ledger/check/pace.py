"""Yearly against many-year amounts: what a pledge means a year, and a backlog against the contracts told for it."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, amount, cite
from gigawatt.ledger.check.near import after
from gigawatt.ledger.check.physics import ranges
from gigawatt.ledger.check.sums import term_of
from gigawatt.ledger.check.wording import money, number
from gigawatt.ledger.periods import parse_period
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY


def years_of(one: Held) -> float | None:
    """Length in years of the period that a claim is spread over, when it is longer than one and a half."""
    span = parse_period(one.claim.period)
    if span.form not in ("next", "span") or not span.start or not span.end:
        return None
    days = (datetime.date.fromisoformat(span.end) - datetime.date.fromisoformat(span.start)).days
    years = days / 365.2425
    if span.form == "next":
        found = re.search(r"next (\d+)", one.claim.period or "")
        unit = "year" in (one.claim.period or "")
        years = float(found[1]) if found and unit else years
    return years if years > 1.5 else None


def _spread(material: Material, one: Held) -> float | None:
    """Years that a claim is spread over: by its period, else by the only term of a sentence with this one amount."""
    years, sentence = years_of(one), material.sentence(one)
    if years is not None or sentence is None or one.claim.period:
        return years
    alone = sum(m.claim.unit in MONEY for m in material.within(sentence)) == 1
    return term_of(sentence.folded) if alone else None


def pledge_against_pace(material: Material) -> Iterator[Finding]:
    """A pledge over several years, brought to one year, against what the same firm spends in a year."""
    wide = ranges()["checks.pace_factor"].p50
    pledges = [
        m for m in material.held if m.claim.metric in ("capital_commitment", "capex") and m.claim.unit in MONEY
        and m.claim.per is None and _spread(material, m)
    ]  # fmt: skip
    yearly = [
        m for m in material.held
        if m.claim.metric == "capex" and re.fullmatch(r"(FY)?20\d\d", m.claim.period or "")
    ]  # fmt: skip
    by_firm: dict[tuple[str | None, str], list[Held]] = defaultdict(list)
    for one in yearly:
        by_firm[material.scope(one).subject, one.claim.unit].append(one)
    for pledge in pledges:
        years, total = _spread(material, pledge), amount(pledge.claim)
        subject = material.scope(pledge).subject
        same = [
            m for m in by_firm[subject, pledge.claim.unit] if m.claim.unit in MONEY and amount(m.claim)
        ]  # fmt: skip
        if not same or years is None or total is None or subject is None:
            continue
        highest = max(same, key=lambda m: (amount(m.claim) or (0.0, 0.0))[1])
        spent = (amount(highest.claim) or (0.0, 0.0))[1]
        pace = total[0] / years
        if spent > 0 and pace > wide * spent:
            yield found(
                "pledge-against-pace", "arithmetic", "medium", (cite(pledge), cite(highest)),
                pace=money(pace, pledge.claim.unit), spent=highest.claim.qty, period=str(highest.claim.period),
                pledge=pledge.claim.qty, years=number(years), times=f"{pace / spent:.1f}",
            )  # fmt: skip


def quarter_against_year(material: Material) -> Iterator[Finding]:
    """A year's plan told as a step up that four quarters of the present pace already exceed."""
    for members in material.by_item():
        spent = [m for m in members if m.claim.unit in MONEY and m.claim.metric in ("capex", "capital_commitment")]
        for quarter in spent:
            for year in spent:
                if quarter is year or quarter.claim.unit != year.claim.unit or year.claim.start < quarter.claim.start:
                    continue
                if material.sentence(quarter) is not material.sentence(year):
                    continue
                if material.scope(quarter).subject != material.scope(year).subject or not quarter.claim.subject:
                    continue
                if cue("quarters", material.lead(quarter) + "|" + material.beside(quarter)):
                    continue
                if not cue("quarter", material.beside(quarter)) or not cue("next_year", material.beside(year)):
                    continue
                one, other = amount(quarter.claim), amount(year.claim)
                if one and other and 4 * one[0] > other[1] * 1.1:
                    yield found(
                        "quarter-against-year", "arithmetic", "medium", (cite(quarter), cite(year)),
                        about=f"{quarter.claim.subject} {quarter.claim.low}", quarter=quarter.claim.qty,
                        four=money(4 * one[0], quarter.claim.unit), year=year.claim.qty,
                    )  # fmt: skip


def backlog_against_contracts(material: Material) -> Iterator[Finding]:
    """Contracts told to fill a backlog that are smaller than it by an order of magnitude."""
    for members in material.by_item():
        backlog = [m for m in members if m.claim.metric == "backlog_rpo" and m.claim.unit in MONEY and amount(m.claim)]
        contracts = [
            m for m in members
            if m.claim.unit in MONEY and m.claim.metric in ("contract_value", "backlog_rpo", "capital_commitment")
            and m.claim.low != m.claim.high and cue("contract", after(material, m, 8))
        ]  # fmt: skip
        for one in contracts:
            for other in backlog:
                if one is other or material.scope(one).subject not in (material.scope(other).subject, None):
                    continue
                told, held = amount(one.claim), amount(other.claim)
                if told and held and one.claim.unit == other.claim.unit and held[0] >= 3 * told[1]:
                    yield found(
                        "backlog-against-contracts", "magnitude", "medium", (cite(one), cite(other)),
                        backlog=other.claim.qty, contracts=one.claim.qty, most=money(told[1], one.claim.unit),
                        times=f"{held[0] / told[1]:.1f}",
                    )  # fmt: skip
