"""Sums, growth, returns, shares of a venture: what the text's own numbers give when one computes them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, amount, cite
from gigawatt.ledger.check.wording import money, number, percent, span
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, family

_ROUNDING = 0.05
"""share by which printed parts and wholes may differ"""
_BRACKET = re.compile(r"[（(]([^（()）]*)[)）]")


def _write(one: Held, value: float) -> str:
    unit = one.claim.unit
    if unit in MONEY:
        return money(value, unit)
    return percent(value) if unit == "ratio" else f"{number(value)} {unit}"


_YEARS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:年前|年间|years ago|years)")


def return_against_amounts(material: Material) -> Iterator[Finding]:
    """A yearly return printed beside what was put in, what it is worth and how long it took."""
    for sentence, members in material.by_sentence():
        years = _YEARS.search(sentence.folded)
        if not years or not cue("return_rate", sentence.folded):
            continue
        for told in members:
            if told.claim.unit != "ratio" or not cue("return_rate", material.clause(told)):
                continue
            amounts = [m for m in members if m.claim.unit in MONEY and m.claim.start < told.claim.start]
            near = [m for m in amounts if told.claim.start - m.claim.end < 60]
            put = [m for m in near if cue("invested", material.clause(m)) and not cue("worth", material.clause(m))]
            worth = [m for m in near if cue("worth", material.clause(m))]
            if not put or not worth:
                continue
            a, b, r = amount(put[-1].claim), amount(worth[-1].claim), amount(told.claim)
            if not a or not b or not r or min(a[0], b[0]) <= 0:
                continue
            rate = (b[1] / a[0]) ** (1 / float(years[1])) - 1
            if abs(rate - r[0]) > 0.05:
                yield found(
                    "return-against-amounts", "arithmetic", "medium", (cite(told), cite(put[-1]), cite(worth[-1])),
                    rate=percent(rate), told=told.claim.qty, put=put[-1].claim.qty, worth=worth[-1].claim.qty,
                    years=years[1],
                )  # fmt: skip


def per_share_against_total(material: Material) -> Iterator[Finding]:
    """A total, its value per share and the shares outstanding of one article."""
    for members in material.by_item():
        shares = [m for m in members if m.claim.unit == "share" and amount(m.claim)]
        if not shares:
            continue
        for total, each in combinations(members, 2):
            a, b = total.claim, each.claim
            if a.unit not in MONEY or b.unit != a.unit or material.sentence(total) is not material.sentence(each):
                continue
            if (
                b.start - a.end > 12
                or not cue("per_share", material.clause(each))
                or cue("per_share", material.clause(total))
            ):
                continue
            whole, single = amount(a), amount(b)
            latest = [s for s in shares if family(s.claim.subject or "") == family(a.subject or "")] or shares
            count = amount(latest[-1].claim)
            if not whole or not single or not count or count[0] <= 0:
                continue
            low, high = whole[0] / count[1], whole[1] / count[0]
            if low > single[1] * (1 + 2 * _ROUNDING) or high < single[0] * (1 - 2 * _ROUNDING):
                yield found(
                    "per-share-against-total", "arithmetic", "medium", (cite(total), cite(each), cite(latest[-1])),
                    each=span(low, high), currency=a.unit, told=b.qty, total=a.qty, shares=latest[-1].claim.qty,
                )  # fmt: skip


def stakes_against_money(material: Material) -> Iterator[Finding]:
    """Money put into a venture against the shares held in it, and all of it against what the venture pledges."""
    stakes: dict[str, dict[str, Held]] = defaultdict(dict)
    paid: dict[str, dict[str, Held]] = defaultdict(dict)
    for _, members in material.by_sentence():
        ventures = [material.scope(m).counterparty for m in members if m.claim.metric == "equity_contribution"]
        common = max(set(ventures), key=ventures.count, default=None)
        for one in members:
            what = material.scope(one)
            venture = common if what.counterparty and what.counterparty in (what.subject or "") else what.counterparty
            if venture and what.subject and amount(one.claim):
                if one.claim.metric == "ownership_share":
                    stakes[venture].setdefault(what.subject, one)
                elif one.claim.metric == "equity_contribution" and one.claim.unit in MONEY:
                    paid[venture].setdefault(what.subject, one)
    for venture, payments in sorted(paid.items()):
        if len(payments) < 2 or len({one.claim.unit for one in payments.values()}) > 1:
            continue
        amounts = [span_ for one in payments.values() if (span_ := amount(one.claim))]
        total = sum(low for low, _ in amounts), sum(high for _, high in amounts)
        unit = next(iter(payments.values())).claim.unit
        yield from _implied(venture, payments, stakes.get(venture, {}), total, unit)
        yield from _pledge(material, venture, payments, total, unit)


def _implied(
    venture: str, payments: dict[str, Held], stakes: dict[str, Held], total: tuple[float, float], unit: str
) -> Iterator[Finding]:
    for owner, held in stakes.items():
        if owner not in payments:
            continue
        money_in, part = amount(payments[owner].claim), amount(held.claim)
        if not money_in or not part or part[0] <= 0:
            continue
        share = money_in[0] / total[1], money_in[1] / total[0]
        if share[0] > part[1] * (1 + _ROUNDING) or share[1] < part[0] * (1 - _ROUNDING):
            near = abs(share[0] / part[1] - 1) < 0.1
            yield found(
                "stake-against-money", "arithmetic", "low" if near else "medium",
                (cite(held), *map(cite, payments.values())), share=percent(share[0]), stake=held.claim.qty,
                paid=payments[owner].claim.qty, total=money(total[0], unit), worth=money(money_in[0] / part[0], unit),
            )  # fmt: skip
            return


def _pledge(
    material: Material, venture: str, payments: dict[str, Held], total: tuple[float, float], unit: str
) -> Iterator[Finding]:
    pledges = [
        one for one in material.held
        if material.scope(one).subject == venture and one.claim.metric == "capital_commitment"
        and one.claim.unit == unit and amount(one.claim)
    ]  # fmt: skip
    if not pledges:
        return
    home = {one.claim.doc_sha256 for one in payments.values()}
    pledges = [one for one in pledges if one.claim.doc_sha256 in home] or pledges
    biggest = max(pledges, key=lambda one: (amount(one.claim) or (0.0, 0.0))[0])
    pledge = (amount(biggest.claim) or (0.0, 0.0))[0]
    if total[1] < 0.5 * pledge:
        yield found(
            "pledge-without-sources", "arithmetic", "high", (cite(biggest), *map(cite, payments.values())),
            pledge=biggest.claim.qty, named=money(total[1], unit), share=percent(total[1] / pledge),
            rest=money(pledge - total[1], unit), parts=" + ".join(one.claim.qty for one in payments.values()),
        )  # fmt: skip
