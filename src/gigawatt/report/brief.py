"""`gigawatt brief`: what changed, what is promised, built and doubted about a topic, each sentence with its sources.

Sentences are filled from rows of the ledger by templates (`locale/brief.toml`). A number enters a sentence only when
the quantity grammar reads it back from the cited text; `recheck` reads the whole brief again and names every number
that does not stand in a cited span.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from gigawatt.evidence.types import Claim, Quantity
from gigawatt.i18n import table
from gigawatt.i18n import text as phrase
from gigawatt.ledger.judge import same_groups
from gigawatt.ledger.records import Held, Judgement
from gigawatt.ledger.scope import interval, is_none_at_all, name_key, status_class
from gigawatt.ledger.search import fold
from gigawatt.report.amounts import in_words, numbers, same_number

Group = Literal["changed", "promised", "built", "doubted"]
GROUPS: tuple[Group, ...] = ("changed", "promised", "built", "doubted")
_MOST = 14
"""sentences of one group; the rest is in `gigawatt ledger list`"""
_MOST_MARKS = 4
_SAID_BY_UNIT = frozenset({"site", "building", "chip", "job", "user", "company", "rack", "person"})
"""units whose word says what is counted"""
_TOLD_ANEW = re.compile(
    r"(?:上调至?|下调至?|提高至|提高到|增至|降至|缩减至|raised (?:it |its \w+ )?to|cut to|lowered to|increased to)\W*$"
)
_MARK = re.compile(r"\s*\[\d+\]")
_FIRST = (
    "capital_commitment", "power_capacity", "site_count", "chip_count", "capex", "contract_value", "financing_raised",
    "equity_contribution", "target_date", "power_demand", "power_gap", "jobs", "backlog_rpo", "debt", "revenue", "loss",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its citation marks, and the claims behind the marks."""

    group: Group
    text: str
    claims: tuple[str, ...]


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

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "topic": self.topic, "lang": self.lang, "as_of": self.day,
            "groups": {g: [{"text": s.text, "claims": list(s.claims)} for s in self.sentences if s.group == g]
                       for g in GROUPS},
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
        lines += [f"## {phrase('brief.sources', self.lang)}", ""]
        for number, claim in enumerate(self.references, 1):
            about = ", ".join(part for part in (self.titles.get(claim.doc_sha256), claim.item_day) if part)
            place = f"{plain(claim.doc)} [{claim.start}:{claim.end}]"
            lines.append(f"{number}. {place}{', ' + plain(about) if about else ''}: “{plain(claim.quote)}”")
        return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Outside text on one line, with what Markdown or HTML would act on escaped and control characters shown."""
    from gigawatt.errors import printable

    one_line = printable(" ".join(text.split()), 400)
    return re.sub(r"([\\`*_{}\[\]<>|#!])", r"\\\1", one_line)


@lru_cache(maxsize=1)
def _zh_names() -> dict[str, str]:
    """Canonical name -> first attested Simplified name, from the entity files as they stand."""
    from gigawatt.evidence.entities import entity_folder
    from gigawatt.schema import read_toml

    names: dict[str, str] = {}
    for path in sorted(entity_folder().glob("*.toml")):
        for row in read_toml(path).get("entity", []):
            if row.get("zh"):
                names.setdefault(row["name"], row["zh"][0])
    return names


def _name(name: str, lang: str) -> str:
    if lang != "zh":
        return name
    key = "brief_voice." + re.sub(r"\W+", "_", name.casefold())
    if key in table():
        return phrase(key, lang)
    parts = [_zh_names().get(part.strip(), part.strip()) for part in re.split(r" and |;", name)]
    return _zh_names().get(name) or "、".join(parts)


def about(topic: str, held: Sequence[Held], names: Mapping[str, str] | None = None) -> list[Held]:
    """Claims whose subject or other party is the topic, in any spelling known, or whose words hold it."""
    from gigawatt.evidence.entities import gazetteer

    names = names or {}
    wanted = {name_key(topic)} | {name_key(found.name) for found in gazetteer().find(topic)}
    words = [word for word in fold(topic).split() if word]
    chosen = []
    for one in held:
        parties = {name_key(names.get(n, n)) for n in (one.claim.subject, one.claim.counterparty) if n}
        if parties & wanted or _named(one.claim.quote) & wanted:
            chosen.append(one)
        elif words and all(word in fold(one.claim.quote) for word in words):
            chosen.append(one)
    return chosen


@lru_cache(maxsize=16384)
def _named(quote: str) -> frozenset[str]:
    """Keys of the names in a quote."""
    from gigawatt.evidence.entities import gazetteer

    return frozenset(name_key(mention.name) for mention in gazetteer().find(quote))


class _Writer:
    """Fills templates and numbers the references."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.references: list[Claim] = []
        self._number: dict[str, int] = {}

    def marks(self, claims: Sequence[Claim]) -> str:
        for claim in claims:
            if claim.id not in self._number:
                self.references.append(claim)
                self._number[claim.id] = len(self.references)
        return "".join(f"[{self._number[claim.id]}]" for claim in claims)

    def quantity(self, claim: Claim) -> str | None:
        """The quantity in words that stand in the claim's own quote; None when nothing stands."""
        if not claim.quote:
            return None
        return in_words(claim, self.lang, lambda one: _stands(one, [claim], ""))

    def voice(self, claim: Claim, key: str = "brief.voice") -> str:
        return phrase(key, self.lang, speaker=plain(_name(claim.speaker, self.lang))) if claim.speaker else ""

    def scope(self, claim: Claim) -> str:
        """Other party, place and period, as far as their digits stand in the quote."""
        parts = []
        if claim.counterparty:
            parts.append(phrase("brief.with", self.lang, party=plain(_name(claim.counterparty, self.lang))))
        if claim.location and claim.location != claim.subject:
            parts.append(phrase("brief.place", self.lang, place=plain(_name(claim.location, self.lang))))
        if claim.period and self.lang == "en" and claim.unit != "date":
            shown = phrase("brief.in_period", self.lang, period=plain(claim.period))
            if all(_stands(one, [claim], "") for one in numbers(shown)) and numbers(shown):
                parts.append(shown)
        return "".join(parts)

    def head(self, claim: Claim) -> dict[str, str]:
        told_by_unit = claim.unit in _SAID_BY_UNIT and not is_none_at_all(claim) and not claim.per
        metric = "" if told_by_unit else phrase(f"brief_metric.{claim.metric}", self.lang)
        joint = " " if metric and self.lang == "en" else ""
        return {"subject": plain(_name(claim.subject or "", self.lang)), "metric": metric + joint}

    def line(self, group: Group, claims: Sequence[Claim]) -> Sentence | None:
        """One sentence for claims that are one statement; the first gives the words."""
        lead = claims[0]
        values = self.head(lead) | {
            "scope": self.scope(lead), "voice": self.voice(lead),
            "status": phrase(f"brief_status.{lead.status}", self.lang),
        }  # fmt: skip
        key = "brief.line"
        if is_none_at_all(lead):
            key = "brief.none_line"
        elif lead.negated:
            return None
        else:
            quantity = self.quantity(lead)
            if quantity is None:
                return None
            values["quantity"] = quantity
        shown = claims[:_MOST_MARKS]
        if not self.proven(phrase(key, self.lang, **values, marks=""), shown):
            return None
        return Sentence(group, phrase(key, self.lang, **values, marks=self.marks(shown)), tuple(c.id for c in shown))

    def proven(self, text: str, cited: Sequence[Claim]) -> bool:
        """Whether every number that the grammar reads in a sentence stands in the cited quotes."""
        return not list(_unproven(text, cited, self.lang))

    def pair(self, group: Group, key: str, one: Claim, two: Claim, sides: tuple[str, str]) -> Sentence | None:
        """One sentence that sets two claims against each other."""
        first, second = self.quantity(one), self.quantity(two)
        if first is None or second is None:
            return None
        voices = {f"voice_{s}": self.voice(c, "brief.voice_short") for s, c in zip(sides, (one, two), strict=True)}
        values = self.head(one) | voices | {"scope": self.scope(two), sides[0]: first, sides[1]: second}
        names = f"marks_{sides[0]}", f"marks_{sides[1]}"
        if not self.proven(phrase(key, self.lang, **values, **dict.fromkeys(names, "")), [one, two]):
            return None
        marks = {names[0]: self.marks([one]), names[1]: self.marks([two])}
        text = phrase(key, self.lang, **values, **marks)
        return Sentence(group, text, (one.id, two.id))


def _stands(one: Quantity, cited: Sequence[Claim], text: str) -> bool:
    """Whether a quantity is in a cited quote: the same number by the grammar, or the same printed words."""
    for claim in cited:
        if text and text in claim.quote:
            return True
        if any(same_number(one, other) for other in numbers(claim.quote, claim.item_day, claim.repaired)):
            return True
    return False


def _rank(claims: Sequence[Claim]) -> tuple[int, float, str]:
    lead = claims[0]
    place = _FIRST.index(lead.metric) if lead.metric in _FIRST else len(_FIRST)
    return place, -(interval(lead).middle or 0.0), lead.id


def make_brief(
    topic: str,
    held: Sequence[Held],
    judgements: Iterable[Judgement],
    lang: str,
    *,
    day: str | None = None,
    names: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Brief:
    """The brief of the claims about a topic, known on a day. Empty groups say so."""
    everything = {one.id: one for one in held}
    chosen = {one.id: one for one in about(topic, held, names)}
    verdicts = [
        j for j in judgements
        if (j.left in chosen and j.right in chosen)
        or (j.is_conflict and {j.left, j.right} & set(chosen) and {j.left, j.right} <= set(everything))
    ]  # fmt: skip
    chosen |= {name: everything[name] for j in verdicts for name in (j.left, j.right)}
    writer, sentences, told = _Writer(lang), [], set()
    for found in verdicts:
        one, two = chosen[found.left].claim, chosen[found.right].claim
        if found.kind == "revision":
            sentence = writer.pair("changed", "brief.revised_line", one, two, ("before", "after"))
        elif found.is_conflict:
            key = "brief.slip_line" if found.kind == "magnitude_slip" else "brief.conflict_line"
            sentence = writer.pair("doubted", key, one, two, ("one", "two"))
        else:
            continue
        if sentence:
            sentences.append(sentence)
            told |= {found.left, found.right}
    groups: dict[Group, list[list[Claim]]] = defaultdict(list)
    for members in _statements(chosen, verdicts):
        if members[0].metric == "other" or not members[0].subject:
            continue
        if not {claim.id for claim in members} & told:
            groups[_group(members[0])].append(members)
    for group in GROUPS:
        seen: set[str] = set()
        for members in sorted(groups[group], key=_rank):
            sentence = writer.line(group, members) if len(seen) < _MOST else None
            gist = re.sub(r"[(（].*", "", sentence.text) if sentence else ""
            if sentence and gist not in seen:
                seen.add(gist)
                sentences.append(sentence)
    return Brief(topic, lang, day, tuple(sentences), tuple(writer.references), dict(titles or {}))


def _group(claim: Claim) -> Group:
    if claim.negated or status_class(claim.status) == "said":
        return "doubted"
    if _TOLD_ANEW.search(fold(claim.quote[: claim.start - claim.quote_start])):
        return "changed"
    return "promised" if status_class(claim.status) in ("ahead", "if") else "built"


def _statements(chosen: Mapping[str, Held], verdicts: Sequence[Judgement]) -> list[list[Claim]]:
    """Claims as statements: those judged the same together, the one that says most (and is no headline) first."""
    grouped = same_groups(verdicts)
    in_group = {name for group in grouped for name in group}
    lists = [[chosen[name].claim for name in group] for group in grouped]
    lists += [[one.claim] for name, one in chosen.items() if name not in in_group]

    def weight(claim: Claim) -> tuple[bool, int, str, int]:
        said = sum(value is not None for value in (claim.speaker, claim.period, claim.location, claim.counterparty))
        return (claim.quote == claim.item, -said, claim.item_day or "", claim.start)

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
        missing.extend(Unproven(sentence.text, shown) for shown in _unproven(sentence.text, cited, brief.lang))
    return missing


def _unproven(sentence: str, cited: Sequence[Claim], lang: str) -> Iterator[str]:
    text = _without_names(_MARK.sub("", sentence), cited, lang)
    for one in numbers(text):
        shown = text[one.start : one.end]
        if not _stands(one, cited, shown):
            yield shown


def _without_names(text: str, cited: Sequence[Claim], lang: str) -> str:
    """The sentence with the names of parties and places blanked: digits in names are not numbers."""
    names = {n for c in cited for n in (c.subject, c.speaker, c.counterparty, c.location) if n}
    for name in sorted(names | {_name(n, lang) for n in names}, key=len, reverse=True):
        text = text.replace(plain(name), " ; ")
    return text
