"""One reading form of a text, of the same length, so that every offset in it is an offset in the raw text.

The evidence room's folding (Traditional to Simplified by character, full width to half width), and more that only the
grammar needs: all dashes one hyphen, all spaces one space, Latin capitals small letters.
"""

from functools import cache

from gigawatt.evidence.folding import fold_table

_SPACES = "\u2004\u2005\u2006\u2007\u2008\u200a\u205f\t"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500"
_OTHER = {
    "〜": "~",
    "∼": "~",
    "﹪": "%",
    "﹩": "$",
    "￥": "¥",
    "￡": "£",
    "【": "[",
    "】": "]",
    "’": "'",
    "\u00d7": "x",
}


class _Table(dict[int, int]):
    """Code point -> code point. What is not in it stands for itself and is remembered (in the basic plane: at most
    65,536 entries), since `str.translate` pays for each letter that it does not find."""

    def __missing__(self, code: int) -> int:
        if code < 0x10000:
            self[code] = code
        return code


@cache
def _table() -> _Table:
    table = _Table({a: ord(chr(b).lower()) if b < 128 else b for a, b in fold_table().items()})
    table.update({ord(c): ord(" ") for c in _SPACES} | {ord(c): ord("-") for c in _DASHES})
    table.update({ord(a): ord(b) for a, b in _OTHER.items()})
    table.update({code: code + 32 for code in range(65, 91)})
    return table


def reading_form(text: str) -> str:
    """The text as the grammar reads it: `len(reading_form(t)) == len(t)` for every t; positions agree one to one."""
    return text.translate(_table())
