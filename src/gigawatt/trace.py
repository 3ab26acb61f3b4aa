"""Trace: every shown number knows its formula and the ids of what it was computed from.

Ids have a prefix that says what they name: `figure:`, `parameter:`, `estimate:`, `claim:`, `fact:` (a sourced value
in the catalogue), `rule:` (a stated modelling rule). A figure without inputs is a bug and is refused.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from gigawatt.errors import InputError


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The field names of a dataclass; none for any other class."""
    return tuple(entry.name for entry in fields(kind)) if hasattr(kind, "__dataclass_fields__") else ()


def plain(thing: Any) -> Any:
    """The same data as dictionaries, tuples, lists and scalars: `dataclasses.asdict` without its copies."""
    if isinstance(thing, (str, float, int, type(None))):
        return thing
    names = _names(type(thing))
    if names:
        return {name: plain(getattr(thing, name)) for name in names}
    if isinstance(thing, tuple | list):
        return type(thing)([plain(part) for part in thing])
    if isinstance(thing, dict):
        return {key: plain(part) for key, part in thing.items()}
    return thing


@dataclass(frozen=True, slots=True)
class Figure:
    """A shown number: value, unit, interval, the formula in words, and the ids of its inputs."""

    id: str
    value: float | str | None
    unit: str
    inputs: tuple[str, ...]
    p10: float | str | None = None
    p50: float | str | None = None
    p90: float | str | None = None
    formula: str = ""
    label: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.inputs:
            raise ValueError(f"figure {self.id} has no inputs: a figure without a trace is a bug")

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionary for `assessment.json`."""
        return plain(self) | {"inputs": list(self.inputs)}


@dataclass(slots=True)
class Trace:
    """The figures of one run, by id."""

    figures: dict[str, Figure] = field(default_factory=dict)

    def add(self, figure: Figure) -> Figure:
        """Keep a figure; the same id twice is a bug unless the figure is the same."""
        if self.figures.get(figure.id, figure) != figure:
            raise ValueError(f"two different figures are called {figure.id}")
        self.figures[figure.id] = figure
        return figure

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures.values())


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a walk: an id, what it says, and the steps under it."""

    id: str
    says: str
    under: tuple["Node", ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as indented lines."""
        yield "  " * depth + (f"{self.id}: {self.says}" if self.says else self.id)
        for child in self.under:
            yield from child.lines(depth + 1)

    def as_dict(self) -> dict[str, Any]:
        """The tree as nested dictionaries."""
        return {"id": self.id, "says": self.says, "under": [child.as_dict() for child in self.under]}


Describe = Callable[[str], tuple[str, Iterable[str]] | None]


def walk(identifier: str, describe: Describe, limit: int = 12) -> Node:
    """The tree under an id; `describe` returns (text, ids below) or None when it does not know the id."""

    def step(name: str, path: tuple[str, ...]) -> Node:
        known = describe(name)
        if known is None:
            return Node(name, "unknown id")
        says, below = known
        if name in path or len(path) >= limit:
            return Node(name, says + " (shown above)")
        return Node(name, says, tuple(step(child, (*path, name)) for child in below))

    if describe(identifier) is None:
        raise InputError("id-unknown", got=identifier, hint="ids stand in assessment.json and in the report")
    return step(identifier, ())
