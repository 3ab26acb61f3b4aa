"""What the whole item tells about single claims: repeats of an amount, and headline numbers without a subject."""

from dataclasses import replace

from gigawatt.evidence.types import Claim, Segment
from gigawatt.evidence.units_of_claims import unit_class


def mend_repeats(claims: list[Claim]) -> list[Claim]:
    """The same amount of the same subject again, without a word that says what it is, is the same thing."""
    told = {
        (c.subject, c.low, c.high, c.unit): c.metric
        for c in reversed(claims)
        if c.rules["metric"].startswith("metric.word") and c.unit != "date" and unit_class(c.unit) in ("money", "power")
    }
    mended = []
    for claim in claims:
        metric = told.get((claim.subject, claim.low, claim.high, claim.unit))
        if metric and metric != claim.metric and claim.rules["metric"].startswith("metric.default"):
            claim = replace(claim, metric=metric, rules={**claim.rules, "metric": "metric.same-amount-as-told"})
        mended.append(claim)
    return mended


def end_of_headline(segments: list[Segment]) -> int:
    """Where the headline ends in the document; 0 when there is none."""
    return max((segment.end for segment in segments if segment.kind == "headline"), default=0)


def mend_headline(claims: list[Claim], end: int) -> list[Claim]:
    """A headline quantity without a named subject is about whom the body gives the same quantity for."""
    body = [c for c in claims if c.start >= end]
    mended = []
    for claim in claims:
        if claim.start < end and claim.rules.get("subject", "").startswith(("subject.thread", "subject.none")):
            twin = next((c for c in body if (c.low, c.high, c.unit) == (claim.low, claim.high, claim.unit)), None)
            if twin and twin.subject:
                rules = {**claim.rules, "subject": "subject.as-in-the-body"}
                claim = replace(claim, subject=twin.subject, rules=rules)
        mended.append(claim)
    return mended
