"""The lexica of the claim reader, found in one pass over a folded, lower-case text."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from operator import itemgetter
from pathlib import Path
from typing import Any

import tomli

from gigawatt.evidence.folding import LATIN_LETTERS, fold, is_latin


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word's meaning: role (metric, status, verb, head, ...), value, weight, unit classes, reach, side."""

    role: str
    value: str
    weight: float = 1.0
    units: frozenset[str] = frozenset()
    reach: str = "sentence"
    side: str = "any"


@dataclass(slots=True)
class Hit:
    """A lexicon word at a span of the text, with all its meanings."""

    start: int
    end: int
    word: str
    triggers: tuple[Trigger, ...]


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file of the package, parsed without the schema (so that reading a page does not load pydantic)."""
    return tomli.loads(path.read_text(encoding="utf-8"))


def lexicon_folder() -> Path:
    """Folder of the lexica."""
    return Path(str(resources.files("gigawatt") / "evidence" / "lexicon"))


class Words:
    """All lexica in one Aho-Corasick automaton; longer words do not hide shorter ones of another role."""

    def __init__(self, entries: Iterable[tuple[str, Trigger]]) -> None:
        import ahocorasick

        table: dict[str, list[Trigger]] = {}
        variants = read_table(lexicon_folder() / "variants.toml")["variants"]
        for word, trigger in entries:
            forms = {word} | {word.replace(a, b) for a, b in variants.items() if a in word}
            for form in sorted(forms):
                own = table.setdefault(fold(form).lower(), [])
                if trigger not in own:
                    own.append(trigger)
        self._automaton: Any = ahocorasick.Automaton()
        for word, triggers in table.items():
            edges = (is_latin(word[0]), is_latin(word[-1]))
            self._automaton.add_word(word, (len(word), *edges, word, tuple(triggers)))
        self._automaton.make_automaton()

    def find(self, lowered: str, begin: int = 0, stop: int | None = None) -> list[Hit]:
        """Words of a stretch of the folded, lower-case text in order of their start; a word inside a longer one of the
        same role and place is left out."""
        raw: list[tuple[int, int, str, tuple[Trigger, ...]]] = []
        size = len(lowered)
        found = self._automaton.iter(lowered, begin, size if stop is None else stop)
        for last, (length, latin_start, latin_end, word, triggers) in found:
            start, end = last + 1 - length, last + 1
            if latin_start and start and lowered[start - 1] in LATIN_LETTERS:
                continue
            if latin_end and end < size and lowered[end] in LATIN_LETTERS:
                continue
            raw.append((start, -end, word, triggers))
        if len(raw) > 1:
            raw.sort(key=_place)
        return _without_nested(raw)


_place = itemgetter(0, 1)


def _without_nested(raw: list[tuple[int, int, str, tuple[Trigger, ...]]]) -> list[Hit]:
    kept: list[Hit] = []
    reach: dict[str, int] = {}
    for start, negative_end, word, triggers in raw:
        end = -negative_end
        if len(triggers) == 1:
            role = triggers[0].role
            if reach.get(role, -1) < end:
                reach[role] = end
                kept.append(Hit(start, end, word, triggers))
            continue
        own = tuple(t for t in triggers if reach.get(t.role, -1) < end)
        for trigger in own:
            reach[trigger.role] = end
        if own:
            kept.append(Hit(start, end, word, own))
    return kept


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of all built-in lexica (read once)."""
    folder = lexicon_folder()
    entries: list[tuple[str, Trigger]] = []
    for row in read_table(folder / "metrics.toml")["trigger"]:
        trigger = Trigger(
            "metric", row["metric"], row["weight"], frozenset(row["units"]), row.get("reach", "sentence"),
            row.get("side", "any"),
        )  # fmt: skip
        entries.extend((word, trigger) for word in row["words"])
    for row in read_table(folder / "status.toml")["trigger"]:
        trigger = Trigger("status", row["status"], row["weight"], reach=row["reach"], side=row.get("side", "any"))
        entries.extend((word, trigger) for word in row["words"])
    speech = read_table(folder / "speech.toml")
    entries.extend((word, Trigger("verb", word)) for word in speech["verbs"])
    entries.extend((word, Trigger("cite", word)) for word in speech["cite_before"])
    entries.extend((word, Trigger("role", role)) for word, role in speech["roles"].items())
    entries.extend((word, Trigger("unnamed", who)) for word, who in speech["unnamed"].items())
    heads = read_table(folder / "heads.toml")
    for row in heads["head"]:
        side = "actor" if row.get("actor") else "any"
        entries.extend((word, Trigger("head", row["name"], row["rank"], side=side)) for word in row["words"])
    entries.extend((word, Trigger("qualifier", value)) for word, value in heads["qualifiers"].items())
    anaphora = read_table(folder / "anaphora.toml")
    for kind, forms in anaphora["anaphor"].items():
        entries.extend((word, Trigger("anaphor", kind)) for word in forms)
    return Words(entries)


@lru_cache(maxsize=1)
def metric_defaults() -> dict[str, str]:
    """Unit class -> metric when no word tells more."""
    return dict(read_table(lexicon_folder() / "metrics.toml")["defaults"])
