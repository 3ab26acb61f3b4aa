"""Numbers as findings print them, in both languages: short, in the units of the field."""

from dataclasses import dataclass

_STEPS = {
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1e3, " thousand")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
_PREFIX = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True, slots=True)
class Shown:
    """One value in both languages; `str()` is the English form."""

    en: str
    zh: str

    def say(self, lang: str) -> str:
        """The form for a language."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.en


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _stepped(value: float, lang: str) -> str:
    for size, name in _STEPS[lang]:
        if abs(value) >= size:
            return f"{_short(value / size)}{name}"
    return _short(value)


def money(value: float, currency: str = "USD") -> Shown:
    """`12.5 billion USD`, `125亿美元`."""
    from gigawatt.i18n import table

    known = table().get(f"currency.{currency.lower()}", {"zh": currency})
    return Shown(f"{_stepped(value, 'en')} {currency}", _stepped(value, "zh") + known["zh"])


def watts(value: float) -> Shown:
    """`13 GW`."""
    return _prefixed(value, "W")


def watt_hours(value: float) -> Shown:
    """`1.2 TWh`."""
    return _prefixed(value, "Wh")


def _prefixed(value: float, unit: str) -> Shown:
    for size, prefix in _PREFIX:
        if abs(value) >= size:
            return _same(f"{_short(value / size)} {prefix}{unit}")
    return _same(f"{_short(value)} {unit}")


def percent(value: float) -> Shown:
    """`31.2 %`."""
    return _same(f"{value * 100:.3g} %")


def number(value: float) -> Shown:
    """A bare number."""
    return _same(_short(value))


def counted(value: float, unit: str) -> Shown:
    """A number with a unit that both languages print alike, or a bare number of things."""
    return _same(f"{_short(value)} {unit}".strip())


def quantity(value: float, unit: str) -> Shown:
    """A number in the base unit of a claim, as a reader would print it."""
    from gigawatt.ledger.scope import MONEY

    if unit in MONEY:
        return money(value, unit)
    forms = {"ratio": percent, "W": watts, "Wh": watt_hours}
    return forms[unit](value) if unit in forms else counted(value, "" if unit == "count" else unit)


def span(low: float, high: float, write: object = None) -> Shown:
    """`a to b`, or one number when both print alike."""
    form = write if callable(write) else number
    first, last = form(low), form(high)
    return first if first == last else Shown(f"{first.en} to {last.en}", f"{first.zh}至{last.zh}")


def either(*shown: Shown) -> Shown:
    """`a or b`."""
    return Shown(" or ".join(one.en for one in shown), "或".join(one.zh for one in shown))


def _same(text: str) -> Shown:
    return Shown(text, text)
