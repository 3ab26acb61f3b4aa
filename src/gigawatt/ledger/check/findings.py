"""A finding: what does not fit, where both sides stand, what was computed, and what would settle it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from gigawatt.ledger.records import content_hash

Severity = Literal["high", "medium", "low"]
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

    @property
    def id(self) -> str:
        """Content hash of kind, places and numbers."""
        places = [[c.doc, c.start, c.end] for c in self.claims]
        return content_hash({"kind": self.kind, "places": places, "got": self.got})

    def as_dict(self) -> dict[str, Any]:
        """The JSON form of `gigawatt check --json`."""
        return {
            "kind": self.kind, "severity": self.severity,
            "claims": [{"doc": c.doc, "start": c.start, "end": c.end, "quote": c.quote} for c in self.claims],
            "expected": self.expected, "got": self.got, "reason": self.reason, "settles": self.settles,
            "rule": self.rule, "id": self.id,
        }  # fmt: skip


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Without repeats (one rule, the same sentences or the same words), the grave first, then by place."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if not (finding.claims and finding.expected and finding.got and finding.settles):
            raise ValueError(f"finding {finding.rule} must cite a place, what was expected and what would settle it")
        key = (finding.rule, finding.about) if finding.about else (finding.rule, finding.expected, finding.got)
        kept.setdefault(key, finding)
    return sorted(kept.values(), key=lambda f: (_RANK[f.severity], f.claims[0].doc, f.claims[0].start, f.rule))
