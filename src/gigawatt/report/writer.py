"""Sentences of a brief: templates filled from claims, numbered references, nothing that the quotes do not hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gigawatt.evidence.types import Claim
from gigawatt.i18n import table
from gigawatt.i18n import text as phrase
from gigawatt.ledger.aspects import aspects
from gigawatt.ledger.scope import is_none_at_all
from gigawatt.report.amounts import in_words, numbers
from gigawatt.report.names import plain, shown_name, shown_place
from gigawatt.report.periods import period_in_words
from gigawatt.report.proof import stands, unproven

Group = Literal["changed", "promised", "built", "doubted"]
_MOST_MARKS = 4
_SAID_BY_UNIT = frozenset({"site", "building", "chip", "job", "user", "company", "rack", "person"})
"""units whose word says what is counted"""
_MULTIPLES = frozenset(
    {"growth_rate", "revenue_growth", "performance_ratio", "pe_ratio", "debt", "valuation", "power_gap"}
)
"""metrics of which a bare multiple says something"""
_WITH = {"equity_contribution": "brief.with_equity", "ownership_share": "brief.with_share"}
"""how the other party is told where it is what is paid into or held"""
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its citation marks, and the claims behind the marks."""

    group: Group
    text: str
    claims: tuple[str, ...]


class Writer:
    """Fills templates and numbers the references."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.references: list[Claim] = []
        self._number: dict[str, int] = {}

    def _marks(self, claims: Sequence[Claim]) -> str:
        for claim in claims:
            if claim.id not in self._number:
                self.references.append(claim)
                self._number[claim.id] = len(self.references)
        return "".join(f"[{self._number[claim.id]}]" for claim in claims)

    def _quantity(self, claim: Claim) -> str | None:
        """The quantity in words that stand in the claim's own quote; None when nothing stands or nothing is said."""
        if not claim.quote or (claim.unit == "x" and claim.metric not in _MULTIPLES):
            return None
        shown = in_words(claim, self.lang, lambda one: stands(one, [claim]))
        return None if shown and self.lang == "en" and _HAN.search(shown) else shown

    def _voice(self, claim: Claim, key: str) -> str:
        speaker = claim.speaker
        return phrase(key, self.lang, speaker=plain(shown_name(speaker, self.lang))) if speaker else ""

    def _scope(self, claim: Claim) -> str:
        """Other party and place."""
        parts = []
        if claim.counterparty and claim.counterparty not in (claim.subject or ""):
            key = _WITH.get(claim.metric, "brief.with")
            parts.append(phrase(key, self.lang, party=plain(shown_name(claim.counterparty, self.lang))))
        if claim.location and claim.location != claim.subject:
            parts.append(phrase("brief.place", self.lang, place=shown_place(claim.location, self.lang)))
        return "".join(parts)

    def _period(self, claim: Claim) -> str:
        """When it holds, as far as its numbers stand in the quote."""
        shown = period_in_words(claim.period, self.lang) if claim.period and claim.unit != "date" else ""
        found = numbers(shown) if shown else ()
        if not found or not all(stands(one, [claim]) for one in found):
            return ""
        return phrase("brief.period_joint", self.lang, period=shown)

    def _metric(self, claim: Claim) -> str:
        return phrase(f"brief_metric.{claim.metric}", self.lang)

    def _what(self, claim: Claim, quantity: str) -> str | None:
        """The figure with the name of its metric; None for a date of which nothing says what falls on it."""
        if claim.unit in _SAID_BY_UNIT or (self.lang == "en" and claim.unit == "count" and claim.noun):
            return quantity
        key = "leverage" if claim.metric == "debt" and claim.unit == "x" else claim.metric
        if claim.metric == "target_date":
            key = dict(aspects(claim)).get("milestone", "")
            if not key:
                return None
        if f"brief_what.{key}" in table():
            return phrase(f"brief_what.{key}", self.lang, quantity=quantity)
        return phrase("brief.what", self.lang, metric=self._metric(claim), quantity=quantity)

    def _said(self, claim: Claim) -> dict[str, str]:
        """Status and speaker; of a reported fact with a speaker the speaker alone."""
        if claim.status == "actual" and claim.speaker:
            return {"status": "", "voice": self._voice(claim, "brief.voice_alone")}
        return {
            "status": phrase(f"brief_status.{claim.status}", self.lang),
            "voice": self._voice(claim, "brief.voice"),
        }

    def line(self, group: Group, claims: Sequence[Claim], *, new: bool = False) -> Sentence | None:
        """One sentence for claims that are one statement; the first gives the words."""
        lead = claims[0]
        values = {"subject": self._subject(lead), "scope": self._scope(lead), **self._said(lead)}
        if is_none_at_all(lead):
            key, values["metric"] = "brief.none_line", self._metric(lead)
        elif lead.negated:
            return None
        else:
            quantity = self._quantity(lead)
            what = self._what(lead, quantity) if quantity else None
            if what is None:
                return None
            key, values = "brief.line", values | {"what": what, "period": self._period(lead)}
        shown = claims[:_MOST_MARKS]
        return self._sentence(group, key, values, {"marks": shown}, new=new)

    def pair(self, group: Group, key: str, one: Claim, two: Claim, sides: tuple[str, str]) -> Sentence | None:
        """One sentence that sets two claims beside each other."""
        first, second = self._quantity(one), self._quantity(two)
        what = self._what(one, first) if first else None
        if first is None or second is None or what is None:
            return None
        values = {f"voice_{s}": self._voice(c, "brief.voice_short") for s, c in zip(sides, (one, two), strict=True)}
        values |= {"subject": self._subject(one), "metric": self._metric(one), "what": what, "scope": self._scope(two)}
        values |= {"was": phrase(f"brief_status.{one.status}", self.lang)}
        values |= {"now": phrase(f"brief_status.{two.status}", self.lang), sides[0]: first, sides[1]: second}
        return self._sentence(group, key, values, {f"marks_{sides[0]}": [one], f"marks_{sides[1]}": [two]})

    def _subject(self, claim: Claim) -> str:
        return plain(shown_name(claim.subject or "", self.lang))

    def _sentence(
        self,
        group: Group,
        key: str,
        values: Mapping[str, str],
        cited: Mapping[str, Sequence[Claim]],
        *,
        new: bool = False,
    ) -> Sentence | None:
        """The filled template; None when a number in it stands in none of the cited quotes."""
        claims = [claim for side in cited.values() for claim in side]
        bare = phrase(key, self.lang, **values, **dict.fromkeys(cited, ""))
        if any(True for _ in unproven(bare, claims, self.lang)):
            return None
        text = phrase(key, self.lang, **values, **{name: self._marks(side) for name, side in cited.items()})
        text = phrase("brief.newly", self.lang, sentence=text) if new else text
        return Sentence(group, text, tuple(claim.id for claim in claims))
