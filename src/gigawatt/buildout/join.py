"""One name per site over all vintages: printed names, Handle and Title, the alias table, and places as a check."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from gigawatt.buildout.constants import EARTH_RADIUS_KM, SAME_PLACE_KM
from gigawatt.buildout.durations import catalogue_folder
from gigawatt.buildout.vintages import Join, Site, Vintage
from gigawatt.schema import read_toml

_WEAK = {
    "data",
    "center",
    "centre",
    "campus",
    "site",
    "mega",
    "project",
    "the",
    "of",
    "new",
    "north",
    "south",
    "east",
    "west",
}


@lru_cache(maxsize=1)
def alias_table() -> dict[str, str]:
    """Printed name -> canonical name, from `catalogue/durations/site_names.toml`."""
    table = read_toml(catalogue_folder("durations") / "site_names.toml")
    return {alias: name for name, aliases in table["site"].items() for alias in aliases}


def distance_km(first: Site, second: Site) -> float | None:
    """Great-circle distance of two sites, None when a place is unknown."""
    if None in (first.latitude, first.longitude, second.latitude, second.longitude):
        return None
    a, b = math.radians(first.latitude), math.radians(second.latitude)
    # signs of longitudes are not always printed; compare the absolute values
    dl = math.radians(abs(abs(first.longitude) - abs(second.longitude)))
    h = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(dl / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def plain_name(name: str) -> str:
    """A name without case, spaces and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def tokens(name: str) -> frozenset[str]:
    """Telling words of a name."""
    import re

    return frozenset(t for t in re.findall(r"[a-z0-9]+", name.lower()) if len(t) > 1 and t not in _WEAK)


def join_vintages(vintages: Sequence[Vintage], aliases: Mapping[str, str] | None = None) -> Join:
    """Canonical names for all (vintage, printed name).

    In order: the alias table; names that differ by case, spaces and punctuation only; a name that a later vintage
    prints as the other name (Handle -> Title) of the same site; the same place with a shared telling word, or without
    places the site that shares most such words, for names that are not printed side by side. A site that could mean two
    others is left apart and told.
    """
    aliases = alias_table() if aliases is None else aliases
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    merged: list[dict[str, str]] = []
    unmatched: list[dict[str, str]] = []
    together = {frozenset(pair) for v in vintages for pair in _pairs(v.sites)}

    def unite(old: str, new: str, why: str) -> None:
        a, b = find(old), find(new)
        if a != b:
            parent[a] = b
            merged.append({"name": old, "as": new, "why": why})

    for vintage in vintages:
        for name in vintage.sites:
            find(name)
    for name in list(parent):
        if name in aliases:
            unite(name, aliases[name], "alias table")
    spelt = {plain_name(alias): target for alias, target in aliases.items()}
    for name in list(parent):
        other = spelt.setdefault(plain_name(name), name)
        if other != name and frozenset((name, other)) not in together:
            unite(name, other, "the same but for case, spaces and punctuation")
    printed = {name for v in vintages for name in v.sites}
    for vintage in vintages:
        for name, site in vintage.sites.items():
            for other in site.other_names:
                if other in printed and frozenset((name, other)) not in together:
                    unite(name, other, "Handle and Title of one site")
    for first, second in zip(vintages, vintages[1:], strict=False):
        _join_by_place(first, second, find, unite, unmatched)
    canonical: dict[tuple[date, str], str] = {}
    for vintage in vintages:
        seen: dict[str, str] = {}
        for name in vintage.sites:
            root = find(name)
            if root in seen:
                unmatched.append(
                    {"vintage": str(vintage.day), "site": name, "why": f"split: {seen[root]} and {name} are one name"}
                )
                root = name
            seen[root] = name
            canonical[vintage.day, name] = root
    return Join(canonical, tuple(unmatched), tuple(merged))


def _pairs(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    listed = sorted(names)
    return ((a, b) for i, a in enumerate(listed) for b in listed[i + 1 :])


def _join_by_place(
    first: Vintage,
    second: Vintage,
    find: Callable[[str], str],
    unite: Callable[[str, str, str], None],
    unmatched: list[dict[str, str]],
) -> None:
    known = {find(n) for n in second.sites}
    gone = [s for n, s in first.sites.items() if find(n) not in known]
    earlier = {find(n) for n in first.sites}
    fresh = [s for n, s in second.sites.items() if find(n) not in earlier]
    for site in gone:
        near: list[tuple[int, Site]] = []
        for other in fresh:
            distance = distance_km(site, other)
            shared = len(tokens(site.name) & tokens(other.name))
            if shared and (distance is None and shared >= 2 or distance is not None and distance <= SAME_PLACE_KM):
                near.append((shared if distance is None else 0, other))
        most = max((count for count, _ in near), default=0)
        near = [(count, other) for count, other in near if count == most]
        if len(near) == 1:
            placed = distance_km(site, near[0][1]) is not None
            unite(site.name, near[0][1].name, "same place and a shared word" if placed else "most shared words")
        else:
            why = "no site of that name or place in the next vintage" if not near else (
                "could be " + " or ".join(o.name for _, o in near) + ": split?"
            )  # fmt: skip
            unmatched.append({"vintage": str(second.day), "site": site.name, "why": why})
