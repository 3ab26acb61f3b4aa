"""The smallest things that a report shows: a phrase, a number, a band, a date, each number with its figure id."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A phrase of ours or a name in both languages; zh None: only English exists, and it is marked as such."""

    en: str
    zh: str | None = None

    def say(self, lang: str) -> str:
        """The phrase in that language, else the English one."""
        return self.zh if lang == "zh" and self.zh else self.en


@dataclass(frozen=True, slots=True)
class Number:
    """One shown value without an interval."""

    figure: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Band:
    """A shown distribution: P10, P50, P90 (lower, middle, upper tenth)."""

    figure: str
    p10: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class DateBand:
    """A shown date with its spread, months `YYYY-MM`; None: later than the horizon."""

    figure: str
    p10: str | None
    p50: str | None
    p90: str | None
