"""What holds the build-out back, as shown: value of relief, power gaps, compute, days of blocks; two pictures."""

from dataclasses import dataclass
from typing import Any

from gigawatt.report.shown import Band, DateBand, Number, Text


@dataclass(frozen=True, slots=True)
class ReliefRow:
    """A constraint and what lifting it alone adds to the fleet at each year end [W], mean over draws."""

    constraint: str
    gains_w: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """A region and the power of finished halls there that waits for power at each year end [W]."""

    id: str
    region: Text
    gaps_w: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class PublishedGap:
    """A gap of the published kind, recomputed from its parts [W]: before and after quick supply."""

    id: str
    before_w: Band
    after_w: Band | None = None


@dataclass(frozen=True, slots=True)
class ComputeRow:
    """What runs at each year end: H100-equivalents, accelerators, dense 16-bit FLOP/s."""

    id: str
    name: Text
    h100e_count: tuple[Band, ...]
    chips_count: tuple[Band, ...]
    performance_flops: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block still to come: where, how much [W], its announced day, when it is really on, the chance of that day."""

    id: str
    campus: Text
    planned_w: Number
    target: str | None
    date: DateBand
    on_time: Number | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The section; `years` head the columns. Rows of regions and blocks: largest first."""

    years: tuple[int, ...]
    draws: int
    relief: tuple[ReliefRow, ...] = ()
    gaps: tuple[GapRow, ...] = ()
    published: tuple[PublishedGap, ...] = ()
    compute: tuple[ComputeRow, ...] = ()
    blocks: tuple[BlockRow, ...] = ()


_ROOM = 1.2
"""the axis is longer than the longest bar, for its label"""
_STEP = 24
"""pixels per bar"""


def relief_spec(limits: Limits, lang: str) -> dict[str, Any]:
    """Bars: GW that lifting each constraint alone adds at the end of the last year shown."""
    from gigawatt.report import charts, formats

    rows = [
        {"name": formats.term(row.constraint, lang), "gw": round(row.gains_w[-1].value / 1e9, 3),
         "label": formats.modelled(row.gains_w[-1].value, "W", lang)}
        for row in limits.relief if row.gains_w and row.gains_w[-1].value is not None
    ]  # fmt: skip
    y = {
        "field": "name",
        "type": "nominal",
        "sort": [row["name"] for row in rows],
        "title": None,
        "axis": {"labelLimit": 150},
    }
    top = max((row["gw"] for row in rows), default=1.0)
    x = {
        "field": "gw",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 4, "format": ",.3~r"},
        "scale": {"domainMin": 0, "domainMax": _ROOM * top},
    }
    return {
        "$schema": charts.SCHEMA, "width": "container", "height": _STEP * len(rows), "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "color": charts.PROBABLE, "height": 12}, "encoding": {"y": y, "x": x}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "color": charts.GREY, "fontSize": 11},
             "encoding": {"y": y, "x": x, "text": {"field": "label"}}},
        ],
        "usermeta": {"unit": "GW"},
    }  # fmt: skip


def gap_spec(limits: Limits, lang: str) -> dict[str, Any]:
    """Intervals P10 to P90 with the middle as a dot: GW that wait for power by region, last year shown."""
    from gigawatt.report import charts

    rows = [
        {"name": row.region.say(lang), **{q: round((getattr(row.gaps_w[-1], q) or 0.0) / 1e9, 3)
                                          for q in ("p10", "p50", "p90")}}
        for row in limits.gaps if row.gaps_w
    ]  # fmt: skip
    y = {
        "field": "name",
        "type": "nominal",
        "sort": [row["name"] for row in rows],
        "title": None,
        "axis": {"labelLimit": 170},
    }
    axis = {"title": None, "axis": {"tickCount": 4, "format": ",.3~r"}}
    return {
        "$schema": charts.SCHEMA, "width": "container", "height": _STEP * len(rows), "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "color": charts.PROBABLE, "opacity": 0.3, "height": 8},
             "encoding": {"y": y, "x": {"field": "p10", "type": "quantitative", **axis}, "x2": {"field": "p90"}}},
            {"mark": {"type": "point", "filled": True, "size": 46, "opacity": 1, "color": charts.PROBABLE},
             "encoding": {"y": y, "x": {"field": "p50", "type": "quantitative", **axis}}},
        ],
        "usermeta": {"unit": "GW"},
    }  # fmt: skip
