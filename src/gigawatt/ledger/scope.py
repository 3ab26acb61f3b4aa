"""What a claim is about, in a form that can be compared: subject, dimension, per, noun, status class, interval."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from gigawatt.evidence.types import Claim
from gigawatt.ledger.aspects import period_of
from gigawatt.ledger.constants import APPROX_RELATIVE, CAP_RELATIVE, FLOOR_RELATIVE
from gigawatt.ledger.periods import Span, parse_period

MONEY = frozenset(
    "USD CNY EUR GBP HKD JPY KRW INR TWD SGD CAD AUD CHF SEK NOK DKK AED SAR BRL MXN RUB ZAR THB MYR IDR VND".split()
)
_KINDS = {
    "site": "site", "building": "site", "campus": "site", "year": "time", "month": "time", "week": "time",
    "day": "time", "m2": "area", "acre": "area",
}  # fmt: skip
_GROWTH = frozenset({"growth_rate", "revenue_growth"})
_CLASS = {
    "actual": "real", "operational": "real", "invested": "real", "under_construction": "building",
    "announced": "ahead", "planned": "ahead", "target": "ahead", "committed": "ahead", "forecast": "ahead",
    "signed": "ahead", "conditional": "if", "alleged": "said", "rumoured": "said", "denied": "said",
}  # fmt: skip
_SUFFIX = re.compile(r"\b(inc|corp|corporation|co|ltd|limited|plc|llc|group|holdings?|company|platforms?)\b\.?")
_ASIDE = re.compile(r"\(([^)]*)\)")
_FACILITY = re.compile(r"data ?cent|数据中心|數據中心|資料中心|campus|site|facility", re.I)
_DEAL = re.compile(r"\b(deal|transaction|contract|agreement)", re.I)


_SPEND = {"capital_commitment": "spend", "capex": "spend", "valuation": "value", "market_cap": "value"}


def metric_group(metric: str) -> str:
    """Metrics that texts mix up for one figure share a group; every other metric is its own."""
    return _SPEND.get(metric, metric)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A name without case, legal form, punctuation and remarks in brackets."""
    plain = _ASIDE.sub(" ", unicodedata.normalize("NFKC", name).casefold())
    plain = re.sub(r"[^\w\s&;+]", " ", plain)
    short = " ".join(_SUFFIX.sub(" ", plain).split())
    return short or " ".join(plain.split())


def remark_words(name: str) -> frozenset[str]:
    """The words in brackets of a name: what part or aspect of the subject is meant."""
    words = " ".join(_ASIDE.findall(name.casefold()))
    return frozenset(re.findall(r"[^\W_]{3,}", words))


def family(name: str) -> str:
    """The first word of a name: names of one firm, programme or site and its parts share it."""
    words = name_key(name).split()
    return words[0] if words else ""


def dimension(unit: str) -> str:
    """Money of any currency is one dimension, time one, area one, sites and buildings one; ratio and multiple two."""
    return "money" if unit in MONEY else _KINDS.get(unit, unit)


CONVERTIBLE = frozenset({"time", "area"})
"""dimensions whose units are brought to one base"""


def status_class(status: str) -> str:
    """real, building, ahead, if, said: claims of different classes speak about different states of the world."""
    return _CLASS.get(status, "said")


@dataclass(frozen=True, slots=True)
class Interval:
    """What a claim says about its number: low and high (None: open), both as floats; dates as days."""

    low: float | None
    high: float | None
    slack: float
    """relative width that printing and hedging leave"""

    @property
    def point(self) -> float | None:
        """The number when it is single."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def middle(self) -> float | None:
        """Middle of the interval, or its only bound."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return (self.low + self.high) / 2

    def times(self, factor: float) -> "Interval":
        """The interval in another unit."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Interval(low, high, self.slack)


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@lru_cache(maxsize=65536)
def printed_slack(qty: str, approx: bool) -> float:
    """Relative width that the printed digits leave: one unit of the last digit, between 0.5 % and 5 %."""
    if approx:
        return APPROX_RELATIVE
    finest = CAP_RELATIVE
    numbers = _NUMBER.findall(unicodedata.normalize("NFKC", qty))
    for number in numbers:
        plain = number.replace(",", "")
        value = float(plain)
        if value:
            unit = 10.0 ** -len(plain.partition(".")[2])
            finest = min(finest, unit / value)
    return max(FLOOR_RELATIVE, finest if numbers else FLOOR_RELATIVE)


def _number(value: float | str | None, side: str) -> float | None:
    if not isinstance(value, str):
        return value
    import datetime

    from gigawatt.schema import day_bounds, is_day

    if not is_day(value):
        return None
    return float(datetime.date.fromisoformat(day_bounds(value)[side == "high"]).toordinal())


def interval(claim: Claim) -> Interval:
    """The interval of a claim; a denial of "even one" is zero, other denials keep their own numbers."""
    low, high = _number(claim.low, "low"), _number(claim.high, "high")
    if is_none_at_all(claim):
        return Interval(0.0, 0.0, 0.0)
    slack = 0.0 if claim.unit == "date" else printed_slack(claim.qty, claim.approx)
    return Interval(low, high, slack)


def is_none_at_all(claim: Claim) -> bool:
    """Whether the claim denies even one ("not a single data centre deal")."""
    return claim.negated and claim.low == 1 and claim.high is None


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything but the number, normalised; `subject` is None when the text does not say it."""

    subject: str | None
    remark: frozenset[str]
    metric: str
    dimension: str
    unit: str
    per: str | None
    noun: str | None
    counterparty: str | None
    location: str | None
    period: Span
    state: str
    negated: bool
    speaker_key: str | None


def _noun_key(claim: Claim) -> tuple[str, str | None]:
    """(dimension, noun): counted data centres and deals about them are sites, whatever the label says."""
    kind = dimension(claim.unit)
    if kind == "count" and claim.noun and _FACILITY.search(claim.noun):
        if is_none_at_all(claim) or not _DEAL.search(claim.noun):
            return "site", None
    return kind, name_key(claim.noun).removesuffix("s") if claim.noun else None


def scope(claim: Claim, names: Mapping[str, str] | None = None) -> Scope:
    """The scope of a claim; `names` maps merged names to the one they stand for."""

    def canonical(name: str | None) -> str | None:
        return name_key((names or {}).get(name, name)) if name else None

    kind, noun = _noun_key(claim)
    subject = (names or {}).get(claim.subject, claim.subject) if claim.subject else None
    if kind == "x" and claim.metric in _GROWTH:
        kind = "ratio"
    metric = "site_count" if kind == "site" and claim.metric in ("other", "site_count") else claim.metric
    return Scope(
        subject=name_key(subject) if subject else None,
        remark=remark_words(subject) if subject else frozenset(),
        metric=metric,
        dimension=kind,
        unit=claim.unit,
        per=claim.per,
        noun=noun,
        counterparty=canonical(claim.counterparty),
        location=canonical(claim.location),
        period=parse_period(period_of(claim)),
        state=status_class(claim.status),
        negated=claim.negated and not is_none_at_all(claim),
        speaker_key=canonical(claim.speaker),
    )
