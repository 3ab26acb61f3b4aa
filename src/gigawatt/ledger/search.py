"""Full-text search in both Chinese scripts and in English over one index.

Text is folded (compatibility forms, lower case, Traditional to Simplified by character) and each Chinese character
becomes a word of its own; a query is folded in the same way, and a run of Chinese characters must occur as that run.
So a Simplified query finds Traditional text, and names of two characters are found, which trigrams cannot do.
"""

import re
import unicodedata

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")


def fold(text: str) -> str:
    """The text in compatibility form, lower case and Simplified characters."""
    from gigawatt.evidence.folding import fold as simplify

    return simplify(unicodedata.normalize("NFKC", text).casefold())


def _words(text: str) -> list[str]:
    return [word for run in _RUN.findall(fold(text)) for word in (list(run) if _HAN.match(run) else [run])]


def index_words(text: str) -> str:
    """The words of a text as they go into the index, separated by spaces."""
    return " ".join(_words(text))


def query_words(text: str) -> str:
    """An FTS5 query that asks for every part of the text: runs of Chinese as phrases, the rest by beginning of word."""
    parts = []
    for run in _RUN.findall(fold(text)):
        phrase = " ".join(run) if _HAN.match(run) else run
        parts.append(f'"{phrase}"' if _HAN.match(run) else f'"{phrase}"*')
    return " AND ".join(parts)
