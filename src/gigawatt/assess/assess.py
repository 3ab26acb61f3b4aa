"""The main job: from a catalogue, documents and options to an assessment with its view and its trace."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gigawatt import __version__
from gigawatt.assess.changes import changed_figures, overrides_shown
from gigawatt.assess.documents import Evidence, read_evidence
from gigawatt.assess.estimates import add_estimates
from gigawatt.assess.judged import judge_once
from gigawatt.assess.limits import limits_of
from gigawatt.assess.record import past_forecasts
from gigawatt.assess.run import Progress, Run, simulate_atlas
from gigawatt.assess.scenario import Scenario
from gigawatt.assess.view import assumptions
from gigawatt.atlas.asof import newest_day
from gigawatt.atlas.build import Atlas, assemble, build_atlas
from gigawatt.atlas.catalogue import load_catalogue
from gigawatt.atlas.overrides import apply_overrides
from gigawatt.report.view import Change, Override, ReportView, RunNote, Text


@dataclass(frozen=True, slots=True)
class AssessOptions:
    """What the user asked for."""

    documents: tuple[str, ...] = ()
    as_of: str | None = None
    since: str | None = None
    draws: int = 10_000
    seed: int = 1
    horizon_months: int = 120
    override: Path | None = None
    catalogue: Path | None = None
    ledger: Path | None = None
    command: str = "gigawatt assess"


@dataclass(slots=True)
class Assessment:
    """The result of the main job."""

    scenario: Scenario
    run: Run
    view: ReportView
    evidence: Evidence
    theirs: Run | None = None

    def as_dict(self) -> dict[str, Any]:
        """`assessment.json`: scenario, figures, nodes (what lies under them), view."""
        from dataclasses import asdict

        unresolved = self.run.trace.unresolved()
        if unresolved:
            raise ValueError(f"figures rest on ids that say nothing: {sorted(unresolved)[:10]}")
        return {
            "gigawatt": __version__,
            "scenario": asdict(self.scenario) | {"hash": self.scenario.hash},
            **self.run.trace.as_dict(),
            "view": self.view.as_dict(),
        }


def assess(options: AssessOptions, progress: Progress | None = None) -> Assessment:
    """Run the main job. InputError, EvidenceError or FaultList when an input cannot be used."""
    catalogue = load_catalogue(options.catalogue)
    evidence = read_evidence(options.documents, options.ledger, progress)
    atlas = evidence.extend(build_atlas(catalogue, options.as_of, evidence.newest_day()))
    scenario = Scenario(
        as_of=atlas.day,
        draws=options.draws,
        seed=options.seed,
        horizon_months=options.horizon_months,
        catalogue_sha256=catalogue.digest,
        documents_sha256=tuple(sorted(evidence.documents)),
        override_sha256=_digest(options.override),
        version=__version__,
    )
    run = simulate_atlas(atlas, scenario, evidence.documents, progress)
    changes: tuple[Change, ...] = ()
    if options.since is not None:
        changes = changed_figures(_run_of(options.since, atlas, scenario, evidence, progress), run)
    overrides: tuple[Override, ...] = ()
    theirs: Run | None = None
    if options.override is not None:
        theirs, overrides = _run_with(options.override, atlas, scenario, run, evidence, progress)
    limits = limits_of(run, scenario)
    judged = judge_once(run.atlas, evidence.held)
    contradictions = evidence.contradictions(run, judged)
    add_estimates(run, judged)
    parts = run.parts
    newest = newest_day([*atlas.programmes.values(), *atlas.campuses.values()])
    view = ReportView(
        run=RunNote(
            as_of=atlas.day, seed=scenario.seed, draws=scenario.draws, horizon_months=scenario.horizon_months,
            scenario_hash=scenario.hash, version=__version__, since=options.since, command=options.command,
            newest_fact_on=newest or None, stale_after_days=int(atlas.parameters["assess.stale_after"].p50),
        ),
        headline=parts.headline,
        fleet=run.fleet,
        programmes=parts.programmes,
        record=past_forecasts(run.trace),
        sites=parts.sites,
        limits=limits,
        flows=parts.flows,
        contradictions=contradictions,
        changes=changes,
        overrides=overrides,
        assumptions=assumptions(run.trace, atlas, run.citations),
        citations=run.citations.rows(),
        documents=evidence.rows(),
        notes=tuple([*_notes(atlas), *parts.notes, *evidence.notes]),
    )  # fmt: skip
    return Assessment(scenario, run, view, evidence, theirs)


def _run_of(day: str, atlas: Atlas, scenario: Scenario, evidence: Evidence, progress: Progress | None) -> Run:
    """The same scenario with what was known on an earlier day; months still count from the day of knowledge of now.

    Only knowledge moves, not the calendar: the earlier view is simulated from the same first month, so that a figure
    that moved did so because of a fact and not because time passed.
    """
    earlier = build_atlas(atlas.catalogue, day)
    return simulate_atlas(evidence.extend(earlier), scenario, evidence.documents, progress)


def _run_with(
    path: Path, atlas: Atlas, scenario: Scenario, ours: Run, evidence: Evidence, progress: Progress | None
) -> tuple[Run, tuple[Override, ...]]:
    """The same scenario with the user's numbers, and the rows that put them beside ours."""
    done = apply_overrides(path, atlas)
    changed = assemble(
        atlas.catalogue, done.parameters, done.programmes, done.campuses, atlas.deals, atlas.policies, atlas.cut
    )
    theirs = simulate_atlas(changed, scenario, evidence.documents, progress)
    return theirs, overrides_shown(done.changed, ours, theirs)


def _notes(atlas: Atlas) -> Sequence[Text]:
    notes = []
    if atlas.cut.later:
        notes.append(
            Text(
                f"{atlas.cut.later} facts became known after {atlas.day} and are left out",
                f"{atlas.cut.later} 条事实在 {atlas.day} 之后才公开,未计入",
            )
        )
    if atlas.cut.undated:
        notes.append(
            Text(
                f"{atlas.cut.undated} facts carry no day and are left out of this view of the past",
                f"{atlas.cut.undated} 条事实没有日期,不计入这一历史视角",
            )
        )
    return notes


def _digest(path: Path | None) -> str | None:
    if path is None or not path.is_file():
        return None  # a missing override file is told by the reader of overrides
    return hashlib.sha256(path.read_bytes()).hexdigest()
