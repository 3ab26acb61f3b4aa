"""How a chart looks and speaks: language, width, names of sources, frame; shared by all charts of the room."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gigawatt.errors import InputError
from gigawatt.i18n import text

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDE, NARROW = 640, 300  # width of the plot itself [px]; below the mean of both the legend goes under it
LEAST, MOST = 200, 4000
_FONT = "Inter, Noto Sans, Noto Sans CJK SC, sans-serif"
_TITLE, _SUBTITLE, _LABEL = 14, 11, 10  # sizes of type [px]
_WORD = re.compile(r"[\u2e80-\uffef][\u3001\u3002\uff01\uff09\uff0c\uff1a\uff1b\u201d]*|[^\s\u2e80-\uffef]+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Look:
    """Language, width of the plot [px] and the names shown for sources."""

    lang: str = "en"
    width: int = WIDE
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def is_narrow(self) -> bool:
        """Whether the legend stands below the plot."""
        return self.width < (WIDE + NARROW) / 2

    def say(self, key: str, **values: object) -> str:
        """A phrase of `locale/campus.toml`."""
        return text(f"campus_chart.{key}", self.lang, **values)

    def name(self, source: str) -> str:
        """The name shown for a source or store."""
        return self.labels.get(source, source)

    def names_in(self, kind: str, name: str) -> str:
        """The word for a `design` or an `operation`."""
        return text(f"campus_{kind}.{name}", self.lang)

    @property
    def legend(self) -> Spec:
        """Where the legend stands."""
        return {"orient": "bottom", "columns": 3} if self.is_narrow else {"orient": "right"}

    def frame(self, title: str, note: str, **rest: Any) -> Spec:
        """A chart with its title and note wrapped to the width."""
        room = self.width + 60
        return {
            "$schema": SCHEMA,
            "title": {
                "text": wrapped(title, room, _TITLE), "subtitle": wrapped(note, room, _SUBTITLE), "anchor": "start",
                "frame": "group" if "facet" in rest else "bounds", "fontSize": _TITLE, "subtitleColor": "#555",
                "subtitlePadding": 4, "offset": 8,
            },
            "width": self.width,
            "height": 260,
            "background": "white",
            "config": {"font": _FONT, "axis": {"labelColor": "#333", "titleColor": "#333"}, "view": {"stroke": None}},
            **rest,
        }  # fmt: skip

    def domain(self, values: list[float], labels: list[str], width: int) -> list[float]:
        """The range of an axis of bars [low, high] that leaves room for the labels at their ends."""
        longest = max((extent(label, _LABEL + 1) for label in labels), default=0.0) + 8.0
        share = min(longest / width, 0.6)
        low, high = min([*values, 0.0]), max([*values, 0.0])
        return [1.05 * low, high + (high - low) * share / (1.0 - share)]


def look_of(lang: str, width: int, extra: Path | None = None) -> Look:
    """The look for a language and a width; InputError for a language or width that there is not."""
    from gigawatt.campus.catalogue import load_supply
    from gigawatt.i18n import LANGUAGES

    if lang not in LANGUAGES:
        raise InputError("language", got=lang, expected=" or ".join(LANGUAGES))
    if not LEAST <= width <= MOST:
        raise InputError("width", got=width, expected=f"{LEAST} to {MOST} pixels")
    sources = load_supply(extra).sources.values()
    labels = {s.id: (s.name_zh or s.id) if lang == "zh" else s.id.replace("_", " ") for s in sources}
    return Look(lang, width, labels)


def extent(phrase: str, size: float) -> float:
    """Rough width of a phrase [px]: Chinese characters are as wide as the type is high, others 0.55 of it."""
    return sum(size if ord(character) >= 0x2E80 else 0.55 * size for character in phrase)


def wrapped(phrase: str, width: float, size: float) -> list[str]:
    """The phrase in lines no wider than `width` [px], broken between words or Chinese characters."""
    lines = [""]
    for word in _WORD.findall(phrase):
        if lines[-1] and extent(lines[-1] + word.rstrip(), size) > width:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]
