"""Write docs/reference/parameters.md from the catalogue. `--check` only says whether it is up to date."""

import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "reference" / "parameters.md"


def number(value: float) -> str:
    """A value as people write it: up to six digits, no exponent between 1e-4 and 1e7."""
    return f"{value:.6g}" if value == 0 or 1e-4 <= abs(value) < 1e7 else f"{value:.4e}"


def cell(text: str) -> str:
    """Text that is safe inside a table cell."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def reference() -> str:
    """The whole page: every parameter by the first part of its key, then the default spreads, then the sources."""
    from gigawatt.atlas.catalogue import BUILT_IN, load_catalogue
    from gigawatt.schema import read_toml

    catalogue = load_catalogue()
    groups = defaultdict(list)
    for parameter in catalogue.parameters:
        groups[parameter.key.split(".")[0]].append(parameter)
    assumed = sum(p.source == "assumption" or p.spread == "assumption" for p in catalogue.parameters)
    bare = sum(p.spread == "none given" for p in catalogue.parameters)
    parts = [
        "# Parameters\n\nMade by `tools/make_reference.py` from `src/gigawatt/catalogue`; do not edit by hand.\n",
        f"{len(catalogue.parameters)} parameters from {len({p.source for p in catalogue.parameters})} sources. "
        f"{assumed} rest on an assumption for their value or their bounds; {bare} have no spread in their source "
        "and are drawn with the default of their class (last table but one). Units are those of the source; the year is "  # noqa: E501
        "the price year of money, else the year that the value holds for.\n",
    ]
    for group in sorted(groups):
        parts.append(f"## {group}\n")
        parts.append("| key | what | P10 | P50 | P90 | unit | shape | spread | region | year | source |")
        parts.append("|---|---|---|---|---|---|---|---|---|---|---|")
        for p in sorted(groups[group], key=lambda p: p.key):
            numbers = " | ".join(number(value) for value in (p.p10, p.p50, p.p90))
            parts.append(
                f"| `{p.key}` | {cell(p.name)} | {numbers} | {cell(p.unit)} | {p.shape} | {p.spread} "
                f"| {cell(p.region)} | {p.year or ''} | `{p.source}` |"
            )
        parts.append("")
    parts.append("## Default spreads by class\n\n| class | sigma | reason |\n|---|---|---|")
    for spread in read_toml(BUILT_IN / "class_spreads.toml")["class_spread"]:
        parts.append(f"| {spread['kind']} | {spread['sigma']:g} | {cell(spread['reason'])} |")
    parts.append("\n## Sources of these parameters\n")
    for name in sorted({p.source for p in catalogue.parameters} - {"assumption"}):
        source = catalogue.sources[name]
        told = ", ".join(part for part in (source.publisher, source.title, source.day, source.licence) if part)
        parts.append(f"- `{name}`: {cell(told)} {f'<{source.url}>' if source.url else ''}".rstrip())
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the page, or with --check return 1 when it is out of date."""
    text = reference()
    if "--check" in sys.argv[1:]:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if current != text:
            print(f"{TARGET.relative_to(ROOT)} is out of date: run tools/make_reference.py")
            return 1
        return 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
