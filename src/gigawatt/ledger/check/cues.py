"""The words that checks look for (`catalogue/checks/cues.toml`), as patterns over folded text."""

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from gigawatt.schema import read_toml


@lru_cache(maxsize=1)
def _table() -> dict[str, re.Pattern[str]]:
    rows = read_toml(Path(str(files("gigawatt") / "catalogue" / "checks" / "cues.toml")))["cues"]
    return {name: re.compile("|".join(_word(word) for word in words)) for name, words in rows.items()}


def _word(word: str) -> str:
    """Latin words stand alone; Chinese ones anywhere."""
    if word.startswith("re:"):
        return word.removeprefix("re:")
    text = re.escape(word.strip())
    return rf"(?<![a-z]){text}(?![a-z])" if word.strip()[0].isascii() else text


def cue(name: str, folded: str) -> re.Match[str] | None:
    """The first word of the list in the folded text, or None."""
    return _table()[name].search(folded)


def cue_word(name: str, folded: str) -> str:
    """The word found, or an empty text."""
    found = cue(name, folded)
    return found[0] if found else ""
