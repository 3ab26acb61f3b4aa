"""Dated copies of a tracker's tables: rows per site with day, facility power and status words; what is wrong is told.

A vintage is what was believed on its day: rows dated after it are forecasts, rows before it are beliefs about the
past. Power is a step function: the last row dated on or before a day, 0 before the first row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found wrong or unusual in a table, and what was done about it."""

    code: str
    where: str
    got: str
    done: str

    def as_dict(self) -> dict[str, str]:
        """Plain dictionary."""
        return {"code": self.code, "where": self.where, "got": self.got, "done": self.done}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a timeline: from `day` on the site has `facility_mw` (facility peak power)."""

    day: date
    facility_mw: float
    status: str = ""
    buildings: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """A site in one vintage; rows in order of day. `name` as that vintage prints it."""

    name: str
    rows: tuple[Row, ...]
    owner: str = ""
    users: str = ""
    power_companies: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    other_names: tuple[str, ...] = ()

    def at(self, day: date) -> float:
        """Facility power [MW] on a day: the last row dated on or before it, 0 before the first."""
        level = 0.0
        for row in self.rows:
            if row.day > day:
                break
            level = row.facility_mw
        return level

    def steps(self) -> tuple["Step", ...]:
        """The changes of power, in order of day."""
        found, level = [], 0.0
        for number, row in enumerate(self.rows):
            if row.facility_mw != level:
                found.append(Step(number, row.day, level, row.facility_mw, row))
                level = row.facility_mw
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of power at a row: from `before_mw` to `after_mw` on `day`."""

    number: int
    day: date
    before_mw: float
    after_mw: float
    row: Row


@dataclass(frozen=True, slots=True)
class Vintage:
    """All sites as they stood on `day`, by the name that this vintage prints."""

    day: date
    sites: Mapping[str, Site]
    findings: tuple[Finding, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """One name for a site over all vintages: (vintage day, printed name) -> canonical name; and what did not join."""

    canonical: Mapping[tuple[date, str], str]
    unmatched: tuple[dict[str, str], ...] = ()
    merged: tuple[dict[str, str], ...] = field(default=())

    def name(self, day: date, printed: str) -> str:
        """The canonical name."""
        return self.canonical[day, printed]
