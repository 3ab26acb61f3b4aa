"""The words around a claim, and whether two claims count the same kind of thing."""

import re

from gigawatt.ledger.check.material import Material
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import dimension, family, metric_group

_CLASSIFIERS = frozenset({"颗", "块", "张", "枚", "片", "台", "座", "个", "units", "unit", None})
_STOPS = re.compile(r"[。;；!?！？]|\.\s")


def between(material: Material, one: Held, two: Held) -> str:
    """Folded text from the end of one claim to the start of the next in its sentence; empty when there is none."""
    sentence = material.sentence(one)
    if not sentence or sentence is not material.sentence(two) or len(sentence.folded) != len(sentence.text):
        return ""
    return sentence.folded[one.claim.end - sentence.start : two.claim.start - sentence.start]


def before(material: Material, one: Held, width: int) -> str:
    """Up to `width` folded characters before a claim in its sentence."""
    sentence = material.sentence(one)
    if not sentence or len(sentence.folded) != len(sentence.text):
        return ""
    begin = one.claim.start - sentence.start
    return sentence.folded[max(0, begin - width) : begin]


def after(material: Material, one: Held, width: int) -> str:
    """Up to `width` folded characters after a claim in its sentence."""
    sentence = material.sentence(one)
    if not sentence or len(sentence.folded) != len(sentence.text):
        return ""
    end = one.claim.end - sentence.start
    return sentence.folded[end : end + width]


def alike(one: Held, two: Held) -> bool:
    """Whether two claims give one kind of quantity of one actor."""
    a, b = one.claim, two.claim
    kind = (a.unit, a.per, a.noun, metric_group(a.metric)) == (b.unit, b.per, b.noun, metric_group(b.metric))
    return kind and family(a.subject or "") == family(b.subject or "")


def countable(one: Held, two: Held) -> bool:
    """Whether the second claim can count a part of the first: same dimension, bare classifiers taken as the first."""
    a, b = one.claim, two.claim
    if a.per != b.per:
        return False
    if dimension(a.unit) == "money" or dimension(b.unit) == "money":
        return a.unit == b.unit
    if dimension(a.unit) == "area" and a.metric != b.metric:
        return False  # floors and land
    if dimension(a.unit) == dimension(b.unit):
        return a.unit != "count" or a.noun == b.noun or bool({a.noun, b.noun} & _CLASSIFIERS)
    return a.unit in ("chip", "site", "building", "rack") and b.unit == "count" and (
        b.noun in _CLASSIFIERS or len(b.noun or "") <= 2
    )  # fmt: skip


def stops(text: str) -> bool:
    """Whether a sentence or a half of one ends within the text."""
    return bool(_STOPS.search(text))
