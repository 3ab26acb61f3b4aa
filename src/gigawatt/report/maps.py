"""Maps as Vega-Lite specifications: the world as land only, and an inset of the United States with its states.

No borders are drawn on the world map: sites are points, and borders differ between the views of states. A ring has
the area of what is planned, the dot inside it the area of what runs now, on one scale for both maps.
"""

import json
import math
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from gigawatt.i18n import text
from gigawatt.report import formats
from gigawatt.report.charts import GREY, INK, LAND, PAPER, PROBABLE, SCHEMA, Spec
from gigawatt.report.view import Site

SOUTH = -58.0
"""land wholly south of this latitude (Antarctica) is left out"""
_RING_AREA = 1900  # square pixels of the largest ring
SHOWN_WHEN_WIDE = {"expr": "width > 560 ? 1 : 0"}
CROSS = "M-1,-1L1,1M-1,1L1,-1"
_US_BOX = (-125.0, -66.5, 24.0, 49.5)


@lru_cache(maxsize=1)
def land() -> dict[str, Any]:
    """TopoJSON of the world's land without Antarctica."""
    topology = json.loads((files("gigawatt.report") / "static/vendor/land-110m.json").read_text(encoding="utf-8"))
    scale, shift = topology["transform"]["scale"][1], topology["transform"]["translate"][1]

    def northmost(arc: int) -> float:
        y, best = 0, -1e9
        for _, step in topology["arcs"][arc if arc >= 0 else ~arc]:
            y += step
            best = max(best, y)
        return best * scale + shift

    for geometry in topology["objects"]["land"]["geometries"]:
        geometry["arcs"] = [
            polygon for polygon in geometry["arcs"] if max(northmost(arc) for ring in polygon for arc in ring) > SOUTH
        ]
    return topology


def states() -> dict[str, Any]:
    """TopoJSON of the US states."""
    return json.loads((files("gigawatt.report") / "static/vendor/states-10m.json").read_text(encoding="utf-8"))


def in_us(site: Site) -> bool:
    """Whether the site can be drawn in the US inset (`albersUsa` has no place for points elsewhere)."""
    west, east, south, north = _US_BOX
    return site.country.upper() in ("US", "USA") and west <= site.lon <= east and south <= site.lat <= north


def world_spec(sites: tuple[Site, ...], lang: str) -> Spec:
    """All sites on the world's land; the largest outside the United States are named."""
    named = label_places(
        [site for site in sites if not in_us(site)], lang, per_degree=2.2, limit=9, largest=largest_w(sites)
    )
    return _spec(sites, lang, {"type": "equalEarth"}, "@land", "land", named, aspect=0.44, largest=largest_w(sites))


def us_spec(sites: tuple[Site, ...], lang: str) -> Spec:
    """The sites in the contiguous United States; the largest are named."""
    here = tuple(site for site in sites if in_us(site))
    named = label_places(list(here), lang, per_degree=8.6, limit=16, largest=largest_w(sites))
    return _spec(here, lang, {"type": "albersUsa"}, "@states", "states", named, aspect=0.5, largest=largest_w(sites))


def largest_w(sites: tuple[Site, ...]) -> float:
    """The largest power of any site [W], planned or running; both maps share it as their scale."""
    return max((max(_w(site.planned_w), _w(site.now_w)) for site in sites), default=1.0) or 1.0


def label_places(
    sites: list[Site], lang: str, *, per_degree: float, limit: int, largest: float
) -> list[dict[str, Any]]:
    """Names of the largest sites, above or below their rings where they hit nothing named earlier; others stay unnamed.

    per_degree: pixels per degree of longitude at full width, for judging the room a name needs; dy: pixels, in steps.
    """
    taken: list[tuple[float, float, float, float]] = []
    placed: list[dict[str, Any]] = []
    for site in sorted(sites, key=lambda item: -max(_w(item.planned_w), _w(item.now_w))):
        if len(placed) == limit:
            break
        name = _short(site.name.say(lang))
        wide = sum(12.0 if ord(letter) > 0x2E80 else 6.2 for letter in name)
        x, y = site.lon * per_degree, -site.lat * per_degree * 1.25
        radius = math.sqrt(max(_w(site.planned_w), _w(site.now_w)) / largest * _RING_AREA / math.pi)
        away = 4.0 * math.ceil((radius + 8.0) / 4.0)
        for dy in (-away, away + 1):
            box = (x - wide / 2 - 3, y + dy - 8, x + wide / 2 + 3, y + dy + 8)
            if not any(_meet(box, old) for old in taken):
                taken += [box, (x - radius, y - radius, x + radius, y + radius)]
                placed.append({"lon": site.lon, "lat": site.lat, "name": name, "dy": dy})
                break
    return placed


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return not (one[2] < other[0] or one[0] > other[2] or one[3] < other[1] or one[1] > other[3])


def _w(number: object) -> float:
    return float(getattr(number, "value", None) or 0.0)


def _short(name: str, limit: int = 26) -> str:
    """The name without what stands in parentheses, cut at `limit` letters; the tooltip holds all of it."""
    bare = re.sub(r"\s*[(（][^)）]*[)）]", "", name).strip() or name
    return bare if len(bare) <= limit else bare[: limit - 1] + "…"


def _tip(site: Site, lang: str) -> str:
    lines = [site.name.say(lang)]
    basis = formats.term(site.basis, lang)
    lines.append(f"{text('report.map_now', lang)} {formats.number(site.now_w, 'W', lang)}")
    lines.append(f"{text('report.map_planned', lang)} {formats.number(site.planned_w, 'W', lang)} ({basis})")
    lines.append(formats.term(site.stage, lang))
    if site.programmes:
        lines.append(", ".join(site.programmes))
    return "\n".join(lines)


def _spec(
    sites: tuple[Site, ...], lang: str, projection: Spec, topology: str, feature: str, named: list[Spec], *,
    aspect: float, largest: float,
) -> Spec:  # fmt: skip
    rows = [
        {"lon": site.lon, "lat": site.lat, "planned": max(_w(site.planned_w), _w(site.now_w)), "now": _w(site.now_w),
         "tip": _tip(site, lang)}
        for site in sorted(sites, key=lambda item: -_w(item.planned_w))
    ]  # fmt: skip
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }

    def dots(field: str, mark: Spec) -> Spec:
        size = {"field": field, "type": "quantitative", "legend": None,
                "scale": {"type": "linear", "domain": [0, largest], "range": [0, _RING_AREA]}}  # fmt: skip
        return {
            "data": {"values": [row for row in rows if row[field] > 0]},
            "mark": {"type": "circle", "tooltip": True} | mark,
            "encoding": place | {"size": size, "tooltip": {"field": "tip"}},
        }

    names = [
        {
            "data": {"values": [row for row in named if row["dy"] == dy]},
            "mark": {"type": "text", "dy": dy, "fontSize": 11, "color": INK, "stroke": halo,
                     "strokeWidth": 3 if halo else 0, "strokeJoin": "round", "opacity": SHOWN_WHEN_WIDE},
            "encoding": place | {"text": {"field": "name"}},
        }
        for dy in sorted({row["dy"] for row in named}) for halo in (PAPER, None)
    ]  # fmt: skip
    unknown = [row for row in rows if row["planned"] <= 0]
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 420,
        "usermeta": {"aspect": aspect},
        "projection": projection,
        "layer": [
            {"data": {"values": topology, "format": {"type": "topojson", "feature": feature}},
             "mark": {"type": "geoshape", "fill": LAND, "stroke": PAPER, "strokeWidth": 0.7}},
            {"data": {"values": unknown}, "mark": {"type": "point", "shape": CROSS, "size": 22, "stroke": GREY,
             "strokeWidth": 1.4, "opacity": 1, "tooltip": True}, "encoding": place | {"tooltip": {"field": "tip"}}},
            dots("planned", {"fill": PROBABLE, "fillOpacity": 0.16, "stroke": PROBABLE, "strokeWidth": 1,
                             "strokeOpacity": 0.8, "opacity": 1}),
            dots("now", {"fill": PROBABLE, "opacity": 1}),
            *names,
        ],
    }  # fmt: skip
