"""What was known on a day: facts that became public later are left out, at every depth.

A fact known "in 2025-10" counts as known from the last day of that month: a view of the past must never see ahead.
A fact without `known_on` is left out of views of the past and counted.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from gigawatt.atlas.types import Sourced
from gigawatt.schema import day_bounds

Fact = TypeVar("Fact", bound=BaseModel)


@dataclass(slots=True)
class Cut:
    """A day, whether undated facts are let through, and how many facts were left out for which reason."""

    day: str
    undated_pass: bool
    later: int = 0
    undated: int = 0
    newest: str = ""
    ages: dict[str, str] = field(default_factory=dict)

    def passes(self, fact: Sourced) -> bool:
        """Whether the fact was public on the day."""
        if fact.known_on is None:
            if not self.undated_pass:
                self.undated += 1
            return self.undated_pass
        known = day_bounds(fact.known_on)[1]
        if known > self.day:
            self.later += 1
            return False
        self.newest = max(self.newest, known)
        return True


def cut_fact(fact: Fact, cut: Cut) -> Fact | None:
    """A copy of the fact without anything below it that was not public on the day; None when itself was not."""
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
    """The latest `known_on` among the facts and everything below them, as an ISO day; empty when none is dated."""
    cut = Cut(day="9999-12-31", undated_pass=True)
    for fact in facts:
        cut_fact(fact, cut)
    return cut.newest
