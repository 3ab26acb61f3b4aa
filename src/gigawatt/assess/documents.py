"""The evidence of one run: documents read, their claims in the ledger, promises they add, contradictions they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gigawatt.assess.judged import Judged
from gigawatt.assess.run import Progress, Run
from gigawatt.atlas.build import Atlas, assemble
from gigawatt.atlas.types import Programme, Promise
from gigawatt.errors import EvidenceError, GigawattError
from gigawatt.evidence.types import Claim, Document
from gigawatt.ledger.store import iso_day
from gigawatt.report.view import Contradiction, DocumentRow, Side, Text
from gigawatt.schema import is_day

if TYPE_CHECKING:
    from gigawatt.evidence.types import Reading
    from gigawatt.ledger.check.findings import Finding as CheckFinding
    from gigawatt.ledger.records import Held

PROMISING = {"announced", "planned", "committed", "signed", "target"}
"""statuses with which a claim can be a promise"""
MOST_CONTRADICTIONS = 40


@dataclass(slots=True)
class Evidence:
    """What the user's documents gave: documents by hash, readings, claims as held, faults, notes."""

    documents: dict[str, Document] = field(default_factory=dict)
    readings: "list[Reading]" = field(default_factory=list)
    held: "list[Held]" = field(default_factory=list)
    faults: list[GigawattError] = field(default_factory=list)
    findings: "list[CheckFinding]" = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    def rows(self) -> tuple[DocumentRow, ...]:
        """One row per document that was read."""
        counts: dict[str, int] = {}
        for one in self.held:
            counts[one.claim.doc_sha256] = counts.get(one.claim.doc_sha256, 0) + 1
        return tuple(
            DocumentRow(
                reading.document.path,
                reading.document.publisher,
                _day_of(reading),
                reading.document.language,
                counts.get(reading.document.sha256, 0),
                len(reading.items),
                len(reading.dropped),
            )  # fmt: skip
            for reading in self.readings
        )

    def extend(self, atlas: Atlas) -> Atlas:
        """The atlas with the promises of power that the documents make and the catalogue does not hold yet.

        Only claims in watts, not denied, about a programme of the atlas, in a promising status and known by the day of
        the atlas are taken (without a day: in the newest view only); a claim whose span is already a fact of the
        catalogue adds nothing, nor does a copy of an item that itself promises power for the programme.
        """
        known = {(fact.doc_sha256, fact.start) for fact in atlas.facts.values() if fact.doc_sha256}
        added: dict[str, list[Promise]] = {}
        for programme, one in self._promising(atlas):
            claim = one.claim
            if (claim.doc_sha256, claim.start) in known:
                continue
            day = self._day(claim)
            if day > atlas.day if day else not atlas.cut.is_newest_view:
                continue
            promise = _promise_of(claim, day)
            if not any(_same_promise(promise, other) for other in atlas.programmes[programme].promises):
                added.setdefault(programme, []).append(promise)
        if not added:
            return atlas
        programmes: dict[str, Programme] = {}
        for key, programme in atlas.programmes.items():
            more = tuple(dict.fromkeys(added.get(key, ())))
            programmes[key] = (
                programme.model_copy(update={"promises": (*programme.promises, *more)}) if more else programme
            )
        return assemble(
            atlas.catalogue, atlas.parameters, programmes, atlas.campuses, atlas.deals, atlas.policies, atlas.cut
        )

    def _promising(self, atlas: Atlas) -> "list[tuple[str, Held]]":
        """(programme id, claim) of the claims that promise power; of a copy only where its original promises none."""
        names = programme_names(atlas)
        found = []
        for one in self.held:
            programme = names.get((one.claim.subject or "").casefold())
            if programme and _promises_power(one.claim, _voices(atlas, atlas.programmes[programme])):
                found.append((programme, one))
        originals = {(programme, one.voice) for programme, one in found if not one.is_copy}
        return [(p, one) for p, one in found if not one.is_copy or (p, one.voice) not in originals]

    def _day(self, claim: Claim) -> str | None:
        """The day on which a claim was public; None when neither its item nor its page carries one."""
        document = self.documents.get(claim.doc_sha256)
        return iso_day(claim.item_day) or (iso_day(document.day) if document else None)

    def newest_day(self) -> str:
        """The newest day that a claim carries; empty when none does. The day of reading says nothing of the page."""
        return max((self._day(one.claim) or "" for one in self.held), default="")

    def contradictions(self, run: Run, judged: Judged) -> tuple[Contradiction, ...]:
        """What cannot all be right: findings of the checks on the pages, then conflicts among catalogue facts.

        Those about programmes of the atlas come first, then by severity.
        """
        names = programme_names(run.atlas)
        by_place = {(one.claim.doc, one.claim.start, one.claim.end): one for one in self.held}
        shown = [finding for finding in self.findings if finding.severity != "low"]
        rows = [self._finding(finding, by_place, run, names) for finding in shown]
        rows += _catalogue_conflicts(run, judged, names)
        rank = {"high": 0, "medium": 1, "low": 2}
        rows.sort(key=lambda row: (rank[row.severity], not row.programmes, row.subject, row.id))
        return tuple(rows[:MOST_CONTRADICTIONS])

    def _finding(
        self,
        finding: "CheckFinding",
        by_place: "dict[tuple[str, int, int], Held]",
        run: Run,
        names: dict[str, str],
    ) -> Contradiction:
        sides = []
        subject = metric = ""
        for cited in finding.claims:
            one = by_place.get((cited.doc, cited.start, cited.end))
            if one is None:
                sides.append(Side("", None, None, None, "", quote=cited.quote))
                continue
            subject, metric = subject or one.claim.subject or "", metric or one.claim.metric
            sides.append(_side(one, None, self._day(one.claim), run))
        programme = names.get(subject.casefold())
        return Contradiction(
            id=finding.id, kind=finding.kind, severity=finding.severity, subject=subject, metric=metric,
            sides=tuple(sides), reason=Text(finding.reason, finding.say("reason", "zh")),
            settles=Text(finding.settles, finding.say("settles", "zh")),
            programmes=(programme,) if programme else (),
        )  # fmt: skip


def read_evidence(inputs: Sequence[str], ledger: Path | None, progress: Progress | None = None) -> Evidence:
    """Read the user's documents into the ledger (in memory when no file is named) and judge their claims.

    A document that cannot be read is a fault that the caller shows; EvidenceError when none of several could be read.
    """
    evidence = Evidence()
    if not inputs:
        return evidence
    from gigawatt.ledger.check import check
    from gigawatt.ledger.check.material import material_of
    from gigawatt.ledger.intake import Taken, take
    from gigawatt.ledger.judge import judge
    from gigawatt.ledger.store import Ledger

    taken: list[Taken] = []
    with Ledger(ledger or ":memory:") as store:
        for number, found in enumerate(take(inputs), start=1):
            if progress:
                progress("documents", number, 0)
            if isinstance(found, GigawattError):
                evidence.faults.append(found)
                continue
            taken.append(found)
            evidence.documents[found.document.sha256] = found.document
            if found.reading is not None:
                evidence.readings.append(found.reading)
            store.add_document(found.document, found.claims, fingerprints=found.fingerprints)
        if not taken:
            raise evidence.faults[0] if len(evidence.faults) == 1 else EvidenceError(
                "no-documents", got=f"{len(evidence.faults)} inputs that cannot be read",
                expected="at least one readable document", hint=evidence.faults[0].message() if evidence.faults else "",
            )  # fmt: skip
        evidence.held = [one for one in store.claims() if one.claim.doc_sha256 in evidence.documents]
        if ledger is not None:  # kept for readers of the file; the run judges its claims once, with the facts
            store.add_judgements(judge(evidence.held, store.canonical()))
    evidence.findings = check(material_of(taken))
    copies = len({(one.claim.doc_sha256, one.copy_of) for one in evidence.held if one.copy_of})
    if copies:
        evidence.notes.append(
            Text(
                f"{copies} of the articles given copy others: they have no vote of their own",
                f"所给文章中有 {copies} 篇为近似副本，不作为独立来源计票",
            )
        )
    if not evidence.held:
        evidence.notes.append(Text("no claim was found in the documents given", "所给文档中未发现任何数据主张"))
    return evidence


def _catalogue_conflicts(run: Run, judged: Judged, names: dict[str, str]) -> list[Contradiction]:
    """Facts of the catalogue that the judge finds in conflict: two sources, two values, one quantity."""
    rows = []
    for judgement in judged.between_facts():
        if not judgement.is_conflict:
            continue
        sides = [judged.by_id[judgement.left], judged.by_id[judgement.right]]
        subject = sides[0].claim.subject or ""
        programme = names.get(subject.casefold())
        rows.append(
            Contradiction(
                id=judgement.id,
                kind=judgement.kind,
                severity="medium",
                subject=subject,
                metric=sides[0].claim.metric,
                sides=tuple(_side(one, judged.facts[one.id], one.known_on, run) for one in sides),
                reason=Text(judgement.said("en"), judgement.said("zh")),
                programmes=(programme,) if programme else (),
            )  # fmt: skip
        )
    return rows


def _day_of(reading: "Reading") -> str | None:
    """The day of a document, or of its only item."""
    return reading.document.day or (reading.items[0].day if len(reading.items) == 1 else None)


def _side(one: "Held", fact: str | None, day: str | None, run: Run) -> Side:
    """One side of a contradiction: a claim of a page with the page's own day, or a fact of the catalogue."""
    claim = one.claim
    name = fact or f"claim:{claim.id}"
    cited = run.citations.fact(fact) if fact else run.citations.claim(claim)
    return Side(name, claim.speaker, claim.low, claim.high, claim.unit, claim.approx, day, claim.quote or None, cited)


def programme_names(atlas: Atlas) -> dict[str, str]:
    """Lower-case names -> programme id: names and aliases, and the campus of a programme that has only one.

    The first programme keeps a name that several claim.
    """
    names: dict[str, str] = {}
    for programme in atlas.programmes.values():
        for name in (programme.name, *programme.aliases):
            names.setdefault(name.casefold(), programme.id)
    for programme in atlas.programmes.values():
        campuses = {share.campus for share in programme.shares if share.role == "campus"}
        if len(campuses) == 1 and (campus := atlas.campuses.get(campuses.pop())):
            for name in (campus.name, *campus.aliases):
                names.setdefault(name.casefold(), programme.id)
    return names


def _voices(atlas: Atlas, programme: Programme) -> set[str]:
    """Names of the lead and the partners of a programme."""
    return {atlas.name(entity) for entity in (programme.lead, *(p.entity for p in programme.partners))}


def _promises_power(claim: Claim, own_voices: set[str]) -> bool:
    """Whether a claim promises power: in a promising status, or an expectation in the programme's own words."""
    promised = claim.status in PROMISING or (claim.status == "forecast" and claim.speaker in own_voices)
    return (
        promised and claim.metric == "power_capacity" and claim.unit == "W" and not claim.negated
        and claim.per is None and claim.independent and claim.equivalent_of is None
    )  # fmt: skip


def _promise_of(claim: Claim, known_on: str | None) -> Promise:
    number = {side: value for side in ("low", "high") if isinstance(value := getattr(claim, side), (int, float))}
    by = (claim.period or "").removeprefix("by ").strip()
    return Promise(
        id=f"claim:{claim.id}", metric="power_capacity", unit="W", approx=claim.approx,
        low=None if "low" not in number else float(number["low"]),
        high=None if "high" not in number else float(number["high"]),
        power_basis=claim.power_basis or "unknown", by=by if is_day(by) else None, status=claim.status,
        source="user-document", known_on=known_on, speaker=claim.speaker, doc_sha256=claim.doc_sha256,
        start=claim.start, end=claim.end,
    )  # fmt: skip


def _same_promise(one: Promise, other: Promise) -> bool:
    from gigawatt.units import to_base

    if other.metric != "power_capacity" or to_base(other.unit)[1] != "W":
        return False
    factor = to_base(other.unit)[0]
    pairs = ((one.low, other.low), (one.high, other.high))
    return all(
        (a is None) == (b is None) and (a is None or b is None or abs(a - b * factor) <= 1e-6 * abs(a))
        for a, b in pairs
    )


def show_faults(faults: Sequence[GigawattError]) -> tuple[str, int]:
    """The messages of the inputs that could not be read, one a line, and the exit code of the worst."""
    worst = max((fault.exit_code for fault in faults), default=0)
    return "\n".join(fault.message() for fault in faults), worst
