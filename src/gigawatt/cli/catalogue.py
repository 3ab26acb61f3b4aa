"""`gigawatt catalogue list|show|check`: what the catalogue holds, one record of it, and whether a folder is sound."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

if TYPE_CHECKING:
    from gigawatt.atlas.catalogue import Catalogue

app = App(name="catalogue", help="What the catalogue holds: list its records, show one, check a folder of your own.")

Folder = Annotated[Path | None, Parameter(name="--catalogue", help="a folder with your own TOML files on top")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="print JSON for machines")]


def _counts(catalogue: "Catalogue") -> dict[str, int]:
    from gigawatt.atlas.catalogue import KINDS

    return {kind: len(catalogue.table(kind)) for kind in KINDS} | {"block": len(catalogue.blocks)}


def _name(kind: str, record: Any) -> str:
    if kind == "firm_fact":
        return f"{record.value:g} {record.unit}"
    if kind == "parameter":
        return f"{record.name} ({record.p10:g} / {record.p50:g} / {record.p90:g} {record.unit})"
    return record.title if kind == "source" else record.name


@app.command(name="list")
def list_records(kind: str | None = None, *, catalogue: Folder = None, as_json: Json = False) -> int:
    """List the records of a kind, or how many there are of each kind when none is given.

    kind: source, entity, chip, cooling_plant, region, campus, programme, deal, policy, firm_fact, parameter.
    """
    from rich.console import Console
    from rich.table import Table

    from gigawatt.atlas.catalogue import load_catalogue
    from gigawatt.errors import printable

    loaded = load_catalogue(catalogue)
    rows: list[tuple[str, str]]
    if kind is None:
        rows = [(name, str(count)) for name, count in _counts(loaded).items()]
    else:
        rows = [(name, _name(kind, record)) for name, record in loaded.table(kind).items()]
    if as_json:
        print(json.dumps([{"id": name, "name": text} for name, text in rows], ensure_ascii=False))
        return 0
    table = Table("kind" if kind is None else "id", "records" if kind is None else "name", box=None)
    for name, text in rows:
        table.add_row(printable(name), printable(text))
    Console(markup=False, highlight=False).print(table)
    return 0


@app.command
def show(identifier: str, *, catalogue: Folder = None, as_json: Json = False) -> int:
    """Show everything that is known about an id (a programme, campus, block, chip, parameter, ...)."""
    import difflib

    from gigawatt.atlas.catalogue import KINDS, load_catalogue
    from gigawatt.errors import InputError

    loaded = load_catalogue(catalogue)
    hits = loaded.find(identifier)
    if not hits:
        known = [name for kind in KINDS for name in loaded.table(kind)] + list(loaded.blocks)
        near = difflib.get_close_matches(identifier, known, n=4)
        raise InputError("id-unknown", got=identifier, hint=f"near ids: {', '.join(near) or 'none'}")
    if as_json:
        print(json.dumps([{"kind": kind} | record.model_dump() for kind, record in hits], ensure_ascii=False, indent=2))
        return 0
    for kind, record in hits:
        print(f"[{kind}]")
        _print_fields(record.model_dump(exclude_defaults=True), 1)
        for source in sorted(_sources(record.model_dump())):
            note = loaded.sources.get(source)
            if note is not None:
                print(f"  source {source}: {note.publisher}, {note.title} {note.url} {note.day or ''}".rstrip())
    return 0


def _print_fields(value: dict[str, Any], depth: int) -> None:
    from gigawatt.errors import printable

    for key, item in value.items():
        if isinstance(item, (list, tuple)) and item and isinstance(item[0], dict):
            for number, part in enumerate(item, 1):
                print("  " * depth + f"{key} {number}")
                _print_fields(part, depth + 1)
        elif isinstance(item, (list, tuple)):
            print("  " * depth + f"{key}: {printable(', '.join(map(str, item)))}")
        else:
            print("  " * depth + f"{key}: {printable(item)}")


def _sources(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["source"]} if isinstance(value.get("source"), str) else set()
        return own.union(*(_sources(item) for item in value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*(_sources(item) for item in value))
    return set()


@app.command
def check(folder: Path | None = None, *, as_json: Json = False) -> int:
    """Check the built-in catalogue, with a folder of your own on top when one is given; tell every fault.

    Exit code 0: sound; 2: faults, one line each with file, line and key.
    """
    from gigawatt.atlas.catalogue import load_catalogue
    from gigawatt.errors import FaultList, InputError

    try:
        loaded = load_catalogue(folder)
    except FaultList as faults:
        if not as_json:
            raise
        print(json.dumps({"sound": False, "faults": [fault.as_dict() for fault in faults.faults]}, ensure_ascii=False))
        return InputError.exit_code
    counts = _counts(loaded)
    if as_json:
        report = {"sound": True, "records": counts, "replaced": list(loaded.replaced), "digest": loaded.digest}
        print(json.dumps(report, ensure_ascii=False))
        return 0
    print("sound: " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    for name in loaded.replaced:
        print(f"stands in for the built-in {name}")
    return 0
