"""The catalogue: every TOML file of the data folder, checked as one whole.

A file holds arrays of tables named by what they describe: `[[source]]`, `[[parameter]]`, `[[programme]]`,
`[[campus]]`, ... in any mix, so that a site with its sources is one file. Every fault of every file is told at once,
with file, line and key. References are checked in `atlas.references`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gigawatt.atlas.types import (
    Block,
    Campus,
    Chip,
    CoolingPlant,
    Deal,
    Entity,
    FirmFact,
    Policy,
    Programme,
    Region,
    SourceNote,
)
from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.params import Parameter, ParameterBook
from gigawatt.schema import Strict, check_tables, faults_of, line_of_key, read_toml

BUILT_IN = Path(__file__).resolve().parents[1] / "catalogue"

KINDS: dict[str, type[Strict]] = {
    "source": SourceNote,
    "entity": Entity,
    "chip": Chip,
    "cooling_plant": CoolingPlant,
    "region": Region,
    "campus": Campus,
    "programme": Programme,
    "deal": Deal,
    "policy": Policy,
    "firm_fact": FirmFact,
    "parameter": Parameter,
}
# Folders whose files hold only the arrays above; folders of other rooms may hold further tables, read by those rooms.
_OWN_FOLDERS = (
    "",
    "programmes",
    "campuses",
    "deals",
    "policies",
    "chips",
    "cooling",
    "regions",
    "finance",
    "parameters",
)
_SPREADS_FILE = "class_spreads.toml"


class ClassSpread(Strict):
    """Default spread of a class of parameters whose source gives none."""

    kind: str
    sigma: float
    """standard deviation of the logarithm (lognormal) or relative standard deviation (other shapes)"""
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: file, array name and number, so that a fault can name the line."""

    path: Path
    kind: str
    number: int

    def line(self, *location: str | int) -> str:
        """`file:line key` of a key of the record; the file is read again only when a fault is told."""
        text = self.path.read_text(encoding="utf-8")
        key = ".".join(str(part) for part in (self.kind, self.number, *location))
        return f"{self.path}:{line_of_key(text, (self.kind, self.number, *location))} {key}"


@dataclass(frozen=True)
class Catalogue:
    """All tables by id, the parameters, and where each record stands."""

    sources: dict[str, SourceNote]
    entities: dict[str, Entity]
    chips: dict[str, Chip]
    cooling: dict[str, CoolingPlant]
    regions: dict[str, Region]
    campuses: dict[str, Campus]
    programmes: dict[str, Programme]
    deals: dict[str, Deal]
    policies: dict[str, Policy]
    firm_facts: tuple[FirmFact, ...]
    parameters: ParameterBook
    places: dict[tuple[str, str], Place] = field(repr=False)
    digest: str
    """sha256 over the names and bytes of all files read: part of the hash of a scenario"""
    replaced: tuple[str, ...] = ()
    """`kind id` of the built-in records that a record of the user's own folder stands in for"""

    @cached_property
    def blocks(self) -> dict[str, tuple[Campus, Block]]:
        """Every block by id with the campus it stands on."""
        return {block.id: (campus, block) for campus in self.campuses.values() for block in campus.blocks}

    def table(self, kind: str) -> dict[str, Any]:
        """The records of one kind by id; parameters by key, firm facts by their number."""
        if kind == "parameter":
            return {parameter.key: parameter for parameter in self.parameters}
        if kind == "firm_fact":
            return {firm_fact_id(fact): fact for fact in self.firm_facts}
        names = {
            "source": self.sources,
            "entity": self.entities,
            "chip": self.chips,
            "cooling_plant": self.cooling,
            "region": self.regions,
            "campus": self.campuses,
            "programme": self.programmes,
            "deal": self.deals,
            "policy": self.policies,
        }
        if kind not in names:
            raise InputError("catalogue-kind", got=kind, expected=", ".join(KINDS))
        return dict(names[kind])

    def find(self, identifier: str) -> list[tuple[str, Any]]:
        """(kind, record) of every record with this id, and of every block, amount or promise that it names."""
        hits = [(kind, table[identifier]) for kind in KINDS if identifier in (table := self.table(kind))]
        if identifier in self.blocks:
            hits.append(("block", self.blocks[identifier][1]))
        for kind in ("programme", "campus", "deal"):
            for record in self.table(kind).values():
                hits += [("amount", amount) for amount in record.amounts if amount.id == identifier]
                hits += [("promise", promise) for promise in record.promises if promise.id == identifier]
        return hits


def firm_fact_id(fact: FirmFact) -> str:
    """`entity:metric:period:known`: what tells one figure of a firm from another."""
    return f"{fact.entity}:{fact.metric}:{fact.per or ''}:{fact.period_end or ''}:{fact.known_on or ''}"


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """(folder, path) of every TOML file under a folder, in name order."""
    for path in sorted(root.rglob("*.toml")):
        relative = path.relative_to(root)
        yield (relative.parts[0] if len(relative.parts) > 1 else ""), path


def _identity(kind: str, record: Any) -> str:
    if kind == "parameter":
        return record.key
    if kind == "firm_fact":
        return firm_fact_id(record)
    return record.id


def _same_source(first: Any, second: Any) -> bool:
    """Whether both name one source: two files may each bring the sources that they rest on."""
    keys = ("title", "publisher", "url")
    return isinstance(first, SourceNote) and all(getattr(first, key) == getattr(second, key) for key in keys)


@dataclass(slots=True)
class _Reading:
    """What has been read so far: records and places by kind and id, spreads, faults, hash."""

    records: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    spreads: dict[str, float] = field(default_factory=dict)
    faults: list[GigawattError] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    hash: Any = field(default_factory=hashlib.sha256)

    def folder(self, root: Path, own: bool) -> None:
        """Read one folder; `own` marks the user's folder, whose records may stand in for built-in ones."""
        here: set[tuple[str, str]] = set()
        for folder, path in _files(root):
            self._file(path, folder, here, own)
            self.hash.update(str(path.relative_to(root)).encode())

    def _file(self, path: Path, folder: str, here: set[tuple[str, str]], own: bool) -> None:
        try:
            raw = read_toml(path)
        except InputError as error:
            self.faults.append(error)
            return
        self.hash.update(path.read_bytes())
        if path.name == _SPREADS_FILE:
            for spread in check_tables(ClassSpread, raw.pop("class_spread", []), path, "class_spread", self.faults):
                self.spreads[spread.kind] = spread.sigma
        for key, tables in raw.items():
            if key not in KINDS:
                if folder in _OWN_FOLDERS:
                    line = line_of_key(path.read_text(encoding="utf-8"), (key,))
                    self.faults.append(
                        InputError("catalogue-table", where=f"{path}:{line}", got=key, expected=", ".join(KINDS))
                    )
                continue
            if not isinstance(tables, list):
                self.faults.append(InputError("catalogue-table", where=f"{path} {key}", expected=f"[[{key}]] tables"))
                continue
            self._tables(path, key, tables, here, own)

    def _tables(self, path: Path, kind: str, tables: list[Any], here: set[tuple[str, str]], own: bool) -> None:
        text = path.read_text(encoding="utf-8")
        for number, table in enumerate(tables):
            try:
                record = KINDS[kind].model_validate(table)
            except ValidationError as error:
                self.faults.extend(faults_of(error, path, text, (kind, number)))
                continue
            identity, place = _identity(kind, record), Place(path, kind, number)
            if (kind, identity) in here and not _same_source(self.records[kind][identity], record):
                first = self.places[kind, identity]
                self.faults.append(
                    InputError("id-twice", where=place.line("id"), got=identity, hint=f"first at {first.line('id')}")
                )
                continue
            if own and (kind, identity) in self.places and (kind, identity) not in here:
                self.replaced.append(f"{kind} {identity}")
            here.add((kind, identity))
            self.records[kind][identity] = record
            self.places[kind, identity] = place


def load_catalogue(extra: Path | None = None) -> Catalogue:
    """The built-in catalogue, with the user's own folder on top when one is given; FaultList with every fault.

    A record of the user's folder with the id of a built-in one stands in its place, and is named in `replaced`.
    """
    return load_folders(BUILT_IN, extra)


def load_folders(root: Path, extra: Path | None = None) -> Catalogue:
    """A catalogue from a folder and an optional second one; references are checked over both together."""
    from gigawatt.atlas.references import reference_faults

    reading = _Reading()
    for folder, own in ((root, False), (extra, True)):
        if folder is None:
            continue
        if not folder.is_dir():
            raise InputError("folder-missing", where=str(folder), expected="a folder with TOML files")
        reading.folder(folder, own)
    parameters = ParameterBook(reading.records["parameter"].values(), reading.spreads)
    catalogue = Catalogue(
        sources=reading.records["source"],
        entities=reading.records["entity"],
        chips=reading.records["chip"],
        cooling=reading.records["cooling_plant"],
        regions=reading.records["region"],
        campuses=reading.records["campus"],
        programmes=reading.records["programme"],
        deals=reading.records["deal"],
        policies=reading.records["policy"],
        firm_facts=tuple(reading.records["firm_fact"].values()),
        parameters=parameters,
        places=reading.places,
        digest=reading.hash.hexdigest(),
        replaced=tuple(reading.replaced),
    )
    faults = [*reading.faults, *reference_faults(catalogue)]
    if faults:
        raise FaultList(faults)
    return catalogue
