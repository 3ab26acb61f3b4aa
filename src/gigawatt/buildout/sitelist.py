"""Anybody's own list of blocks: CSV (one line per block) or TOML (`[[block]]`), the same keys in both.

Keys: id, site, facility_mw (or it_mw with pue), low_mw, high_mw, stage, stage_on, started_on, target, operational_on,
region, owner, supplier, power_sources (CSV: separated by `;`), programme (with `:share`, separated by `;`), chips,
weight, prepaid. Only id or site, a power and a stage are needed. All faults of a file are told at once.
"""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator

from gigawatt.atlas.types import STAGES
from gigawatt.buildout.epoch import read_table
from gigawatt.buildout.plans import with_needs
from gigawatt.buildout.types import BlockPlan
from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.schema import Strict, check_tables, day_bounds, is_day, read_toml

_W_PER_MW = 1e6
_DAYS = ("stage_on", "started_on", "target", "operational_on")
_NUMBERS = ("facility_mw", "it_mw", "pue", "low_mw", "high_mw", "chips", "weight")


class ListedBlock(Strict):
    """One block of an own list. Power is facility power, or IT power with a PUE; both at once are a fault."""

    id: str = ""
    site: str
    facility_mw: float | None = Field(default=None, gt=0, strict=False)
    it_mw: float | None = Field(default=None, gt=0, strict=False)
    pue: float | None = Field(default=None, ge=1, le=3, strict=False)
    low_mw: float | None = Field(default=None, gt=0, strict=False)
    high_mw: float | None = Field(default=None, gt=0, strict=False)
    stage: str
    stage_on: str | None = None
    started_on: str | None = None
    target: str | None = None
    operational_on: str | None = None
    region: str = ""
    owner: str = ""
    supplier: str = ""
    power_sources: tuple[str, ...] = Field(default=(), strict=False)
    programme: tuple[str, ...] = Field(default=(), strict=False)
    chips: float | None = Field(default=None, gt=0, strict=False)
    weight: float = Field(default=1.0, gt=0, strict=False)
    prepaid: bool = False

    @field_validator("stage")
    @classmethod
    def _known_stage(cls, stage: str) -> str:
        if stage not in (*STAGES, "cancelled"):
            raise ValueError(f"one of {', '.join((*STAGES, 'cancelled'))}")
        return stage

    @field_validator(*_DAYS)
    @classmethod
    def _real_day(cls, day: str | None) -> str | None:
        if day is not None:
            from datetime import date

            if not is_day(day):
                raise ValueError("YYYY, YYYY-MM or YYYY-MM-DD")
            date.fromisoformat(day_bounds(day)[0])
        return day

    @model_validator(mode="after")
    def _coherent(self) -> "ListedBlock":
        if (self.facility_mw is None) == (self.it_mw is None):
            raise ValueError("exactly one of facility_mw and it_mw")
        if self.it_mw is not None and self.pue is None:
            raise ValueError("it_mw needs pue: IT and facility power are not mixed")
        middle = self.facility_mw if self.facility_mw is not None else self.it_mw * self.pue
        if (self.low_mw or middle) > middle or (self.high_mw or middle) < middle:
            raise ValueError("low_mw <= facility power <= high_mw does not hold")
        if self.started_on and self.operational_on and self.operational_on < self.started_on:
            raise ValueError("operational_on lies before started_on")
        return self

    def plan(self) -> BlockPlan:
        """The block plan with its needs."""
        facility_w = (self.facility_mw if self.facility_mw is not None else self.it_mw * self.pue) * _W_PER_MW
        shares = tuple((n.partition(":")[0], float(n.partition(":")[2] or 1.0)) for n in self.programme)
        return with_needs(
            BlockPlan(
                id=self.id or self.site,
                campus=self.site,
                facility_power_w=facility_w,
                facility_power_low_w=None if self.low_mw is None else self.low_mw * _W_PER_MW,
                facility_power_high_w=None if self.high_mw is None else self.high_mw * _W_PER_MW,
                stage=self.stage,
                stage_on=self.stage_on,
                started_on=self.started_on,
                target=self.target,
                operational_on=self.operational_on,
                region=self.region,
                owner=self.owner,
                supplier=self.supplier,
                power_sources=self.power_sources,
                programmes=shares,
                weight=self.weight,
                prepaid=self.prepaid,
                chips_per_w=self.chips / facility_w if self.chips else None,
                inputs=(f"fact:{self.id or self.site}",),
            )  # fmt: skip
        )


def read_sites(path: Path) -> list[BlockPlan]:
    """Block plans of a CSV or TOML list; a FaultList with every fault."""
    if path.suffix.lower() == ".toml":
        faults: list[GigawattError] = []
        raw = read_toml(path)
        for key in raw:
            if key != "block":
                faults.append(InputError("key-unknown", where=f"{path}: {key}", expected="[[block]] tables only"))
        blocks = check_tables(ListedBlock, raw.get("block", []), path, "block", faults)
    elif path.suffix.lower() == ".csv":
        blocks, faults = _read_csv(path)
    else:
        raise InputError("site-list-kind", where=str(path), got=path.suffix, expected=".csv or .toml")
    seen: set[str] = set()
    for block in blocks:
        name = block.id or block.site
        if name in seen:
            faults.append(InputError("block-twice", where=f"{path}: {name}", expected="each block once; give ids"))
        seen.add(name)
    if not blocks and not faults:
        faults.append(InputError("no-blocks", where=str(path), expected="at least one block"))
    if faults:
        raise FaultList(faults)
    return [block.plan() for block in blocks]


def _read_csv(path: Path) -> tuple[list[ListedBlock], list[GigawattError]]:
    headers, rows = read_table(path)
    faults: list[GigawattError] = []
    known = set(ListedBlock.model_fields)
    for header in headers:
        if header not in known:
            faults.append(
                InputError("column-unknown", where=f"{path}: header", got=header, expected=", ".join(sorted(known)))
            )
    blocks = []
    for line, cells in rows:
        values: dict[str, Any] = {k: v.strip() for k, v in cells.items() if k in known and v.strip()}
        for name in ("power_sources", "programme"):
            if name in values:
                values[name] = [part.strip() for part in values[name].split(";")]
        if "prepaid" in values:
            values["prepaid"] = {"true": True, "yes": True, "false": False, "no": False}.get(values["prepaid"].lower())
        try:
            blocks.append(ListedBlock.model_validate(values))
        except ValidationError as error:
            for item in error.errors():
                key = ".".join(str(part) for part in item["loc"]) or "(line)"
                got = "" if item["type"] == "missing" else str(item.get("input"))
                faults.append(InputError("site-list", where=f"{path}:{line} {key}", got=got, expected=item["msg"]))
    return blocks, faults


def plans_from_vintage(vintage: Any, join: Any = None) -> list[BlockPlan]:
    """Block plans of a tracker's vintage: one per step of power; past steps are on, future ones have their day.

    Steps down (equipment taken out) reduce the last step that is on. Regions are not in the tables: no grid limit.
    """
    from gigawatt.buildout.status import stages_in
    from gigawatt.buildout.steps import evidence

    plans = []
    for name, site in vintage.sites.items():
        campus = join.name(vintage.day, name) if join else name
        level = 0.0
        for step in site.steps():
            if step.day <= vintage.day or step.after_mw <= step.before_mw:
                continue
            sign = evidence(site, step, vintage.day)
            # a further hall on a site where work is seen is no plain announcement: its land is there
            working = sign.stage == "announced" and any(stages_in(r.status) for r in site.rows if r.day <= vintage.day)
            plans.append(
                with_needs(
                    BlockPlan(
                        id=f"{campus} {step.before_mw:g}-{step.after_mw:g} MW",
                        campus=campus,
                        facility_power_w=(step.after_mw - step.before_mw) * _W_PER_MW,
                        stage="land_clearing" if working else sign.stage,
                        stage_on=None if sign.since is None else sign.since.isoformat(),
                        target=step.day.isoformat(),
                        owner=site.owner,
                        power_sources=("grid", "gas_turbine") if sign.onsite_power else (),
                        inputs=(f"epoch:{vintage.day}:{step.row.line}",),
                    )  # fmt: skip
                )
            )
        level = site.at(vintage.day)
        if level > 0:
            plans.append(
                BlockPlan(
                    id=f"{campus} on",
                    campus=campus,
                    facility_power_w=level * _W_PER_MW,
                    stage="operational",
                    owner=site.owner,
                    inputs=(f"epoch:{vintage.day}",),
                )  # fmt: skip
            )
    return plans
