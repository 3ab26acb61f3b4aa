"""Numbers as findings print them: short, in the units of the field."""

_STEPS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
_PREFIX = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def money(value: float, currency: str = "USD") -> str:
    """`12.5 billion USD`."""
    for size, name in _STEPS:
        if abs(value) >= size:
            return f"{_short(value / size)} {name} {currency}"
    return f"{_short(value)} {currency}"


def watts(value: float) -> str:
    """`13 GW`."""
    for size, prefix in _PREFIX:
        if abs(value) >= size:
            return f"{_short(value / size)} {prefix}W"
    return f"{_short(value)} W"


def percent(value: float) -> str:
    """`31.2 %`."""
    return f"{value * 100:.3g} %"


def span(low: float, high: float, write: object = None) -> str:
    """`a to b`, or one number when both print alike."""
    form = write if callable(write) else _short
    first, last = form(low), form(high)
    return str(first) if first == last else f"{first} to {last}"


def number(value: float) -> str:
    """A bare number."""
    return _short(value)
