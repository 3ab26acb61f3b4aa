"""Write docs/reference/glossary.md from the words and meanings in src/gigawatt/locale/glossary.toml.

python tools/make_glossary.py
"""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/gigawatt/locale/glossary.toml"
TARGET = ROOT / "docs/reference/glossary.md"


def page() -> str:
    """The page: one row per word, in both languages."""
    words = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    rows = [
        f"| **{word['en']}** | {word['zh']} | {words['meaning'][key]['en']} | {words['meaning'][key]['zh']} |"
        for key, word in words["glossary"].items()
    ]
    head = [
        "# Glossary", "",
        "Made from `src/gigawatt/locale/glossary.toml` by `tools/make_glossary.py`; do not edit here.", "",
        "| English | 中文 | meaning | 含义 |", "| --- | --- | --- | --- |",
    ]  # fmt: skip
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(page(), encoding="utf-8")
