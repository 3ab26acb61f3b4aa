"""`gigawatt brief`: what changed, what is promised, built and doubted about a topic, each sentence with its sources.

Sentences are filled from rows of the ledger by templates (`locale/brief.toml`). A number enters a sentence only when
the quantity grammar reads it back from the cited text; `recheck` reads the whole brief again and names every number
that does not stand in a cited span.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gigawatt.evidence.types import Claim
from gigawatt.i18n import text as phrase
from gigawatt.ledger.changes import changes
from gigawatt.ledger.judge import same_groups
from gigawatt.ledger.records import Held, Judgement
from gigawatt.ledger.scope import interval, status_class
from gigawatt.ledger.search import fold
from gigawatt.report.names import plain
from gigawatt.report.proof import unproven
from gigawatt.report.topics import about
from gigawatt.report.writer import Group, Sentence, Writer

GROUPS: tuple[Group, ...] = ("changed", "promised", "built", "doubted")
_MOST = 14
"""sentences of one group; the rest is in `gigawatt ledger list`"""
_MOST_BESIDE = 4
"""of these, sentences about others that only name the topic"""
_TOLD_ANEW = re.compile(
    r"(?:上调至?|下调至?|提高至|提高到|增至|降至|缩减至|raised (?:it |its \w+ )?to|cut to|lowered to|increased to)\W*$"
)
_FIRST = (
    "capital_commitment", "power_capacity", "site_count", "chip_count", "capex", "contract_value", "financing_raised",
    "equity_contribution", "target_date", "power_demand", "power_gap", "jobs", "backlog_rpo", "debt", "revenue", "loss",
)  # fmt: skip


@dataclass(frozen=True)
class Brief:
    """Sentences by group and the numbered references."""

    topic: str
    lang: str
    day: str | None
    sentences: tuple[Sentence, ...]
    references: tuple[Claim, ...]
    """the n-th is cited as [n+1]"""
    titles: Mapping[str, str] = field(default_factory=dict)
    """document hash -> publisher and title, when known"""
    left_out: frozenset[Group] = frozenset()
    """groups that hold more statements than are shown"""

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "topic": self.topic, "lang": self.lang, "as_of": self.day,
            "groups": {g: [{"text": s.text, "claims": list(s.claims)} for s in self.sentences if s.group == g]
                       for g in GROUPS},
            "left_out": sorted(self.left_out),
            "references": [
                {"n": n, "id": c.id, "doc": c.doc, "start": c.start, "end": c.end, "quote": c.quote,
                 "day": c.item_day, "source": self.titles.get(c.doc_sha256)}
                for n, c in enumerate(self.references, 1)
            ],
        }  # fmt: skip

    def markdown(self) -> str:
        """The brief as Markdown text; quotes are escaped so that page text stays text."""
        lines = [f"# {phrase('brief.title', self.lang, topic=plain(self.topic))}", ""]
        if self.day:
            lines += [phrase("brief.known_until", self.lang, day=self.day), ""]
        for group in GROUPS:
            lines += [f"## {phrase(f'brief.{group}', self.lang)}", ""]
            found = [f"- {s.text}" for s in self.sentences if s.group == group]
            lines += [*(found or [phrase("brief.nothing", self.lang)]), ""]
            if group in self.left_out:
                lines += [phrase("brief.left_out", self.lang), ""]
        lines += [f"## {phrase('brief.sources', self.lang)}", ""]
        for number, claim in enumerate(self.references, 1):
            about_it = ", ".join(part for part in (self.titles.get(claim.doc_sha256), claim.item_day) if part)
            place = f"{plain(claim.doc)} [{claim.start}:{claim.end}]"
            lines.append(f"{number}. {place}{', ' + plain(about_it) if about_it else ''}: “{plain(claim.quote)}”")
        return "\n".join(lines) + "\n"


def make_brief(
    topic: str,
    held: Sequence[Held],
    judgements: Iterable[Judgement],
    lang: str,
    *,
    day: str | None = None,
    since: str | None = None,
    names: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Brief:
    """The brief of the claims about a topic, known on a day. Empty groups say so.

    since: what was first known after that day counts as changed.
    """
    everything = {one.id: one for one in held}
    found, own = about(topic, held, names)
    chosen = {one.id: one for one in found}
    verdicts = [
        j for j in judgements
        if (j.left in chosen and j.right in chosen)
        or (j.is_conflict and {j.left, j.right} & set(chosen) and {j.left, j.right} <= set(everything))
    ]  # fmt: skip
    chosen |= {name: everything[name] for j in verdicts for name in (j.left, j.right)}
    writer = Writer(lang)
    sentences, told = _pairs(writer, chosen, verdicts, names)
    groups: dict[Group, list[list[Held]]] = defaultdict(list)
    for members in _statements(chosen, verdicts):
        if members[0].claim.metric != "other" and members[0].claim.subject and not {one.id for one in members} & told:
            groups[_group(members, since)].append(members)
    left_out: set[Group] = set()
    for group in GROUPS:
        seen: set[str] = set()
        beside = 0
        for members in sorted(groups[group], key=lambda members: _rank(members, own)):
            mine = any(one.id in own for one in members)
            if len(seen) >= _MOST or (not mine and beside >= _MOST_BESIDE):
                left_out.add(group)
                continue
            new = group == "changed" and since is not None and all((one.known_on or "") > since for one in members)
            sentence = writer.line(group, [one.claim for one in members], new=new)
            gist = re.sub(r"[(（].*", "", sentence.text) if sentence else ""
            if sentence and gist not in seen:
                seen.add(gist)
                beside += not mine
                sentences.append(sentence)
    sentences.sort(key=lambda sentence: GROUPS.index(sentence.group))
    shown, references = _renumbered(sentences, writer.references)
    return Brief(topic, lang, day, shown, references, dict(titles or {}), frozenset(left_out))


_MARK = re.compile(r"(?<!\\)\[(\d+)\]")


def _renumbered(
    sentences: Sequence[Sentence], references: Sequence[Claim]
) -> tuple[tuple[Sentence, ...], tuple[Claim, ...]]:
    """The sentences with their marks counted in the order shown, and the references that they cite, in that order."""
    order: dict[int, int] = {}
    for sentence in sentences:
        for mark in _MARK.findall(sentence.text):
            order.setdefault(int(mark), len(order) + 1)
    shown = (replace(one, text=_MARK.sub(lambda mark: f"[{order[int(mark[1])]}]", one.text)) for one in sentences)
    return tuple(shown), tuple(references[number - 1] for number in order)


def _pairs(
    writer: Writer, chosen: Mapping[str, Held], verdicts: Sequence[Judgement], names: Mapping[str, str] | None
) -> tuple[list[Sentence], set[str]]:
    """Sentences on what was revised, moved on or clashes, and the claims that they have told."""
    sentences: list[Sentence] = []
    told: set[str] = set()

    def add(sentence: Sentence | None) -> None:
        if sentence:
            sentences.append(sentence)
            told.update(sentence.claims)

    for one, two in _steps(verdicts):
        add(writer.pair("changed", "brief.revised_line", chosen[one].claim, chosen[two].claim, ("before", "after")))
    for change in changes(chosen.values(), names):
        if not {change.before.id, change.after.id} & told:
            key = f"brief.{change.kind}_line"
            add(writer.pair("changed", key, change.before.claim, change.after.claim, ("before", "after")))
    for found in verdicts:
        if found.is_conflict:
            key = "brief.slip_line" if found.kind == "magnitude_slip" else "brief.conflict_line"
            add(writer.pair("doubted", key, chosen[found.left].claim, chosen[found.right].claim, ("one", "two")))
    return sentences, told


def _steps(verdicts: Sequence[Judgement]) -> list[tuple[str, str]]:
    """Revisions from one figure to the next; of a chain only its steps, not the way from its beginning to its end."""
    after: dict[str, set[str]] = defaultdict(set)
    for found in verdicts:
        if found.kind == "revision":
            after[found.left].add(found.right)
    return [
        (one, two)
        for one, later in sorted(after.items())
        for two in sorted(later)
        if not any(two in after.get(between, ()) for between in later)
    ]


def _rank(members: Sequence[Held], own: set[str]) -> tuple[bool, int, float, str]:
    lead = members[0].claim
    place = _FIRST.index(lead.metric) if lead.metric in _FIRST else len(_FIRST)
    return not any(one.id in own for one in members), place, -(interval(lead).middle or 0.0), lead.id


def _group(members: Sequence[Held], since: str | None) -> Group:
    claim = members[0].claim
    if claim.negated or status_class(claim.status) == "said":
        return "doubted"
    if since is not None and all((one.known_on or "") > since for one in members):
        return "changed"
    if _TOLD_ANEW.search(fold(claim.quote[: claim.start - claim.quote_start])):
        return "changed"
    return "promised" if status_class(claim.status) in ("ahead", "if") else "built"


def _statements(chosen: Mapping[str, Held], verdicts: Sequence[Judgement]) -> list[list[Held]]:
    """Claims as statements: those judged the same together, the one that says most (and is no headline) first."""
    grouped = same_groups(verdicts)
    in_group = {name for group in grouped for name in group}
    lists = [[chosen[name] for name in group] for group in grouped]
    lists += [[one] for name, one in chosen.items() if name not in in_group]

    def weight(one: Held) -> tuple[bool, bool, int, str, int]:
        claim = one.claim
        said = sum(value is not None for value in (claim.speaker, claim.period, claim.location, claim.counterparty))
        return (one.is_copy, claim.quote == claim.item, -said, claim.item_day or "", claim.start)

    return [sorted(members, key=weight) for members in lists]


@dataclass(frozen=True, slots=True)
class Unproven:
    """A number of a brief that is in none of the spans that its sentence cites."""

    sentence: str
    number: str


def recheck(brief: Brief) -> list[Unproven]:
    """Every number of every sentence, read again by the grammar, against the quotes that the sentence cites."""
    by_id = {claim.id: claim for claim in brief.references}
    missing = []
    for sentence in brief.sentences:
        cited = [by_id[name] for name in sentence.claims]
        missing.extend(Unproven(sentence.text, shown) for shown in unproven(sentence.text, cited, brief.lang))
    return missing
