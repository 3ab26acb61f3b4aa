"""What changed between two days: a plan that moved on, a figure that was told anew; the earlier claim beside the later.

The judge calls such pairs not comparable (two states of the world, two dates of one series), since neither corrects the
other. Only claims of texts that carry a day count, and no copies.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from gigawatt.ledger.aspects import aspects
from gigawatt.ledger.obstacles import FLOWS, SINGLE
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import Scope, interval, scope
from gigawatt.ledger.values import compare_values, slip_factor

_STEPS = {
    "planned": 0, "target": 0, "announced": 0, "forecast": 0, "committed": 1, "signed": 2, "under_construction": 3,
    "operational": 4, "invested": 4,
}  # fmt: skip
_PHYSICAL = frozenset(
    {"power_capacity", "site_count", "chip_count", "floor_area", "capital_commitment", "contract_value"}
)
_SERIES = SINGLE - FLOWS


@dataclass(frozen=True, slots=True)
class Change:
    """Two claims about one thing, the later of which says how it stands now."""

    kind: Literal["progress", "series"]
    before: Held
    after: Held


def changes(held: Iterable[Held], names: Mapping[str, str] | None = None) -> list[Change]:
    """Plans that moved on (the same number, a later state) and figures told anew, in order of the later day."""
    blocks: dict[object, list[tuple[Held, Scope]]] = defaultdict(list)
    for one in held:
        claim = one.claim
        if claim.item_day and one.known_on and not one.is_copy and claim.subject and not claim.negated:
            what = scope(claim, names)
            place = (what.counterparty, what.location, claim.power_basis, aspects(claim))
            blocks[what.subject, what.remark, what.metric, what.unit, what.per, what.noun, place].append((one, what))
    found: list[Change] = []
    for members in blocks.values():
        members.sort(key=lambda pair: (pair[0].known_on or "", pair[0].id))
        metric = members[0][1].metric
        if metric in _PHYSICAL:
            found.extend(_progress([one for one, _ in members]))
        if metric in _SERIES:
            found.extend(_series([one for one, what in members if what.state == "real"]))
    return sorted(found, key=lambda change: (change.after.known_on or "", change.before.id, change.after.id))


def _progress(members: list[Held]) -> Iterable[Change]:
    """Each first claim of a later state with the last claim of an earlier state and the same number before it."""
    reached: dict[tuple[object, object], int] = {}
    for number, one in enumerate(members):
        step = _STEPS.get(one.claim.status)
        if step is None:
            continue
        figure = (one.claim.low, one.claim.high)
        last = next(
            (
                other
                for other in reversed(members[:number])
                if (other.known_on or "") < (one.known_on or "")
                and _STEPS.get(other.claim.status, step) < step
                and compare_values(interval(other.claim), interval(one.claim), other.claim, one.claim)[0] == "same"
            ),
            None,
        )
        if last is not None and reached.get(figure, -1) < step:
            reached[figure] = step
            yield Change("progress", last, one)


def _series(members: list[Held]) -> Iterable[Change]:
    """Neighbours in time that give different numbers of a figure that moves."""
    for before, after in zip(members, members[1:], strict=False):
        if before.known_on == after.known_on or before.claim.period and before.claim.period == after.claim.period:
            continue
        one, two = interval(before.claim), interval(after.claim)
        if compare_values(one, two, before.claim, after.claim)[0] != "contradiction":
            continue
        if one.middle is not None and two.middle is not None and slip_factor(one.middle, two.middle) is None:
            yield Change("series", before, after)
