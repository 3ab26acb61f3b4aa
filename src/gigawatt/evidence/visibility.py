"""Whether the text of an element is seen: computed from tag, attributes, inline style and the page's style rules.

Three answers: visible; hidden, with the technique; unknown, with what was not understood. A hiding that descendants
cannot undo (display, opacity, clipping, place) is inherited for good; visibility, font size, colour and indent may be
set again further down, as in a browser. `aria-hidden` text is seen on screen, so it is visible.
"""

import re
from dataclasses import dataclass, field, replace

from gigawatt.evidence.colours import BLACK, WHITE, Colour, background_colour, contrast, parse_colour
from gigawatt.evidence.styles import Rule, Sheet, declarations_of

_LENGTH = re.compile(r"(-?\d*\.?\d+(?:e-?\d+)?)(px|em|rem|ex|ch|pt|pc|in|cm|mm|q|%|vw|vh|vmin|vmax)?$")
# CSS pixels of one unit; relative ones for a 16 px font and a 1280 x 800 window, % of a box of 1000 px.
_PIXELS = {
    "px": 1.0, "": 1.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8,
    "mm": 3.78, "q": 0.945, "vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "%": 10.0,
}  # fmt: skip
_FONT_WORDS = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_TINY_FONT_PX = 2.0
_OFF_SCREEN_PX = -400.0
_FAR_RIGHT_PX = 5000.0
_FAINT_OPACITY = 0.05
_NO_CONTRAST = 1.1
_POINT_PX = 1.0
_NOT_RENDERED = {
    "template": "hidden:template",
    "noscript": "hidden:noscript",
    "datalist": "hidden:datalist",
    "canvas": "hidden:fallback",
    "video": "hidden:fallback",
    "audio": "hidden:fallback",
    "object": "hidden:fallback",
    "iframe": "hidden:fallback",
    "noembed": "hidden:fallback",
    "noframes": "hidden:fallback",
    "rp": "hidden:fallback",
    "head": "head",
    "colgroup": "hidden:fallback",
}
_DRAWN_NOT = frozenset({"desc", "metadata", "defs", "symbol", "annotation", "annotation-xml"})
_HIDING_CLASSES = re.compile(
    r"^(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|hidden|hide|d-none|is-hidden|u-hidden|invisible|offscreen|collapse|display-none)$"
)


@dataclass(frozen=True, slots=True)
class Style:
    """What an element hands on to its text and its children."""

    gone: str = ""
    """technique that hides it for good, empty when none"""
    unknown: str = ""
    """what was not understood, empty when all was"""
    visibility: str = ""
    font_px: float = 16.0
    colour: Colour | None = BLACK
    background: Colour | None = WHITE
    indent: str = ""
    fill: str = ""
    display: str = ""
    font_hides: bool = False

    @property
    def hidden(self) -> str:
        """The technique by which text directly inside is hidden; empty when it is not."""
        if self.gone:
            return self.gone
        if self.visibility:
            return self.visibility
        if self.font_px < _TINY_FONT_PX:
            return "hidden:font-size"
        if self.indent:
            return self.indent
        if self.fill:
            return self.fill
        if self.colour is not None and self.colour[3] <= _FAINT_OPACITY:
            return "hidden:transparent-colour"
        if (
            self.colour is not None
            and self.background is not None
            and contrast(self.colour, self.background) < _NO_CONTRAST
        ):
            return "hidden:colour-of-background"
        return ""


@dataclass(slots=True)
class Element:
    """An open element: its name, attributes, classes and computed style."""

    name: str
    attributes: dict[str, str]
    style: Style
    classes: frozenset[str] = frozenset()
    summary_seen: bool = False
    region: str = ""
    children: int = 0
    start: int = 0
    text_lines: list[int] = field(default_factory=list)


def computed(name: str, attributes: dict[str, str], parents: list[Element], sheet: Sheet) -> Style:
    """Style of a new element under its open parents."""
    parent = parents[-1].style if parents else Style()
    if parent.gone:
        return parent
    classes = frozenset(attributes.get("class", "").split())
    style = _by_tag(name, attributes, parents, replace(parent, display=""))
    if style.gone:
        return style
    matched, doubt = _matched(name, attributes, classes, parents, sheet)
    values = _cascade(matched, attributes.get("style", ""))
    if (
        "hidden" in attributes
        and values.get("display", "none") == "none"
        and attributes["hidden"].lower() != "until-found"
    ):
        return replace(style, gone="hidden:hidden-attribute")
    if "hidden" in attributes and attributes["hidden"].lower() == "until-found" and "content-visibility" not in values:
        return replace(style, gone="hidden:hidden-attribute")
    style = _applied(style, values)
    if not style.gone and not style.unknown:
        if doubt:
            style = replace(style, unknown=doubt)
        elif sheet.external and not matched and any(_HIDING_CLASSES.match(c.lower()) for c in classes):
            name = next(c for c in sorted(classes) if _HIDING_CLASSES.match(c.lower()))
            style = replace(style, unknown=f"class {name} of a sheet not read")
    return style


def _by_tag(name: str, attributes: dict[str, str], parents: list[Element], style: Style) -> Style:
    if name in _NOT_RENDERED:
        return replace(style, gone=_NOT_RENDERED[name])
    if name in _DRAWN_NOT and any(e.name in ("svg", "math") for e in parents):
        return replace(style, gone="hidden:fallback")
    if name == "dialog" and "open" not in attributes:
        return replace(style, gone="hidden:closed-dialog")
    if "popover" in attributes:
        return replace(style, gone="hidden:popover")
    if parents and parents[-1].name == "details" and "open" not in parents[-1].attributes:
        if name != "summary" or parents[-1].summary_seen:
            return replace(style, gone="hidden:closed-details")
        parents[-1].summary_seen = True
    if name == "font" and (colour := parse_colour(attributes.get("color", "").lower())):
        style = replace(style, colour=colour)
    if name == "body" and (colour := parse_colour(attributes.get("text", "").lower())):
        style = replace(style, colour=colour)
    if "bgcolor" in attributes:
        style = replace(style, background=parse_colour(attributes["bgcolor"].lower()))
    if name == "svg":
        style = replace(style, unknown=style.unknown or "text drawn in svg")
    return style


def _matched(
    name: str, attributes: dict[str, str], classes: frozenset[str], parents: list[Element], sheet: Sheet
) -> tuple[list[Rule], str]:
    """Rules that apply, and the reason why a rule that would hide the element may apply; empty when none."""
    sure: list[Rule] = []
    doubt = ""
    for rule in sheet.candidates(name, attributes, classes):
        if not _ancestors_fit(rule, parents):
            continue
        if rule.condition:
            if not doubt and _would_hide(rule):
                doubt = rule.condition
        else:
            sure.append(rule)
    return sure, doubt


def _ancestors_fit(rule: Rule, parents: list[Element]) -> bool:
    at = len(parents) - 1
    steps = rule.steps
    for i in range(len(steps) - 2, -1, -1):
        compound, combinator = steps[i][0], steps[i + 1][1]
        if combinator not in " >\t\n\r\f":
            return True  # a sibling: kept as conditional, its other side is not looked at
        while at >= 0:
            e = parents[at]
            at -= 1
            if compound.fits(e.name, e.attributes, e.classes):
                break
            if combinator == ">":
                return False
        else:
            return False
    return True


def _would_hide(rule: Rule) -> bool:
    style = _applied(Style(), {k: v for k, (v, _) in rule.declarations.items()})
    return bool(style.hidden or style.unknown)


def _cascade(matched: list[Rule], inline: str) -> dict[str, str]:
    if not matched and not inline:
        return {}
    ranked: dict[str, tuple[tuple[bool, bool, tuple[int, int, int], int], str]] = {}
    for rule in matched:
        for name, (value, important) in rule.declarations.items():
            rank = (important, False, rule.specificity, rule.order)
            if name not in ranked or ranked[name][0] <= rank:
                ranked[name] = (rank, value)
    for name, (value, important) in declarations_of(inline).items() if inline else ():
        rank = (important, True, (0, 0, 0), 0)
        if name not in ranked or ranked[name][0] <= rank:
            ranked[name] = (rank, value)
    return {name: value for name, (_, value) in ranked.items()}


def _applied(style: Style, values: dict[str, str]) -> Style:
    """The style after the declarations of the element itself."""
    if not values:
        return style
    unknown = next(
        (f"{k}: {v[:40]}" for k, v in values.items() if "var(" in v or "calc(" in v or "env(" in v or "attr(" in v), ""
    )
    if any(
        k in ("color", "background", "background-color", "margin", "margin-left", "margin-top")
        and unknown.startswith(k + ":")
        for k in values
    ):
        unknown = ""  # too common in honest pages to doubt each; colours not understood are never compared
    gone = _gone(values)
    if gone:
        return replace(style, gone=gone)
    unknown = unknown or _doubtful(values)
    style = replace(style, display=values.get("display", ""), unknown=style.unknown or unknown)
    if (seen := values.get("visibility")) is not None and seen not in ("inherit", "unset"):
        style = replace(style, visibility="hidden:visibility" if seen in ("hidden", "collapse") else "")
    style = _fonted(style, values)
    if "text-indent" in values:
        far = (_pixels(values["text-indent"].split()[0], style.font_px) or 0.0) <= _OFF_SCREEN_PX
        style = replace(style, indent="hidden:off-screen" if far else "")
    return _coloured(style, values)


def _fonted(style: Style, values: dict[str, str]) -> Style:
    size = values.get("font-size")
    if size is None and (m := re.search(r"(?:^|\s)([\d.]+[a-z%]*)\s*(?:/|\s)", values.get("font", ""))):
        size = m[1]
    if size is None or size in ("inherit", "unset", "smaller", "larger"):
        return style
    if size in _FONT_WORDS:
        return replace(style, font_px=_FONT_WORDS[size])
    if size.endswith("%"):
        found = _LENGTH.match(size)
        return replace(style, font_px=style.font_px * float(found[1]) / 100) if found else style
    pixels = _pixels(size, style.font_px)
    return style if pixels is None else replace(style, font_px=pixels)


def _coloured(style: Style, values: dict[str, str]) -> Style:
    for name in ("background", "background-color"):
        if name in values and values[name] not in ("inherit", "none", "unset", "initial"):
            value = values[name]
            colour = background_colour(value) if name == "background" else parse_colour(value)
            if colour is None or 0.05 < colour[3] < 1.0:
                style = replace(style, background=None)
            elif colour[3] >= 1.0:
                style = replace(style, background=colour)
    if "color" in values and values["color"] not in ("inherit", "currentcolor", "unset"):
        style = replace(style, colour=parse_colour(values["color"]))
    if "-webkit-text-fill-color" in values:
        fill = parse_colour(values["-webkit-text-fill-color"])
        style = replace(style, fill="hidden:transparent-colour" if fill and fill[3] <= _FAINT_OPACITY else "")
    return style


def _gone(v: dict[str, str]) -> str:
    """The technique by which these declarations hide an element and all that is in it; empty when none."""
    if v.get("display") == "none":
        return "hidden:display-none"
    if v.get("content-visibility") == "hidden":
        return "hidden:content-visibility"
    opacity = _fraction(v.get("opacity", ""))
    if opacity is not None and opacity <= _FAINT_OPACITY:
        return "hidden:opacity"
    if (m := re.search(r"opacity\(\s*([\d.]+%?)\s*\)", v.get("filter", ""))) and (
        _fraction(m[1]) or 0.0
    ) <= _FAINT_OPACITY:
        return "hidden:opacity"
    if (zoom := _fraction(v.get("zoom", ""))) is not None and 0 < zoom <= _FAINT_OPACITY:
        return "hidden:zero-size"
    return _clipped(v) or _off_screen(v)


def _clipped(v: dict[str, str]) -> str:
    if v.get("position") in ("absolute", "fixed") and (m := re.match(r"rect\(([^)]*)\)", v.get("clip", ""))):
        edges = [_pixels(p, 16.0) for p in re.split(r"[\s,]+", m[1].strip()) if p]
        if (
            len(edges) == 4
            and None not in edges
            and (edges[1] - edges[3] <= _POINT_PX or edges[2] - edges[0] <= _POINT_PX)
        ):  # type: ignore[operator]
            return "hidden:clip"
    path = v.get("clip-path", "")
    if m := re.match(r"inset\(([^)]*)\)", path):
        sides = [p for p in m[1].split() if p not in ("round",)]
        shares = [float(s[:-1]) for s in sides if re.fullmatch(r"[\d.]+%", s)]
        if shares and len(shares) == len(sides):
            top, right = shares[0], shares[1 % len(shares)]
            bottom = shares[2] if len(shares) > 2 else top
            left = shares[3] if len(shares) > 3 else right
            if top + bottom >= 100 or left + right >= 100:
                return "hidden:clip-path"
    if re.match(r"(?:circle|ellipse)\(\s*0(?:px|%|em)?(?:\s|\)|,)", path) or re.fullmatch(
        r"polygon\((?:\s*0(?:px|%)?\s+0(?:px|%)?\s*,?)+\)", path
    ):
        return "hidden:clip-path"
    clips = any(
        v.get(p, "").split(" ")[0] in ("hidden", "clip", "scroll", "auto")
        for p in ("overflow", "overflow-x", "overflow-y")
    )
    if clips:
        for side in ("width", "height", "max-width", "max-height"):
            size = _pixels(v.get(side, ""), 16.0)
            if size is not None and size <= _POINT_PX:
                return "hidden:zero-size"
        if (
            "line-height" in v
            and (_pixels(v["line-height"], 16.0) or 0.0) == 0.0
            and v["line-height"] != "normal"
            and "height" not in v
        ):
            return "hidden:zero-size"
    return ""


def _off_screen(v: dict[str, str]) -> str:
    edges = dict(zip(("top", "right", "bottom", "left"), _four(v.get("inset", "")), strict=False))
    placed = v.get("position") in ("absolute", "fixed", "relative", "sticky")
    for side in ("left", "right", "top", "bottom"):
        value = _pixels(v.get(side, edges.get(side, "")), 16.0)
        if (
            placed
            and value is not None
            and (value <= _OFF_SCREEN_PX or (side in ("left", "right") and value >= _FAR_RIGHT_PX))
        ):
            return "hidden:off-screen"
    margins = dict(zip(("top", "right", "bottom", "left"), _four(v.get("margin", "")), strict=False))
    for side in ("left", "top"):
        value = _pixels(v.get(f"margin-{side}", margins.get(side, "")), 16.0)
        if value is not None and value <= _OFF_SCREEN_PX:
            return "hidden:off-screen"
    transform = " ".join(
        (
            v.get("transform", ""),
            f"translate({v['translate']})" if "translate" in v else "",
            f"scale({v['scale']})" if "scale" in v else "",
        )
    )
    for m in re.finditer(r"(translate(?:x|y|3d)?|scale(?:x|y|3d)?)\(([^)]*)\)", transform):
        numbers = [_pixels(p, 16.0) for p in re.split(r"[\s,]+", m[2].strip()) if p]
        if m[1].startswith("scale") and any(n is not None and abs(n) <= _FAINT_OPACITY for n in numbers):
            return "hidden:zero-size"
        if m[1].startswith("translate") and any(
            n is not None and (n <= _OFF_SCREEN_PX or n >= _FAR_RIGHT_PX) for n in numbers
        ):
            return "hidden:off-screen"
    return ""


def _doubtful(v: dict[str, str]) -> str:
    """Declarations that may hide text but are not worked out."""
    if v.get("clip-path", "none") not in ("none", "unset", "initial", "inherit") and not v["clip-path"].startswith(
        "inset(0"
    ):
        return f"clip-path: {v['clip-path'][:40]}"
    if "blur(" in v.get("filter", ""):
        return f"filter: {v['filter'][:40]}"
    if re.search(r"matrix|rotate[xy3]|perspective", v.get("transform", "")):
        return f"transform: {v['transform'][:40]}"
    if v.get("position") in ("absolute", "fixed", "relative") and v.get("z-index", "").startswith("-"):
        return f"z-index: {v['z-index'][:10]}"
    for name in ("mask", "mask-image", "-webkit-mask-image"):
        if v.get(name, "none") not in ("none", "unset", "initial"):
            return f"{name}: {v[name][:40]}"
    spacing = _pixels(v.get("letter-spacing", ""), 16.0)
    if spacing is not None and spacing <= -6.0:
        return f"letter-spacing: {v['letter-spacing'][:20]}"
    return ""


def _four(value: str) -> list[str]:
    parts = value.split()
    if not parts:
        return []
    right = parts[1] if len(parts) > 1 else parts[0]
    return [parts[0], right, parts[2] if len(parts) > 2 else parts[0], parts[3] if len(parts) > 3 else right]


def _pixels(value: str, font_px: float) -> float | None:
    m = _LENGTH.match(value.strip())
    if not m:
        return None
    unit = m[2] or ""
    scale = font_px if unit == "em" else _PIXELS[unit]
    return float(m[1]) * scale


def _fraction(value: str) -> float | None:
    try:
        return float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return None
