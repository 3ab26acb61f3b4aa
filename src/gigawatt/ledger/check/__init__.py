"""Checks between claims: arithmetic, units and currency, physics of the field, time, attribution."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gigawatt.ledger.check.findings import Finding
    from gigawatt.ledger.check.material import Material

Rule = Callable[["Material"], Iterator["Finding"]]


def rules() -> tuple[Rule, ...]:
    """All rules, our own in the order in which they run, then those of plug-ins by name."""
    from gigawatt.plugins import installed

    registry = installed("check_rule")
    own = provider()["check_rule"]
    others = [name for name in registry.names("check_rule") if name not in own]
    return (*own.values(), *(registry.get("check_rule", name) for name in others))


def provider() -> dict[str, dict[str, Rule]]:
    """Our own rules as a plug-in provider: the same door that others use."""
    return {"check_rule": {rule.__name__: rule for rule in _own_rules()}}


def _own_rules() -> tuple[Rule, ...]:
    from gigawatt.ledger.check import (
        arithmetic,
        attribution,
        calendar,
        compound,
        conflicts,
        consistency,
        energy,
        pace,
        physics,
        slips,
        stages,
        sums,
        tellings,
        times,
    )  # fmt: skip

    return (
        conflicts.contradictions, conflicts.false_lead, tellings.twin_sentences, tellings.deal_with_two_values,
        tellings.converted_units, slips.slip_in_one_article, sums.parts_of_a_whole, sums.each_times_count,
        sums.each_against_all, sums.share_of_a_count, sums.shares_above_one, sums.yearly_times_years,
        compound.growth_by_years, arithmetic.return_against_amounts, arithmetic.per_share_against_total,
        arithmetic.stakes_against_money, compound.growth_beside_amounts, consistency.implied_share_counts,
        consistency.bracketed_conversions, consistency.headline_off_by_a_factor, consistency.intent_told_as_deal,
        pace.pledge_against_pace, pace.quarter_against_year, pace.backlog_against_contracts, physics.field_ratios,
        physics.power_in_households, physics.gap_against_system, physics.shares_of_known_totals,
        physics.growth_of_known_demand, energy.energy_against_power, energy.watts_used_in_a_year,
        energy.impossible_pue, energy.it_above_facility, energy.single_things, calendar.weekday_against_date,
        calendar.years_named, calendar.direction_of_change, calendar.record_that_is_none, times.two_deadlines,
        times.deadline_before_its_condition, times.trend_over_unequal_periods, times.stale_count_of_years,
        times.old_told_as_new, times.one_figure_for_two_years, stages.headline_ahead_of_body,
        stages.closed_against_pending, stages.whole_told_as_running, stages.cap_told_as_floor,
        attribution.headline_stronger_than_body, attribution.plan_told_as_built,
        attribution.nothing_done_against_something, attribution.place_widened, attribution.told_more_firmly,
        attribution.hedge_dropped, attribution.source_dropped, attribution.dependence_taken_for_share,
        attribution.assumption_told_as_proof, attribution.strong_words_for_a_small_change,
        attribution.withdrawn_in_the_text,
    )  # fmt: skip


def check(material: "Material", chosen: Iterable[Rule] | None = None) -> list["Finding"]:
    """Findings of all rules (or of those chosen), the grave first, each once."""
    from gigawatt.ledger.check.findings import ordered

    return ordered(finding for rule in (chosen or rules()) for finding in rule(material))
