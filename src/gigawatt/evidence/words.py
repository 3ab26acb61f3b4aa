"""The lexica of the claim reader, found in one pass over a folded, lower-case text."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from gigawatt.evidence.folding import fold, is_latin
from gigawatt.schema import read_toml


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word's meaning: role (metric, status, verb, head, ...), value, weight, unit classes, reach, side."""

    role: str
    value: str
    weight: float = 1.0
    units: frozenset[str] = frozenset()
    reach: str = "sentence"
    side: str = "any"


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon word at a span of the text, with all its meanings."""

    start: int
    end: int
    word: str
    triggers: tuple[Trigger, ...]


def lexicon_folder() -> Path:
    """Folder of the lexica."""
    return Path(str(resources.files("gigawatt") / "evidence" / "lexicon"))


class Words:
    """All lexica in one Aho-Corasick automaton; longer words do not hide shorter ones of another role."""

    def __init__(self, entries: Iterable[tuple[str, Trigger]]) -> None:
        import ahocorasick

        table: dict[str, list[Trigger]] = {}
        variants = read_toml(lexicon_folder() / "variants.toml")["variants"]
        for word, trigger in entries:
            forms = {word} | {word.replace(a, b) for a, b in variants.items() if a in word}
            for form in sorted(forms):
                own = table.setdefault(fold(form).lower(), [])
                if trigger not in own:
                    own.append(trigger)
        self._automaton: Any = ahocorasick.Automaton()
        for word, triggers in table.items():
            self._automaton.add_word(word, (word, tuple(triggers)))
        self._automaton.make_automaton()

    def find(self, lowered: str) -> list[Hit]:
        """Words of the folded, lower-case text in order of their start; a word inside a longer one of the same role
        and place is left out."""
        raw: list[Hit] = []
        for last, (word, triggers) in self._automaton.iter(lowered):
            start, end = last + 1 - len(word), last + 1
            if is_latin(word[0]) and start and is_latin(lowered[start - 1]):
                continue
            if is_latin(word[-1]) and end < len(lowered) and is_latin(lowered[end]):
                continue
            raw.append(Hit(start, end, word, triggers))
        raw.sort(key=lambda hit: (hit.start, -hit.end))
        return _without_nested(raw)


def _without_nested(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    reach: dict[str, int] = {}
    for hit in hits:
        own = tuple(t for t in hit.triggers if reach.get(t.role, -1) < hit.end)
        for trigger in own:
            reach[trigger.role] = hit.end
        if own:
            kept.append(hit if len(own) == len(hit.triggers) else Hit(hit.start, hit.end, hit.word, own))
    return kept


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of all built-in lexica (read once)."""
    folder = lexicon_folder()
    entries: list[tuple[str, Trigger]] = []
    for row in read_toml(folder / "metrics.toml")["trigger"]:
        trigger = Trigger(
            "metric", row["metric"], row["weight"], frozenset(row["units"]), row.get("reach", "sentence"),
            row.get("side", "any"),
        )  # fmt: skip
        entries.extend((word, trigger) for word in row["words"])
    for row in read_toml(folder / "status.toml")["trigger"]:
        trigger = Trigger("status", row["status"], row["weight"], reach=row["reach"], side=row.get("side", "any"))
        entries.extend((word, trigger) for word in row["words"])
    speech = read_toml(folder / "speech.toml")
    entries.extend((word, Trigger("verb", word)) for word in speech["verbs"])
    entries.extend((word, Trigger("cite", word)) for word in speech["cite_before"])
    entries.extend((word, Trigger("role", role)) for word, role in speech["roles"].items())
    entries.extend((word, Trigger("unnamed", who)) for word, who in speech["unnamed"].items())
    heads = read_toml(folder / "heads.toml")
    for row in heads["head"]:
        side = "actor" if row.get("actor") else "any"
        entries.extend((word, Trigger("head", row["name"], row["rank"], side=side)) for word in row["words"])
    entries.extend((word, Trigger("qualifier", value)) for word, value in heads["qualifiers"].items())
    anaphora = read_toml(folder / "anaphora.toml")
    for kind, forms in anaphora["anaphor"].items():
        entries.extend((word, Trigger("anaphor", kind)) for word in forms)
    return Words(entries)


@lru_cache(maxsize=1)
def metric_defaults() -> dict[str, str]:
    """Unit class -> metric when no word tells more."""
    return dict(read_toml(lexicon_folder() / "metrics.toml")["defaults"])
