"""From the atlas to block plans: facility power, stage, days, region, owner, programmes with shares, needs."""

from collections.abc import Iterable, Mapping

from gigawatt.atlas.types import Campus, Chip, Programme
from gigawatt.buildout.supply import default_needs
from gigawatt.buildout.types import BlockPlan

_W_PER_MW = 1e6


def programme_shares(programmes: Iterable[Programme]) -> dict[tuple[str, str | None], list[tuple[str, float]]]:
    """(campus, block or None for all) -> [(programme, share)]."""
    found: dict[tuple[str, str | None], list[tuple[str, float]]] = {}
    for programme in programmes:
        for share in programme.shares:
            found.setdefault((share.campus, share.block), []).append((programme.id, share.share))
    return found


def plans_from_atlas(
    campuses: Iterable[Campus],
    programmes: Iterable[Programme] = (),
    chips: Mapping[str, Chip] | None = None,
    facility_per_it: float = 1.0,
    own_silicon: Mapping[str, str] | None = None,
) -> list[BlockPlan]:
    """One plan per block of the campuses, ids as in the atlas.

    Power stated as IT or critical power is multiplied by `facility_per_it`; grid, generation, contracted and unknown
    are taken as facility power as they stand. A share for a single block goes before one for the whole campus; the
    same programme is never counted twice on a block. own_silicon: owner id -> chip vendor when no chip is named.
    """
    chips = chips or {}
    own_silicon = own_silicon or {}
    shares = programme_shares(programmes)
    plans = []
    for campus in campuses:
        for block in campus.blocks:
            factor = _W_PER_MW * (facility_per_it if block.power_basis in ("it", "critical") else 1.0)
            counted: dict[str, float] = {}
            for name, share in (*shares.get((campus.id, block.id), ()), *shares.get((campus.id, None), ())):
                counted.setdefault(name, share)
            fit = next((chips[c.chip] for c in block.chips if c.chip in chips), None)
            count = sum(c.count for c in block.chips if c.count) if block.chips else 0.0
            facility_w = block.power_mw * factor
            per_w = count / facility_w if count and facility_w else None
            owner = campus.owner or campus.developer or ""
            plan = BlockPlan(
                id=block.id,
                campus=campus.id,
                facility_power_w=facility_w,
                facility_power_low_w=None if block.power_low_mw is None else block.power_low_mw * factor,
                facility_power_high_w=None if block.power_high_mw is None else block.power_high_mw * factor,
                stage=block.stage,
                stage_on=block.stage_on,
                started_on=block.started_on,
                target=block.target,
                operational_on=block.operational_on,
                region=campus.region,
                owner=owner,
                supplier=fit.vendor.lower() if fit else own_silicon.get(owner, ""),
                chip=fit.id if fit else "",
                power_sources=tuple(block.power_sources),
                programmes=tuple(counted.items()),
                chips_per_w=per_w,
                h100e_per_w=per_w * fit.h100_equivalents if per_w and fit and fit.h100_equivalents else None,
                flops_per_w=per_w * fit.dense_bf16_flops if per_w and fit and fit.dense_bf16_flops else None,
                inputs=(f"fact:{block.id}",),
            )
            plans.append(with_needs(plan))
    return plans


def with_needs(plan: BlockPlan) -> BlockPlan:
    """The plan with what it must still get; one that is on or cancelled needs nothing."""
    from dataclasses import replace

    if plan.stage in ("operational", "cancelled") or plan.operational_on:
        return plan
    return replace(plan, needs=default_needs(plan))
