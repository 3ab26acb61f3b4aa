"""The user's own numbers: a TOML file whose values stand beside ours, marked as theirs, and never replace a source.

```toml
[[parameter]]              # a catalogue parameter by key; unit and interval as in the catalogue
key = "funding.chips_per_it_power"
unit = "USD/MW"
p50 = 30e6

[[block]]                  # a block by id: any of power_mw, target, stage, operational_on
id = "abilene.b3"
target = "2026-12"

[[promise]]                # a promise by id: any of low, high, unit, by
id = "stargate.10gw"
by = "2030-12-31"
```
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, Field

from gigawatt.atlas.types import Block, Campus, Programme, Promise, Stage
from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.params import Parameter, ParameterBook
from gigawatt.schema import Strict, is_day, read_model
from gigawatt.units import convert


class ParameterOverride(Strict):
    """Another value for a parameter; without P10 and P90 the spread of ours is kept in proportion."""

    key: str
    unit: str
    p50: float = Field(strict=False)
    p10: float | None = Field(default=None, strict=False)
    p90: float | None = Field(default=None, strict=False)
    note: str = ""


class BlockOverride(Strict):
    """Other facts for a block."""

    id: str
    power_mw: float | None = Field(default=None, ge=0, strict=False)
    target: str | None = None
    stage: Stage | None = None
    operational_on: str | None = None
    note: str = ""


class PromiseOverride(Strict):
    """Other terms for a promise."""

    id: str
    low: float | None = Field(default=None, strict=False)
    high: float | None = Field(default=None, strict=False)
    unit: str | None = None
    by: str | None = None
    note: str = ""


class OverrideFile(Strict):
    """An override file as read."""

    parameter: tuple[ParameterOverride, ...] = Field(default=(), strict=False)
    block: tuple[BlockOverride, ...] = Field(default=(), strict=False)
    promise: tuple[PromiseOverride, ...] = Field(default=(), strict=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """One value of ours and theirs: what it is called, unit, note."""

    key: str
    kind: Literal["parameter", "block", "promise"]
    label: str
    unit: str
    ours: float | str | None
    theirs: float | str | None
    note: str


class Overridable(Protocol):
    """What an override file is applied to."""

    parameters: ParameterBook
    campuses: dict[str, Campus]
    programmes: dict[str, Programme]


@dataclass(frozen=True, slots=True)
class Overridden:
    """Parameters, campuses and programmes with the user's values in place, and what was changed."""

    parameters: ParameterBook
    campuses: dict[str, Campus]
    programmes: dict[str, Programme]
    changed: tuple[Changed, ...]
    sha256: str


Fact = TypeVar("Fact", bound=BaseModel)


def apply_overrides(path: Path, base: Overridable) -> Overridden:
    """Apply a file; a FaultList names every unknown key, bad unit and bad date at once."""
    wanted = read_model(OverrideFile, path)
    faults: list[GigawattError] = []
    changed: list[Changed] = []

    parameters = [_parameter(o, base.parameters, path, faults, changed) for o in wanted.parameter]
    blocks = {o.id: o for o in wanted.block}
    promises = {o.id: o for o in wanted.promise}
    for day in (
        [o.target for o in wanted.block] + [o.operational_on for o in wanted.block] + [o.by for o in wanted.promise]
    ):
        if day is not None and not is_day(day):
            faults.append(InputError("date-form", where=str(path), got=day, expected="YYYY, YYYY-MM or YYYY-MM-DD"))
    campuses = {
        key: campus.model_copy(
            update={
                "blocks": tuple(_block(b, blocks.pop(b.id, None), changed) for b in campus.blocks),
                "promises": tuple(
                    _promise(p, promises.pop(p.id, None), path, faults, changed) for p in campus.promises
                ),
            }
        )
        for key, campus in base.campuses.items()
    }
    programmes = {
        key: programme.model_copy(
            update={
                "promises": tuple(
                    _promise(p, promises.pop(p.id, None), path, faults, changed) for p in programme.promises
                )
            }
        )
        for key, programme in base.programmes.items()
    }
    for kind, left in (("block", blocks), ("promise", promises)):
        for name in left:
            faults.append(InputError(f"{kind}-unknown", where=str(path), got=name, hint="`gigawatt catalogue list`"))
    if faults:
        raise FaultList(faults)
    book = base.parameters.replaced([p for p in parameters if p is not None])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Overridden(book, campuses, programmes, tuple(changed), digest)


def _parameter(
    override: ParameterOverride, book: ParameterBook, path: Path, faults: list[GigawattError], changed: list[Changed]
) -> Parameter | None:
    try:
        ours = book[override.key]
        factor = convert(1.0, override.unit, ours.unit)
    except InputError as error:
        faults.append(InputError(error.code, where=f"{path} {override.key}", got=error.got, hint=error.hint))
        return None
    middle = override.p50 * factor
    if ours.shape == "lognormal" and ours.p50 > 0:
        low, high = ours.p10 * middle / ours.p50, ours.p90 * middle / ours.p50
    else:
        low, high = middle - (ours.p50 - ours.p10), middle + (ours.p90 - ours.p50)
    low = low if override.p10 is None else override.p10 * factor
    high = high if override.p90 is None else override.p90 * factor
    changed.append(Changed(override.key, "parameter", ours.name, ours.unit, ours.p50, middle, override.note))
    values: dict[str, Any] = {"p10": low, "p50": middle, "p90": high}
    try:
        return Parameter.model_validate(
            ours.model_dump()
            | values
            | {"spread": "assumption", "source": "assumption", "reason": f"the user's own number, {path.name}"}
        )
    except ValueError as error:
        faults.append(
            InputError("override-value", where=f"{path} {override.key}", got=str(error).splitlines()[-2].strip())
        )
        return None


def _block(block: Block, override: BlockOverride | None, changed: list[Changed]) -> Block:
    if override is None:
        return block
    update: dict[str, Any] = {}
    for name, unit in (("power_mw", "MW"), ("target", "date"), ("stage", ""), ("operational_on", "date")):
        value = getattr(override, name)
        if value is not None:
            changed.append(
                Changed(block.id, "block", f"{block.id} {name}", unit, getattr(block, name), value, override.note)
            )
            update[name] = value
    if "power_mw" in update:
        update |= {"power_low_mw": None, "power_high_mw": None}
    return block.model_copy(update=update)


def _promise(
    promise: Promise, override: PromiseOverride | None, path: Path, faults: list[GigawattError], changed: list[Changed]
) -> Promise:
    if override is None:
        return promise
    factor = 1.0
    if override.unit is not None:
        try:
            factor = convert(1.0, override.unit, promise.unit)
        except InputError as error:
            faults.append(InputError(error.code, where=f"{path} {promise.id}", got=error.got, expected=error.expected))
    update: dict[str, Any] = {}
    for name in ("low", "high"):
        value = getattr(override, name)
        if value is not None:
            update[name] = value * factor
            label = f"{promise.id} {name}"
            changed.append(
                Changed(
                    promise.id, "promise", label, promise.unit, getattr(promise, name), value * factor, override.note
                )
            )
    if override.by is not None:
        changed.append(
            Changed(promise.id, "promise", f"{promise.id} by", "date", promise.by, override.by, override.note)
        )
        update["by"] = override.by
    return promise.model_copy(update=update)
