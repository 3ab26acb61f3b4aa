"""Scenario: everything needed to repeat a run, and its hash."""

import hashlib
import json
from dataclasses import asdict, dataclass

from gigawatt.errors import InputError
from gigawatt.schema import is_day

MAX_DRAWS = 1_000_000
MAX_MONTHS = 360


@dataclass(frozen=True, slots=True)
class Scenario:
    """Day of knowledge, size and seed of the simulation, hashes of what it rests on."""

    as_of: str
    draws: int
    seed: int
    horizon_months: int
    catalogue_sha256: str
    documents_sha256: tuple[str, ...] = ()
    override_sha256: str | None = None
    version: str = ""

    @property
    def hash(self) -> str:
        """Short hash of all fields: equal hashes mean equal results."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def first_month(self) -> str:
        """The month of the day of knowledge, `YYYY-MM`: month 0 of every path."""
        return self.as_of[:7]


def check_options(
    as_of: str | None, since: str | None, draws: int, horizon_months: int, today: str, lang: str
) -> list[InputError]:
    """Every fault of the options at once: dates that are none or lie in the future, counts outside their limits."""
    faults = []
    for name, day in (("--as-of", as_of), ("--since", since)):
        if day is None:
            continue
        if not _is_calendar_day(day):
            faults.append(InputError("date-form", where=name, got=day, expected="a day as YYYY-MM-DD"))
        elif day > today:
            faults.append(InputError("date-future", where=name, got=day, expected=f"a day up to today, {today}"))
    if as_of and since and _is_calendar_day(as_of) and _is_calendar_day(since) and since >= as_of:
        faults.append(InputError("date-order", where="--since", got=since, expected=f"a day before --as-of {as_of}"))
    if not 100 <= draws <= MAX_DRAWS:
        faults.append(InputError("draws-range", where="--draws", got=draws, expected=f"100 to {MAX_DRAWS:,}"))
    if not 12 <= horizon_months <= MAX_MONTHS:
        faults.append(InputError("months-range", where="--months", got=horizon_months, expected=f"12 to {MAX_MONTHS}"))
    if lang not in ("en", "zh"):
        faults.append(InputError("language", where="--lang", got=lang, expected="en or zh"))
    return faults


def _is_calendar_day(text: str) -> bool:
    import datetime as dt

    if not is_day(text) or len(text) != 10:
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
