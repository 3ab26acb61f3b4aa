"""A finding: what does not fit, where both sides stand, what was computed, and what would settle it.

Rules of our own raise `found(rule, ...)` with computed values; the sentences stand in `locale/checks.toml`, one section
for each rule, in both languages. A rule of others may build a `Finding` with its own English sentences.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from gigawatt.ledger.check.wording import Shown
from gigawatt.ledger.records import content_hash

Severity = Literal["high", "medium", "low"]
PARTS = ("expected", "got", "reason", "settles")
_RANK = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document: code points of the text as decoded."""

    doc: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, with both sides cited."""

    kind: str
    severity: Severity
    claims: tuple[Citation, ...]
    expected: str
    got: str
    reason: str
    settles: str
    rule: str = ""
    about: str = ""
    """what the finding is about, so that one fault told in several places is one finding"""
    section: str = ""
    """section of the locale with the sentences; empty for a rule that brings its own"""
    values: tuple[tuple[str, Shown | str], ...] = ()
    """what fills the places of the sentences"""

    @property
    def id(self) -> str:
        """Content hash of kind, places and numbers; the same in every language."""
        places = [[c.doc, c.start, c.end] for c in self.claims]
        return content_hash({"kind": self.kind, "places": places, "got": self.got})

    def say(self, part: str, lang: str = "en") -> str:
        """`expected`, `got`, `reason` or `settles` in a language; English where no other is known."""
        if lang == "en" or not self.section:
            return str(getattr(self, part))
        return _sentence(self.section, part, lang, dict(self.values))

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """The JSON form of `gigawatt check --json`."""
        return {
            "kind": self.kind, "severity": self.severity,
            "claims": [{"doc": c.doc, "start": c.start, "end": c.end, "quote": c.quote} for c in self.claims],
            **{part: self.say(part, lang) for part in PARTS}, "rule": self.rule, "id": self.id,
        }  # fmt: skip


def found(
    rule: str, kind: str, severity: Severity, claims: Iterable[Citation], *, about: str = "", section: str = "",
    **values: Shown | str,
) -> Finding:  # fmt: skip
    """A finding whose sentences stand in the locale under `check_<section>` (the rule's own name unless given)."""
    where = "check_" + re.sub(r"\W+", "_", section or rule)
    english = {part: _sentence(where, part, "en", values) for part in PARTS}
    return Finding(kind, severity, tuple(claims), **english, rule=rule, about=about, section=where,
                   values=tuple(values.items()))  # fmt: skip


def _sentence(section: str, part: str, lang: str, values: dict[str, Shown | str]) -> str:
    from gigawatt.i18n import table

    said = {name: value.say(lang) if isinstance(value, Shown) else value for name, value in values.items()}
    return table()[f"{section}.{part}"][lang].format(**said)


_ECHOES = frozenset({"twin-sentences", "deal-with-two-values"})
"""rules that see by wording what the judge may already have seen by scope"""


def _places(finding: Finding) -> frozenset[tuple[str, int]]:
    return frozenset((c.doc, c.start) for c in finding.claims)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Without repeats (one rule, the same sentences or the same words), the grave first, then by place."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if not (finding.claims and finding.expected and finding.got and finding.settles):
            raise ValueError(f"finding {finding.rule} must cite a place, what was expected and what would settle it")
        key = (finding.rule, finding.about) if finding.about else (finding.rule, finding.expected, finding.got)
        kept.setdefault(key, finding)
    told = {_places(f) for f in kept.values() if f.rule not in _ECHOES}
    shown = [f for f in kept.values() if f.rule not in _ECHOES or _places(f) not in told]
    return sorted(shown, key=lambda f: (_RANK[f.severity], f.claims[0].doc, f.claims[0].start, f.rule))
