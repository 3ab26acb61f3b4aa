"""Stretches of a text in which digits are never quantities: addresses and mail."""

import re

_MASK = re.compile(
    r"(?:https?|ftp)://[^\s)>\]，。；、（）」”]+|www\.[^\s)>\]，。；、（）」”]+"
    r"|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
    r"|\]\((?!\d)[^)(\[\]\s]{1,2000}\)"
)


def masked(s: str) -> list[tuple[int, int]]:
    """Spans of the reading form that hold no quantities (addresses), in text order."""
    if "://" not in s and "www." not in s and "@" not in s and "](" not in s:
        return []
    return [m.span() for m in _MASK.finditer(s)]
