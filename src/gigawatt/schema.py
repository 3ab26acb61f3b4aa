"""One strict, frozen base for every file and record, and a TOML reader that reports all faults at once."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from gigawatt.errors import FaultList, GigawattError, InputError

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Strict(BaseModel):
    """Frozen model: unknown keys are faults, no silent conversion between types, change makes a new copy."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


Model = TypeVar("Model", bound=BaseModel)


def is_day(text: str) -> bool:
    """Whether the text is an ISO year, month or day: `2025`, `2025-10`, `2025-10-01`."""
    return bool(_DAY.fullmatch(text))


def day_bounds(text: str) -> tuple[str, str]:
    """First and last day, both ISO, that an ISO year, month or day can mean."""
    import calendar

    if not is_day(text):
        raise InputError("date-form", got=text, expected="YYYY, YYYY-MM or YYYY-MM-DD")
    if len(text) == 4:
        return f"{text}-01-01", f"{text}-12-31"
    if len(text) == 7:
        last = calendar.monthrange(int(text[:4]), int(text[5:]))[1]
        return f"{text}-01", f"{text}-{last:02d}"
    return text, text


def read_toml(path: Path) -> dict[str, Any]:
    """The parsed TOML file; InputError with line and column when it is not TOML or not UTF-8."""
    import tomli  # the standard library's parser, compiled: the catalogue is read in a third of the time

    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError("file-missing", where=str(path), expected="a TOML file") from None
    except UnicodeDecodeError as error:
        raise InputError("encoding", where=f"{path}: byte {error.start}", expected="UTF-8") from None
    except tomli.TOMLDecodeError as error:
        raise InputError("toml-syntax", where=str(path), got=str(error), expected="valid TOML") from None
    except OSError as error:
        raise InputError("file-unreadable", where=str(path), got=error.strerror or str(error)) from None


def line_of_key(text: str, location: Sequence[str | int]) -> int:
    """Line (from 1) that a pydantic location such as ("block", 2, "power_mw") points to, as near as the text allows.

    Walks the location: a name followed by a number is the n-th `[[...name]]` header after the last place, any other
    name is the next `name =` or `[...name]`. A part that is not found leaves the place where it was.
    """
    lines = text.splitlines()
    place = 0
    for depth, part in enumerate(location):
        if isinstance(part, int):
            continue
        follower = location[depth + 1] if depth + 1 < len(location) else None
        nth = follower if isinstance(follower, int) else 0
        name = re.escape(part)
        header = re.compile(rf"\s*\[\[?\s*([\w-]+\.)*{name}\s*\]|\s*{name}\s*=")
        hits = [number for number in range(place, len(lines)) if header.match(lines[number])]
        if hits:
            place = hits[min(nth, len(hits) - 1)]
    return place + 1


def faults_of(error: ValidationError, path: Path, text: str, prefix: Sequence[str | int] = ()) -> list[InputError]:
    """Every fault of a validation error as an InputError with file, line and key."""
    faults = []
    for item in error.errors():
        location = (*prefix, *item["loc"])
        line = line_of_key(text, location)
        key = ".".join(str(part) for part in location) or "(file)"
        got = "" if item["type"] == "missing" else repr(item.get("input"))
        faults.append(
            InputError(
                f"schema-{item['type'].replace('_', '-')}",
                where=f"{path}:{line} {key}",
                got=got,
                expected=item["msg"],
            )
        )
    return faults


def check_tables(
    model: type[Model], tables: Iterable[Any], path: Path, key: str, faults: list[GigawattError]
) -> list[Model]:
    """Validate each table of an array of tables; faults are appended, valid ones returned."""
    text = path.read_text(encoding="utf-8")
    good = []
    for number, table in enumerate(tables):
        try:
            good.append(model.model_validate(table))
        except ValidationError as error:
            faults.extend(faults_of(error, path, text, (key, number)))
    return good


def read_model(model: type[Model], path: Path) -> Model:
    """One model from one TOML file; a FaultList with every fault when it does not fit."""
    raw = read_toml(path)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise FaultList(faults_of(error, path, path.read_text(encoding="utf-8"))) from None
