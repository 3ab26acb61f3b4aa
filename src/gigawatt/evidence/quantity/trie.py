"""A regular expression for one of many words, longest first, with shared beginnings (so that matching stays cheap)."""

import re
from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """Pattern that matches the longest of `words` at a position; words are literal text."""
    root: dict = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict) -> str:
    ends = "" in node
    singles, longer = [], []
    for letter, below in sorted(node.items()):
        if letter == "":
            continue
        if set(below) == {""}:
            singles.append(letter)
        else:
            longer.append(re.escape(letter) + _pattern(below))
    parts = list(longer)
    if len(singles) == 1:
        parts.append(re.escape(singles[0]))
    elif singles:
        parts.append("[" + "".join(re.escape(s) for s in singles) + "]")
    if not parts:
        return ""
    if len(parts) == 1 and not ends:
        return parts[0]
    body = "(?:" + "|".join(parts) + ")"
    return body + "?" if ends else body
