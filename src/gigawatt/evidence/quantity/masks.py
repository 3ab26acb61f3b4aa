"""Stretches of a text in which digits are never quantities: addresses, mail, citation marks, clock times, phone numbers."""

import re

_MASK = re.compile(
    r"(?:https?|ftp)://[^\s)>\]，。；、（）」”]+|www\.[^\s)>\]，。；、（）」”]+"
    r"|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
    r"|\]\((?!\d)[^)\s]{1,2000}\)"
    r"|(?<![\w/])(?:[a-z0-9-]{1,40}\.){1,4}(?:com|org|net|io|gov|edu|cn|hk|tw|co|ai)(?:/[^\s)>\]，。；、]*)?"
)
_SMALL = re.compile(
    r"\[\d{1,3}(?:[,-] ?\d{1,3})*\]"
    r"|(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)(?: ?[ap]\.?m\.?(?![a-z]))?|(?<!\d)\d{1,2} ?时\d{1,2}分|(?<!\d)\d{1,2} ?[ap]\.?m\.?(?![a-z])"
    r"|(?<![\d$])\d{3,4}-\d{3,4}-\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|\(0?\d{4,5}(?:\.[a-z]{2})?\)|(?<!\d)\d{4,5}\.(?:hk|sh|sz|ss|tw)(?![a-z])"
    r"|(?<![\d.])\d+(?:\.\d+){2,}(?![\d])|sid=\d+"
)


def masked(s: str) -> list[tuple[int, int]]:
    """Spans of the reading form that hold no quantities, in text order."""
    spans: list[tuple[int, int]] = []
    if "/" in s or "www." in s or "@" in s or ".c" in s or "](" in s:
        spans.extend(m.span() for m in _MASK.finditer(s))
    if "[" in s or ":" in s or "时" in s or "(" in s or "-" in s or "." in s:
        spans.extend(m.span() for m in _SMALL.finditer(s))
    spans.sort()
    return spans
