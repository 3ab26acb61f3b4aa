"""CSS colours as red, green, blue and opacity; None when the notation is not understood."""

import colorsys
import re
from functools import lru_cache

Colour = tuple[float, float, float, float]
"""red, green, blue in 0..255, opacity in 0..1"""

WHITE: Colour = (255.0, 255.0, 255.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
_NAMES = {
    "white": "ffffff", "black": "000000", "red": "ff0000", "green": "008000", "blue": "0000ff", "yellow": "ffff00",
    "gray": "808080", "grey": "808080", "silver": "c0c0c0", "maroon": "800000", "olive": "808000", "lime": "00ff00",
    "aqua": "00ffff", "cyan": "00ffff", "teal": "008080", "navy": "000080", "fuchsia": "ff00ff", "magenta": "ff00ff",
    "purple": "800080", "orange": "ffa500", "snow": "fffafa", "ivory": "fffff0", "whitesmoke": "f5f5f5",
    "ghostwhite": "f8f8ff", "floralwhite": "fffaf0", "mintcream": "f5fffa", "azure": "f0ffff", "seashell": "fff5ee",
    "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "gainsboro": "dcdcdc", "darkgray": "a9a9a9", "darkgrey": "a9a9a9",
    "dimgray": "696969", "dimgrey": "696969", "pink": "ffc0cb", "gold": "ffd700", "brown": "a52a2a", "beige": "f5f5dc",
    "linen": "faf0e6", "honeydew": "f0fff0", "aliceblue": "f0f8ff", "lavender": "e6e6fa", "canvas": "ffffff",
    "lightyellow": "ffffe0", "lightcyan": "e0ffff", "oldlace": "fdf5e6", "cornsilk": "fff8dc",
    "lavenderblush": "fff0f5", "mistyrose": "ffe4e1", "lemonchiffon": "fffacd",
    "antiquewhite": "faebd7", "papayawhip": "ffefd5",
    "lightgoldenrodyellow": "fafad2", "bisque": "ffe4c4", "canvastext": "000000", "transparent": "00000000",
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{4}|[0-9a-f]{3})$")
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]*)\)$")
_IN_SHORTHAND = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgba?|hsla?)\([^()]*\)|[a-z][a-z-]*(?:\([^()]*\))?")


def parse_colour(value: str) -> Colour | None:
    """A colour by name, #hex, rgb() or hsl(); None when not understood (var(), lab(), ...)."""
    value = _NAMES.get(value.strip(), value.strip())
    if m := _HEX.match(value):
        digits = m[1] if len(m[1]) > 4 else "".join(c * 2 for c in m[1])
        parts = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
        return (float(parts[0]), float(parts[1]), float(parts[2]), parts[3] / 255 if len(parts) > 3 else 1.0)
    if m := _FUNCTION.match(value):
        return _function(m[1], [p for p in re.split(r"[\s,/]+", m[2].strip()) if p])
    return None


def background_colour(value: str) -> Colour | None:
    """The colour inside a `background` shorthand; None when it has none or hides it under a picture."""
    if "url(" in value or "gradient(" in value or "var(" in value or "image" in value:
        return None
    for m in _IN_SHORTHAND.finditer(value):
        if (colour := parse_colour(m.group())) is not None:
            return colour
    return None


def _function(name: str, parts: list[str]) -> Colour | None:
    try:
        if len(parts) not in (3, 4):
            return None
        alpha = _number(parts[3], 1.0) if len(parts) == 4 else 1.0
        if name.startswith("rgb"):
            r, g, b = (min(255.0, max(0.0, _number(p, 255.0))) for p in parts[:3])
            return (r, g, b, alpha)
        hue = float(parts[0].removesuffix("deg")) % 360 / 360
        r, g, b = colorsys.hls_to_rgb(hue, _number(parts[2], 1.0), _number(parts[1], 1.0))
        return (r * 255, g * 255, b * 255, alpha)
    except ValueError:
        return None


def _number(part: str, whole: float) -> float:
    return float(part[:-1]) / 100 * whole if part.endswith("%") else float(part)


@lru_cache(maxsize=256)
def contrast(first: Colour, second: Colour) -> float:
    """Contrast ratio of two opaque colours, 1..21 (WCAG 2.2, relative luminance)."""
    a, b = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [c / 255 for c in colour[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
