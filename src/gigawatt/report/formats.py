"""Numbers, dates and intervals as a reader of English or Chinese expects them; unknown is an en dash, never zero."""

import math

from gigawatt.i18n import table, text
from gigawatt.report.view import Band, DateBand, LayerAmount, Number

UNKNOWN = "–"
THIN = "\u2009"  # between number and unit
RANGE = "–"


POWER_AND_ENERGY = ("W", "Wh")
COMPUTE = "compute"
"""a count of millions, shown with words of size"""
OPERATIONS = ((1e24, "Y"), (1e21, "Z"), (1e18, "E"), (1e15, "P"))
"""prefixes of FLOP/s"""
PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
MONEY_STEPS = {
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
    "zh": ((1e12, "trillion"), (1e8, "hundred_million"), (1e4, "ten_thousand")),
}
ROUNDS_UP = 0.9995
"""values that round up to the next step are shown in that step"""
SPLIT = 0.2
"""a low end below this part of the common unit gets a unit of its own: 168 bn–1.81 tn"""
MODELLED = 2
"""significant digits of a simulated value: its spread does not bear more"""


def figures(value: float, digits: int = 3, *, keep: bool = False) -> str:
    """A number with so many significant digits, grouped, without exponent: 12.3, 1,230, 0.0123.

    keep: closing zeros stay (5.0), as for a value that is known to that digit only.
    """
    if value == 0:
        return "0"
    order = digits - 1 - math.floor(math.log10(abs(value)) + 1e-9)
    shown = f"{round(value, order):,.{max(0, order)}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown and not keep else shown


def _scaled(value: float, unit: str, lang: str) -> tuple[float, str]:
    """(divisor, word) that suits the size of the value: GW, TWh, bn, 亿."""
    size = abs(value)
    if unit in POWER_AND_ENERGY:
        for divisor, prefix in PREFIXES:
            if size >= divisor * ROUNDS_UP:
                return divisor, prefix + unit
        return (1e6, "M" + unit) if size == 0 else (1.0, unit)
    if unit == "FLOP/s":
        return next(((d, prefix + unit) for d, prefix in OPERATIONS if size >= d * ROUNDS_UP), (1.0, unit))
    if unit == COMPUTE or f"currency.{unit.lower()}" in table():
        for divisor, key in MONEY_STEPS[lang]:
            if size >= divisor * ROUNDS_UP:
                return divisor, text(f"magnitude.{key}", lang)
        return 1.0, ""
    return 1.0, unit_word(unit, lang)


def unit_word(unit: str, lang: str) -> str:
    """A unit as it is shown: words are translated, symbols stay, a plain count has none."""
    key = f"unit.{slug(unit)}"
    return text(key, lang) if key in table() else unit


def _joined(number: str, word: str, unit: str, lang: str) -> str:
    currency = f"currency.{unit.lower()}"
    if currency in table():
        name = text(currency, lang)
        if lang == "en":
            return f"{name}{number}{THIN}{word}" if word else f"{name}{number}"
        return f"{number}{THIN}{word}{name}"
    return f"{number}{THIN}{word}" if word else number


def amount(value: float | None, unit: str, lang: str, digits: int = 3, *, keep: bool = False) -> str:
    """A value in base units with the unit that suits its size: 1.2 GW, $3.4 bn, 34 亿美元; other units as they are."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    if unit in ("fraction", ""):
        return share(value) if unit == "fraction" else figures(value, digits, keep=keep)
    divisor, word = _scaled(value, unit, lang)
    return _joined(figures(value / divisor, digits, keep=keep), word, unit, lang)


def modelled(value: float | None, unit: str, lang: str) -> str:
    """A simulated value, to the digits that its spread bears."""
    return amount(value, unit, lang, MODELLED, keep=True)


def span(low: float | None, high: float | None, unit: str, lang: str, digits: int = 3, *, keep: bool = False) -> str:
    """A range in one common unit: 1.2–3.4 GW; open sides as ≥ or ≤; equal sides as one value."""
    if low is None and high is None:
        return UNKNOWN
    if low is None or high is None:
        sign, value = ("≤", high) if low is None else ("≥", low)
        return f"{sign}{THIN}{amount(value, unit, lang, digits, keep=keep)}"
    if low == high:
        return amount(low, unit, lang, digits, keep=keep)
    if unit == "fraction":
        return f"{share(low)}{RANGE}{share(high)}"
    divisor, word = _scaled(high if abs(high) >= abs(low) else low, unit, lang)
    if 0 < abs(low) < SPLIT * divisor:
        return RANGE.join(amount(end, unit, lang, digits, keep=keep) for end in (low, high))
    first, last = figures(low / divisor, digits, keep=keep), figures(high / divisor, digits, keep=keep)
    return _joined(first if first == last else f"{first}{RANGE}{last}", word, unit, lang)


def middle(band: Band | None, unit: str, lang: str) -> str:
    """P50 of a band."""
    return UNKNOWN if band is None else modelled(band.p50, unit, lang)


def interval(band: Band | None, unit: str, lang: str) -> str:
    """P10–P90 of a band."""
    return UNKNOWN if band is None else span(band.p10, band.p90, unit, lang, MODELLED, keep=True)


def number(shown: Number | None, unit: str, lang: str) -> str:
    """The value of a shown number."""
    return UNKNOWN if shown is None else amount(shown.value, unit, lang)


def share(value: float | None) -> str:
    """A fraction as per cent; never 0 % or 100 % unless it is exactly that."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    if 0 < value < 0.01:
        return f"<{THIN}1{THIN}%"
    if 0.99 < value < 1:
        return f">{THIN}99{THIN}%"
    return f"{round(value * 100)}{THIN}%"


def chance(value: float | None) -> str:
    """A simulated probability: neither never nor always, since the draws are finite."""
    if value is not None and value in (0.0, 1.0):
        return f"<{THIN}1{THIN}%" if value == 0 else f">{THIN}99{THIN}%"
    return share(value)


def month(value: str | None, lang: str) -> str:
    """An ISO year, month or day as people write it: Mar 2028 / 2028年3月."""
    if not value:
        return UNKNOWN
    parts = value.split("-")
    try:
        numbers = [int(part) for part in parts]
    except ValueError:
        return value
    if len(numbers) == 1:
        return value if lang == "en" else f"{numbers[0]}年"
    if not 1 <= numbers[1] <= 12:
        return value
    if lang == "zh":
        return f"{numbers[0]}年{numbers[1]}月" + (f"{numbers[2]}日" if len(numbers) > 2 else "")
    name = text("month.names", "en").split()[numbers[1] - 1]
    return (f"{numbers[2]} " if len(numbers) > 2 else "") + f"{name} {numbers[0]}"


def date_middle(band: DateBand | None, lang: str) -> str:
    """P50 of a date; `after the horizon` when it lies beyond."""
    if band is None:
        return UNKNOWN
    return month(band.p50, lang) if band.p50 else text("date.beyond", lang)


def date_interval(band: DateBand | None, lang: str) -> str:
    """P10–P90 of a date."""
    if band is None:
        return UNKNOWN
    later = text("date.beyond_short", lang)
    if lang == "zh":  # numbers, since 2029年12月–2033年8月 breaks badly
        ends = [part or later for part in (band.p10, band.p90)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} 至 {ends[1]}"
    ends = [month(part, lang) if part else later for part in (band.p10, band.p90)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}{THIN}{RANGE}{THIN}{ends[1]}"


def layer_amount(layer: LayerAmount, lang: str) -> str:
    """The range of one money layer."""
    return span(layer.low_usd, layer.high_usd, "USD", lang)


def value(shown: float | str | None, unit: str, lang: str) -> str:
    """A value that may be a number, a date or a word, in its unit."""
    if shown is None:
        return UNKNOWN
    if isinstance(shown, str):
        return month(shown, lang) if unit in ("date", "month") else shown
    return amount(shown, unit, lang)


def is_known(word: str, section: str = "term") -> bool:
    """Whether the glossary has this word of a closed list."""
    return f"{section}.{slug(word)}" in table()


def slug(word: str) -> str:
    """The glossary key of a word: lower case, joined by underscores."""
    return "_".join("".join(c if c.isalnum() else " " for c in word.lower()).split())


def term(word: str, lang: str) -> str:
    """A word of a closed list (stage, state, layer, kind, metric) in a language; the word itself when unlisted."""
    return text(f"term.{slug(word)}", lang) if is_known(word) else word.replace("_", " ")
