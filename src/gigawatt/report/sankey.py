"""Where the money comes from and where it goes: own layout of three columns, drawn as a Vega specification.

One picture per layer of money (announced, committed, signed, drawn): layers are never added. The left ribbons are
what that layer holds; the right ribbons are what the programmes need (modelled, P50). A programme's bar is as tall as
the larger of the two sides: where its left side stays bare, that layer does not cover the need.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gigawatt.i18n import text
from gigawatt.report import formats
from gigawatt.report.charts import GREY, INK, LAYER_COLOURS, PAPER, PROBABLE, SANS, Spec
from gigawatt.report.view import Layer, MoneyFlow, Text

LAYERS: tuple[Layer, ...] = ("announced", "committed", "signed", "drawn")
WIDTH, TOP, GAP, BAR = 960, 26, 11, 12
COLUMN_X = (206, 490, 774)
NAME_LIMIT = (27, 36, 22)
"""letters of a name that each column has room for"""
ONE_LINE, TWO_LINES = 19.0, 35.0
"""slot heights that a label of one or two lines needs [px]"""
MOST = 12
"""bars per column; smaller ones are folded into one"""


@dataclass(slots=True)
class Bar:
    """A node: its column, size on either side [USD] and place [px]."""

    key: str
    label: str
    column: int
    into: float = 0.0
    out: float = 0.0
    y: float = 0.0
    height: float = 0.0
    used_in: float = 0.0
    used_out: float = 0.0

    @property
    def size(self) -> float:
        """The larger of what comes in and what goes out [USD]."""
        return max(self.into, self.out)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow after folding: size [USD], the range that was said, and the figures under it."""

    source: str
    sink: str
    layer: Layer
    usd: float
    low_usd: float | None
    high_usd: float | None
    figures: tuple[str, ...]


@dataclass(slots=True)
class Layout:
    """Bars and ribbons with pixels; `scale`: px per USD."""

    bars: dict[str, Bar] = field(default_factory=dict)
    ribbons: list[Ribbon] = field(default_factory=list)
    scale: float = 0.0
    height: float = 0.0


def middle_usd(flow: MoneyFlow) -> float:
    """The size a flow is drawn with: the mean of its bounds, or the one bound that was said [USD]."""
    known = [bound for bound in (flow.low_usd, flow.high_usd) if bound is not None]
    return max(0.0, sum(known) / len(known)) if known else 0.0


def layers_present(flows: Iterable[MoneyFlow]) -> tuple[Layer, ...]:
    """The layers, apart from the modelled need, in which at least one flow has a size."""
    present = {flow.layer for flow in flows if middle_usd(flow) > 0}
    return tuple(layer for layer in LAYERS if layer in present)


def main_layer(flows: Iterable[MoneyFlow]) -> Layer | None:
    """The layer to show first: the one with most flows, the firmer one when several have as many."""
    known = [flow.layer for flow in flows if middle_usd(flow) > 0]
    present = [layer for layer in LAYERS if layer in known]
    return max(present, key=lambda layer: (known.count(layer), LAYERS.index(layer))) if present else None


def lay_out(flows: Iterable[MoneyFlow], layer: Layer, lang: str) -> Layout:
    """Bars and ribbons of one layer beside what is needed, in pixels of a picture `WIDTH` wide.

    Every bar stands in a slot that is high enough for its label, so that names never touch.
    """
    chosen = [flow for flow in flows if flow.layer in (layer, "needed") and middle_usd(flow) > 0]
    layout = Layout()
    if not chosen:
        return layout
    layout.ribbons = _fold(chosen, lang, layout)
    for ribbon in layout.ribbons:
        layout.bars[ribbon.source].out += ribbon.usd
        layout.bars[ribbon.sink].into += ribbon.usd
    columns = [sorted((b for b in layout.bars.values() if b.column == c), key=_rank) for c in range(3)]
    tallest = max(sum(bar.size for bar in column) for column in columns)
    most = max(len(column) for column in columns)
    layout.scale = max(230.0, min(400.0, 36.0 * most)) / tallest
    for bar in layout.bars.values():
        bar.height = max(2.0, bar.size * layout.scale)
    slots = [[max(bar.height + GAP, _label_height(bar)) for bar in column] for column in columns]
    inner = max(sum(column) for column in slots)
    layout.height = TOP + inner + 6
    for column, slot in zip(columns, slots, strict=True):
        y = TOP + (inner - sum(slot)) / 2
        for bar, high in zip(column, slot, strict=True):
            bar.y = y + (high - bar.height) / 2
            y += high
    return layout


def sankey_spec(flows: Iterable[MoneyFlow], layer: Layer, lang: str) -> Spec:
    """The Vega specification of one layer's picture."""
    layout = lay_out(flows, layer, lang)
    bars = list(layout.bars.values())
    ribbons = [_ribbon_row(ribbon, layout, lang) for ribbon in sorted(layout.ribbons, key=lambda r: _order(r, layout))]
    headings = [
        {"x": COLUMN_X[0] + BAR, "align": "right", "text": text(f"report.sankey_{layer}", lang)},
        {"x": COLUMN_X[1] + BAR / 2, "align": "center", "text": text("report.sankey_programme", lang)},
        {"x": COLUMN_X[2], "align": "left", "text": text("report.sankey_needed", lang)},
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "background": PAPER,
        "width": WIDTH,
        "height": round(layout.height),
        "padding": 0,
        "config": {"text": {"font": SANS}},
        "data": [
            {"name": "ribbons", "values": ribbons},
            {"name": "bars", "values": [_bar_row(bar, layer) for bar in bars]},
            {"name": "labels", "values": [row for bar in bars for row in _label_rows(bar, layer, lang)]},
            {"name": "headings", "values": headings},
        ],
        "marks": [
            {"type": "path", "from": {"data": "ribbons"}, "encode": {"enter": {
                "path": {"field": "path"}, "fill": {"field": "colour"}, "fillOpacity": {"value": 0.42},
                "tooltip": {"field": "tip"}}, "update": {"fillOpacity": {"value": 0.42}},
                "hover": {"fillOpacity": {"value": 0.7}}}},
            {"type": "rect", "from": {"data": "bars"}, "encode": {"enter": {
                "x": {"field": "x"}, "y": {"field": "y"}, "width": {"value": BAR}, "height": {"field": "h"},
                "fill": {"field": "colour"}}}},
            {"type": "text", "from": {"data": "labels"}, "encode": {"enter": {
                "x": {"field": "x"}, "y": {"field": "y"}, "text": {"field": "text"}, "align": {"field": "align"},
                "baseline": {"value": "middle"}, "fontSize": {"field": "size"}, "fill": {"field": "colour"},
                "fontWeight": {"field": "weight"}, "stroke": {"field": "halo"}, "strokeWidth": {"value": 3},
                "strokeJoin": {"value": "round"}}}},
            {"type": "text", "from": {"data": "labels"}, "encode": {"enter": {
                "x": {"field": "x"}, "y": {"field": "y"}, "text": {"field": "text"}, "align": {"field": "align"},
                "baseline": {"value": "middle"}, "fontSize": {"field": "size"}, "fill": {"field": "colour"},
                "fontWeight": {"field": "weight"}}}},
            {"type": "text", "from": {"data": "headings"}, "encode": {"enter": {
                "x": {"field": "x"}, "y": {"value": 8}, "text": {"field": "text"}, "align": {"field": "align"},
                "baseline": {"value": "middle"}, "fontSize": {"value": 12}, "fill": {"value": GREY}}}},
        ],
    }  # fmt: skip


def _label_height(bar: Bar) -> float:
    return TWO_LINES if bar.height >= 22 or bar.column == 1 else ONE_LINE


def _rank(bar: Bar) -> tuple[bool, float, str]:
    return bar.key.endswith(":*"), -bar.size, bar.key


def _fold(flows: list[MoneyFlow], lang: str, layout: Layout) -> list[Ribbon]:
    """Ribbons between the largest bars of each column; the rest of a column becomes one bar `*`."""
    size: dict[tuple[int, str], float] = defaultdict(float)
    names: dict[tuple[int, str], Text] = {}
    for flow in flows:
        for name, column in ((flow.source, flow.source_column), (flow.sink, flow.sink_column)):
            size[column, name.en] += middle_usd(flow)
            names[column, name.en] = name
    keep: set[tuple[int, str]] = set()
    for column in range(3):
        ranked = sorted((key for key in size if key[0] == column), key=lambda key: (-size[key], key))
        keep |= set(ranked if len(ranked) <= MOST else ranked[: MOST - 1])
        for key in ranked:
            if key in keep:
                layout.bars[f"{column}:{key[1]}"] = Bar(f"{column}:{key[1]}", names[key].say(lang), column)
        if len(ranked) > MOST:
            label = text("report.others", lang, n=len(ranked) - MOST + 1)
            layout.bars[f"{column}:*"] = Bar(f"{column}:*", label, column)

    def place(name: Text, column: int) -> str:
        return f"{column}:{name.en}" if (column, name.en) in keep else f"{column}:*"

    merged: dict[tuple[str, str, Layer], list[MoneyFlow]] = defaultdict(list)
    for flow in flows:
        merged[place(flow.source, flow.source_column), place(flow.sink, flow.sink_column), flow.layer].append(flow)
    return [
        Ribbon(source, sink, layer, sum(map(middle_usd, parts)), _sum(f.low_usd for f in parts),
               _sum(f.high_usd for f in parts), tuple(dict.fromkeys(f.figure for f in parts)))
        for (source, sink, layer), parts in merged.items()
    ]  # fmt: skip


def _sum(bounds: Iterable[float | None]) -> float | None:
    known = list(bounds)
    return None if any(bound is None for bound in known) else sum(bound for bound in known if bound is not None)


def _order(ribbon: Ribbon, layout: Layout) -> tuple[float, float]:
    return layout.bars[ribbon.source].y, layout.bars[ribbon.sink].y


def _ribbon_row(ribbon: Ribbon, layout: Layout, lang: str) -> Spec:
    source, sink = layout.bars[ribbon.source], layout.bars[ribbon.sink]
    thick = ribbon.usd * layout.scale
    x0, x1 = COLUMN_X[source.column] + BAR, COLUMN_X[sink.column]
    y0, y1 = source.y + source.used_out, sink.y + sink.used_in
    source.used_out += thick
    sink.used_in += thick
    bend = (x0 + x1) / 2
    path = (
        f"M{x0},{y0:.1f}C{bend},{y0:.1f},{bend},{y1:.1f},{x1},{y1:.1f}"
        f"L{x1},{y1 + thick:.1f}C{bend},{y1 + thick:.1f},{bend},{y0 + thick:.1f},{x0},{y0 + thick:.1f}Z"
    )
    size = formats.span(ribbon.low_usd, ribbon.high_usd, "USD", lang)
    if ribbon.low_usd is None and ribbon.high_usd is None:
        size = formats.amount(ribbon.usd, "USD", lang)
    tip = f"{source.label} → {sink.label}\n{formats.term(ribbon.layer, lang)}: {size}\n" + "\n".join(ribbon.figures[:3])
    return {"path": path, "colour": LAYER_COLOURS[ribbon.layer], "tip": tip}


def _bar_row(bar: Bar, layer: Layer) -> Spec:
    colour = (LAYER_COLOURS[layer], PROBABLE, LAYER_COLOURS["needed"])[bar.column]
    return {"x": COLUMN_X[bar.column], "y": round(bar.y, 1), "h": round(bar.height, 1), "colour": colour}


def _label_rows(bar: Bar, layer: Layer, lang: str) -> list[Spec]:
    """Name and size beside a bar: left of sources, right of uses, right of programmes over a pale halo."""
    size = formats.amount(bar.out, "USD", lang) if bar.column == 0 else formats.modelled(bar.into, "USD", lang)
    if bar.column == 1:
        parts = [f"{formats.term(layer, lang)} {size}"] if bar.into else []
        parts += [f"{formats.term('needed', lang)} {formats.modelled(bar.out, 'USD', lang)}"] if bar.out else []
        size = " · ".join(parts)
    limit = NAME_LIMIT[bar.column]
    name = bar.label if len(bar.label) <= limit else bar.label[: limit - 1] + "…"
    middle = bar.y + bar.height / 2
    x, align = (COLUMN_X[0] - 8, "right") if bar.column == 0 else (COLUMN_X[bar.column] + BAR + 8, "left")
    halo = PAPER
    if _label_height(bar) < TWO_LINES:
        return [{"x": x, "y": round(middle, 1), "text": f"{name}  {size}", "align": align, "size": 12, "colour": INK,
                 "weight": 400, "halo": halo}]  # fmt: skip
    return [
        {"x": x, "y": round(middle - 7, 1), "text": name, "align": align, "size": 12, "colour": INK, "weight": 600,
         "halo": halo},
        {"x": x, "y": round(middle + 8, 1), "text": size, "align": align, "size": 11, "colour": GREY, "weight": 400,
         "halo": halo},
    ]  # fmt: skip
