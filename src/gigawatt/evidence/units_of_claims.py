"""Classes of base units: which metrics a quantity can have at all."""

UNIT_CLASS = {
    "W": "power", "Wh": "energy", "chip": "chip", "site": "site", "building": "site", "m2": "area", "acre": "area",
    "job": "job", "person": "person", "year": "time", "month": "time", "day": "time", "hour": "time",
    "minute": "time", "week": "time", "date": "date", "ratio": "ratio", "x": "x", "user": "user",
    "company": "company", "wafer/month": "wafer", "wafer": "wafer", "rack": "rack", "km/h": "speed", "mph": "speed",
    "points": "points", "tonne": "mass", "share": "share", "count": "count",
}  # fmt: skip
FRAMES = ("date", "time")
"""classes that often only frame another number"""


def unit_class(unit: str) -> str:
    """The class of a base unit; every ISO currency is `money`, a noun that is not listed is `count`."""
    if unit in UNIT_CLASS:
        return UNIT_CLASS[unit]
    return "money" if len(unit) == 3 and unit.isupper() else "count"
