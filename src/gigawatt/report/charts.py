"""Charts as Vega-Lite 6 specifications in plain dictionaries: promised against probable, month by month.

Colours, type and axes are set once in `CONFIG`. Labels stand at the line ends instead of a legend; where they would
overlap they are moved apart (`spread_labels`).
"""

from typing import Any

from gigawatt.i18n import text
from gigawatt.report import formats
from gigawatt.report.view import Curve

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SANS = '"Inter", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "Helvetica Neue", sans-serif'
INK, GREY, FAINT, PAPER = "#1c1f23", "#5c636b", "#e3e5e8", "#ffffff"
PROBABLE, PROMISED, LAND = "#14507a", "#b04a12", "#e9ebed"
LAYER_COLOURS = {
    "announced": "#c9b79c",
    "committed": "#a98a5b",
    "signed": "#7d5c2b",
    "drawn": "#4a3512",
    "needed": "#9fb4c4",
}

CONFIG: Spec = {
    "font": SANS,
    "background": PAPER,
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": GREY,
        "labelFontSize": 12,
        "labelPadding": 6,
        "titleFont": SANS,
        "labelFont": SANS,
        "gridColor": FAINT,
        "domain": False,
        "ticks": False,
    },
    "text": {"font": SANS, "fontSize": 12},
}


def curve_spec(curve: Curve, lang: str, *, height: int = 300, labels: bool = True, rows: int = 5) -> Spec:
    """Promised steps and the probable band of one curve; `labels`: name every line at its end, else values only."""
    shown = _fields(curve)
    top = max([*curve.p90_w, *curve.promised_w, 1.0])
    divisor, unit = formats._scaled(top, "W", lang)
    axis_top = top / divisor * 1.04
    data = [
        {"t": f"{month}-01", **{name: _drawn(series[k] / divisor, labels) for name, series in shown.items()}}
        for k, month in enumerate(curve.months)
    ]
    time = {"field": "t", "type": "temporal", "scale": {"type": "utc", "nice": False}}
    years = max(1, len(curve.months) // 12)
    x = time | {"axis": {"format": "%Y", "grid": False, "tickCount": {"interval": "year", "step": -(-years // rows)},
                         "labelFlush": False, "domain": True, "domainColor": GREY}, "title": None}  # fmt: skip
    y = {"type": "quantitative", "scale": {"domain": [0, axis_top], "nice": True, "zero": True}, "title": None,
         "axis": {"tickCount": 5 if height > 200 else 3, "format": ",.4~r"}}  # fmt: skip
    layers: list[Spec] = [
        {"mark": {"type": "area", "color": PROBABLE, "opacity": 0.16},
         "encoding": {"x": x, "y": y | {"field": "p10"}, "y2": {"field": "p90"}}},
        {"mark": {"type": "line", "color": PROBABLE, "strokeWidth": 2.2},
         "encoding": {"x": x, "y": y | {"field": "p50"}}},
    ]  # fmt: skip
    if "promised" in shown:
        layers.append(
            {"mark": {"type": "line", "color": PROMISED, "strokeWidth": 1.8, "interpolate": "step-after"},
             "encoding": {"x": x, "y": y | {"field": "promised"}}}
        )  # fmt: skip
    pointed: Spec = {"mark": {"type": "rule", "opacity": 0, "strokeWidth": 8, "tooltip": True},
                     "encoding": {"x": x, "tooltip": _tips(shown, unit, lang)}}  # fmt: skip
    if not labels:  # a small panel answers by quarter, which is a third of the marks
        pointed["transform"] = [{"filter": "utcmonth(datum.t) % 3 == 2"}]
    layers.append(pointed)
    layers.append(_end_labels(data[-1], shown, axis_top, height, lang, unit, named=labels, x=x, y=y))
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "data": {"values": data, "format": {"parse": {"t": "utc:'%Y-%m-%d'"}}},
        "layer": layers,
        "usermeta": {"unit": unit},
    }


def _drawn(value: float, finely: bool) -> float:
    """The value with as many digits as the picture can show."""
    return float(f"{value:.4g}" if finely else f"{value:.3g}")


def unit_of(spec: Spec) -> str:
    """The unit of the vertical axis of a curve."""
    return str(spec["usermeta"]["unit"])


def spread_labels(heights: list[float], gap: float, top: float) -> list[float]:
    """Positions near `heights` (ascending) that are at least `gap` apart and at most `top`, as little moved as fits.

    Labels that touch form a group which is centred on the mean of its members (pool adjacent violators).
    """
    groups: list[tuple[float, int]] = []  # (sum of height - gap * rank inside group, members)
    for height in heights:
        groups.append((height, 1))
        while len(groups) > 1:
            (low, few), (high, more) = groups[-2], groups[-1]
            if low / few + gap * few <= high / more:
                break
            groups[-2:] = [(low + high - gap * few * more, few + more)]
    placed = [total / members + gap * rank for total, members in groups for rank in range(members)]
    limit = top
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed


def _fields(curve: Curve) -> dict[str, tuple[float, ...]]:
    shown = {"p10": curve.p10_w, "p50": curve.p50_w, "p90": curve.p90_w}
    return shown | ({"promised": curve.promised_w} if any(curve.promised_w) else {})


def _tips(shown: dict[str, tuple[float, ...]], unit: str, lang: str) -> list[Spec]:
    """What a month shows when pointed at: its name, then each line's value."""
    names = {"promised": text("glossary.promised", lang), "p90": "P90", "p50": "P50", "p10": "P10"}
    month = {"field": "t", "type": "temporal", "title": text("report.tip_month", lang),
             "format": "%b %Y" if lang == "en" else "%Y年%-m月", "scale": {"type": "utc"}}  # fmt: skip
    return [month] + [
        {
            "field": name,
            "type": "quantitative",
            "title": f"{names[name]}, {unit}",
            "format": ".3~r" if name == "promised" else f".{formats.MODELLED}r",
        }
        for name in names
        if name in shown
    ]


def _label(value: float, name: str) -> str:
    """A promise as it was stated, a simulated value to the digits that its spread bears."""
    return formats.figures(value) if name == "promised" else formats.figures(value, formats.MODELLED, keep=True)


def _end_labels(
    last: Spec, shown: dict[str, tuple[float, ...]], top: float, height: int, lang: str, unit: str, *, named: bool,
    x: Spec, y: Spec,
) -> Spec:  # fmt: skip
    """Text at the right end of each line, moved apart where lines end close together."""
    names = [
        name for name in ("p10", "p50", "promised", "p90") if name in shown and (named or name in ("p50", "promised"))
    ]
    order = sorted(names, key=lambda name: (last[name], names.index(name)))
    gap = 15 / height * top
    places = spread_labels([float(last[name]) for name in order], gap, top)
    colour = {"promised": PROMISED, "p50": PROBABLE}
    word = {"promised": text("glossary.promised", lang), "p10": "P10", "p50": "P50", "p90": "P90"}
    rows = [
        {
            "t": last["t"],
            "v": round(place, 6),
            "label": " ".join(([word[name]] if named else []) + [_label(last[name], name), unit]),
            "colour": colour.get(name, GREY),
            "weight": 600 if name in colour else 400,
        }
        for name, place in zip(order, places, strict=True)
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 7, "fontSize": 12 if named else 11},
        "encoding": {
            "x": x,
            "y": y | {"field": "v"},
            "text": {"field": "label"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
