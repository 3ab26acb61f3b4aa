"""What was known on a day: facts that became public later are left out, at every depth.

A fact known "in 2025-10" counts as known from the last day of that month: a view of the past must never see ahead.
A fact without `known_on` is left out of views of the past and counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from gigawatt.atlas.types import Block, Sourced
from gigawatt.schema import day_bounds

Fact = TypeVar("Fact", bound=BaseModel)


@dataclass(slots=True)
class Cut:
    """A day, whether it is the newest view (all passes), and how many facts were left out for which reason."""

    day: str
    is_newest_view: bool
    later: int = 0
    undated: int = 0

    def passes(self, fact: Sourced) -> bool:
        """Whether the fact was public on the day."""
        if self.is_newest_view:
            return True
        if fact.known_on is None:
            self.undated += 1
            return False
        known = day_bounds(fact.known_on)[1]
        if known > self.day:
            self.later += 1
            return False
        return True


def cut_fact(fact: Fact, cut: Cut) -> Fact | None:
    """A copy of the fact without anything below it that was not public on the day; None when itself was not."""
    if isinstance(fact, Block) and not cut.is_newest_view:
        fact = fact.on_day(cut.day)
    if isinstance(fact, Sourced) and not cut.passes(fact):
        return None
    changes: dict[str, Any] = {}
    for name in type(fact).model_fields:
        value = getattr(fact, name)
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            kept = tuple(k for k in (cut_fact(v, cut) for v in value) if k is not None)
            if kept != value:
                changes[name] = kept
    return fact.model_copy(update=changes) if changes else fact


def cut_table(table: dict[str, Fact], cut: Cut) -> dict[str, Fact]:
    """The facts of a table that were public on the day, cut at every depth."""
    kept = ((key, cut_fact(fact, cut)) for key, fact in table.items())
    return {key: fact for key, fact in kept if fact is not None}


def newest_day(facts: "list[BaseModel]") -> str:
    """The latest day on which one of the facts, or of those below them, is sure to be known; empty if none is dated.

    "2026" may be any day of that year, so it only says that the year has begun: it counts as its first day here.
    """
    return max((day_bounds(day)[0] for fact in facts for day in _days(fact)), default="")


def _days(fact: BaseModel) -> Iterator[str]:
    """Every `known_on` of a fact and of all below it."""
    if isinstance(fact, Sourced) and fact.known_on is not None:
        yield fact.known_on
    for name in type(fact).model_fields:
        value = getattr(fact, name)
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            for item in value:
                yield from _days(item)
