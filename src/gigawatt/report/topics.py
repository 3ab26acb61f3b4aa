"""Which claims belong to a topic: a name in any spelling, a part of a name, a subject of the field, or words."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import name_key
from gigawatt.ledger.search import fold
from gigawatt.schema import read_toml

_CLAUSE = re.compile(r"[,;，；。、]")


@lru_cache(maxsize=1)
def _topics() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """key -> (words, metrics) of the subjects of the field (`catalogue/checks/topics.toml`)."""
    rows = read_toml(Path(str(files("gigawatt") / "catalogue" / "checks" / "topics.toml")))["topic"]
    return {key: (tuple(row["words"]), frozenset(row["metrics"])) for key, row in rows.items()}


def _field_topic(topic: str) -> tuple[tuple[str, ...], frozenset[str]]:
    plain = fold(topic).strip()
    for key, (words, metrics) in _topics().items():
        if plain == key:
            return words, metrics
        if plain in words:
            return (plain,), metrics if plain == words[0] else frozenset()
    return (), frozenset()


def _holds(text: str, word: str) -> bool:
    if word[:1].isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}s?(?![a-z])", text) is not None
    return word in text


def about(topic: str, held: Sequence[Held], names: Mapping[str, str] | None = None) -> tuple[list[Held], set[str]]:
    """Claims about a topic, and the ids of those of which it is the subject or the other party.

    The others only name it, before the figure or in the clause of the figure. A part of a name (`Liberty`) stands for
    every name that holds it as whole words.
    """
    from gigawatt.evidence.entities import gazetteer

    names = names or {}
    wanted = {name_key(topic)} | {name_key(found.name) for found in gazetteer().find(topic)}
    part = tuple(name_key(topic).split())
    words, metrics = _field_topic(topic)
    plain = [word for word in fold(topic).split() if word]
    chosen, own = [], set()
    for one in held:
        claim = one.claim
        keys = {name_key(names.get(n, n)) for n in (claim.subject, claim.counterparty) if n}
        parts = {
            key for n in (claim.subject, claim.counterparty) if n for key in map(name_key, re.split(r" and |;", n))
        }
        if (keys | parts) & wanted or any(_has_words(key, part) for key in keys) or claim.metric in metrics:
            chosen.append(one)
            own.add(one.id)
            continue
        near = fold(_until_clause_end(one))
        if any(_holds(near, word) for word in words) or (plain and all(_holds(near, word) for word in plain)):
            chosen.append(one)
        elif _named(claim.quote) & wanted and _named(_until_clause_end(one)) & wanted:
            chosen.append(one)
    return chosen, own


def _has_words(key: str, part: tuple[str, ...]) -> bool:
    words = key.split()
    return bool(part) and any(tuple(words[i : i + len(part)]) == part for i in range(len(words)))


def _until_clause_end(one: Held) -> str:
    """The sentence from its beginning to the end of the clause that holds the figure."""
    claim = one.claim
    end = max(0, claim.start - claim.quote_start) + len(claim.qty)
    stop = _CLAUSE.search(claim.quote, end)
    return claim.quote[: stop.start()] if stop else claim.quote


@lru_cache(maxsize=16384)
def _named(text: str) -> frozenset[str]:
    """Keys of the names in a text."""
    from gigawatt.evidence.entities import gazetteer

    return frozenset(name_key(mention.name) for mention in gazetteer().find(text))
