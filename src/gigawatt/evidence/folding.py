"""Same-length folding of text for matching: Traditional to Simplified, full width to half width."""

from functools import lru_cache
from importlib import resources

_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"


@lru_cache(maxsize=1)
def fold_table() -> dict[int, int]:
    """Code point -> code point: one Simplified character for each Traditional one, ASCII for full-width forms."""
    text = (resources.files("gigawatt") / "evidence" / "lexicon" / "traditional.txt").read_text(encoding="utf-8")
    traditional, simplified = [line for line in text.splitlines() if line and not line.startswith("#")]
    table = dict(zip(map(ord, traditional), map(ord, simplified), strict=True))
    table.update({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    table.update({ord(space): 32 for space in _SPACES})
    return table


def fold(text: str) -> str:
    """The text with each character folded; the length never changes."""
    if text.isascii():
        return text
    folded = text.translate(fold_table())
    return folded.replace("计画", "计划").replace("规画", "规划") if "画" in folded else folded


def is_han(character: str) -> bool:
    """Whether the character is a Chinese ideograph of the basic block or extension A."""
    return "\u3400" <= character <= "\u9fff"


LATIN_LETTERS = frozenset(c for c in map(chr, range(0x250)) if c.isalpha())
"""letters of Latin words: ASCII, Latin-1 and extended letters"""


def is_latin(character: str) -> bool:
    """Whether the character is a letter of a Latin word."""
    return character in LATIN_LETTERS
