"""The gazetteer: names of this beat in English, Simplified and Traditional Chinese, found in one pass.

Entities live in `catalogue/entities/*.toml`. Matching runs on folded text (Traditional characters mapped to
Simplified, full width to half width, same length), so a Simplified name is also found in Traditional text; such a
spelling is derived, not attested, and `Mention.derived` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.evidence.folding import LATIN_LETTERS, fold, is_han
from gigawatt.evidence.words import read_table

if TYPE_CHECKING:
    from gigawatt.atlas.types import Entity

OBSERVERS = frozenset(("bank", "research", "ratings", "consulting", "data"))
"""sectors that speak about others: they are the subject only when nobody else is"""

ORGANISATIONS = frozenset({"company", "programme", "agency", "utility", "fund"})


@dataclass(frozen=True, slots=True)
class Name:
    """What the matcher needs to know of an entity: canonical English name, kind, country, parent."""

    id: str
    name: str
    kind: str
    country: str | None = None
    parent: str | None = None
    sector: str | None = None


@dataclass(slots=True)
class Mention:
    """A name seen at a span. `derived`: found only through the character map; `unknown`: proposed, not in the list."""

    start: int
    end: int
    name: str
    kind: str
    country: str | None = None
    parent: str | None = None
    sector: str | None = None
    derived: bool = False
    unknown: bool = False


def entity_folder() -> Path:
    """Folder of the built-in entity files."""
    return Path(str(resources.files("gigawatt") / "catalogue" / "entities"))


def load_entities(folders: Iterable[Path] = ()) -> tuple["Entity", ...]:
    """Every entity of the built-in folder and of further ones, validated; FaultList with all faults otherwise.

    Two entities may not claim one alias unless `ambiguous.toml` lists it; an id may appear once.
    """
    from gigawatt.atlas.types import Entity
    from gigawatt.schema import check_tables, read_toml

    faults: list[GigawattError] = []
    found: list[Entity] = []
    ambiguous: set[str] = set()
    origin: dict[str, Path] = {}
    owner: dict[str, Entity] = {}
    for folder in (entity_folder(), *folders):
        extra = folder / "ambiguous.toml"
        if extra.is_file():
            ambiguous.update(read_toml(extra).get("ambiguous_aliases", []))
        for path in sorted(folder.glob("*.toml")):
            if path.name in ("ambiguous.toml", "sources.toml"):
                continue
            for entity in check_tables(Entity, read_toml(path).get("entity", []), path, "entity", faults):
                if entity.id in origin:
                    faults.append(InputError("entity-twice", where=f"{path} {entity.id}", got=str(origin[entity.id])))
                origin[entity.id] = path
                found.append(entity)
                for alias in spellings(entity):
                    other = owner.setdefault(alias, entity)
                    if other.id != entity.id and alias not in ambiguous:
                        faults.append(
                            InputError(
                                "alias-claimed-twice",
                                where=f"{path} {entity.id}",
                                got=alias,
                                expected=f"an alias that {other.id} does not claim",
                                hint="name it in ambiguous_aliases of ambiguous.toml when both really use it",
                            )
                        )
    if faults:
        raise FaultList(faults)
    return tuple(found)


def spellings(entity: "Entity") -> tuple[str, ...]:
    """All attested spellings: canonical name, aliases, Simplified and Traditional Chinese; each once."""
    return tuple(dict.fromkeys((entity.name, *entity.aliases, *entity.zh, *entity.zh_hant)))


class Gazetteer:
    """Finds names in text by Aho-Corasick over folded text; the longest name at a place wins."""

    def __init__(self, names: Iterable[tuple[str, Name, bool]], not_names: Iterable[str] = ()) -> None:
        import ahocorasick

        self._automaton: Any = ahocorasick.Automaton()
        table: dict[str, tuple[str, Name | None]] = {}
        attested: set[str] = set()
        for spelling, name, is_attested in names:
            key = fold(spelling)
            table.setdefault(key, (key, name))
            if is_attested:
                attested.add(spelling)
        for word in not_names:
            table[fold(word)] = (fold(word), None)
        for key, value in table.items():
            self._automaton.add_word(key, value)
        self._automaton.make_automaton()
        self._attested = attested
        self._size = len(table)

    def __len__(self) -> int:
        """Number of spellings known."""
        return self._size

    def find(self, text: str, folded: str | None = None) -> list[Mention]:
        """Names in the text, in order, not overlapping; spans are code points of `text`."""
        folded = fold(text) if folded is None else folded
        spans: list[tuple[int, int, Name | None]] = []
        for last, (key, name) in self._automaton.iter(folded):
            start, end = last + 1 - len(key), last + 1
            if _stands_alone(folded, start, end):
                spans.append((start, -end, name))
        if len(spans) > 1:
            spans.sort(key=_place)
        mentions: list[Mention] = []
        reached = 0
        for start, negative_end, name in spans:
            if start < reached:
                continue
            end = reached = -negative_end
            if name is None:
                continue
            derived = text[start:end] not in self._attested
            mentions.append(Mention(start, end, name.name, name.kind, name.country, name.parent, name.sector, derived))
        return mentions


_place = itemgetter(0, 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name at the span is a word of its own, not a part of a longer word or of a person's name."""
    if start and text[start] in LATIN_LETTERS and (text[start - 1] in LATIN_LETTERS or text[start - 1].isdigit()):
        return False
    if end < len(text):
        after = text[end]
        if (after in LATIN_LETTERS or after.isdigit()) and (text[end - 1] in LATIN_LETTERS or text[end - 1].isdigit()):
            return False
        if text[start:end] in ("US", "US.", "UN", "EU") and after in "$€£":
            return False
        if after == "·" and is_han(text[end - 1]):
            return False
    return not (start and text[start - 1] == "·" and end - start <= 2 and is_han(text[start]))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of the built-in entities (read once)."""
    names: list[tuple[str, Name, bool]] = []
    folder = entity_folder()
    rows = [row for path in sorted(folder.glob("*.toml")) for row in read_table(path).get("entity", [])]
    name_of = {row["id"]: row["name"] for row in rows}
    for row in rows:
        parent = name_of.get(row.get("parent"))
        name = Name(row["id"], row["name"], row["kind"], row.get("country"), parent, row.get("sector"))
        forms = (row["name"], *row.get("aliases", ()), *row.get("zh", ()), *row.get("zh_hant", ()))
        names.extend((form, name, True) for form in forms)
        words = [form for form in forms if form.isalpha() and form.isascii() and len(form) > 3]
        names.extend((word.upper(), name, False) for word in words)
    not_names = read_table(folder / "ambiguous.toml").get("not_names", [])
    return Gazetteer(names, not_names)
