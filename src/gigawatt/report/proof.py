"""Whether the numbers of a sentence stand in the quotes that it cites, read by the quantity grammar."""

import re
from collections.abc import Iterator, Sequence

from gigawatt.evidence.types import Claim, Quantity
from gigawatt.report.amounts import numbers, same_number
from gigawatt.report.names import plain, shown_name

_MARK = re.compile(r"\s*\[\d+\]")


def stands(one: Quantity, cited: Sequence[Claim], text: str = "") -> bool:
    """Whether a quantity is in a cited quote: the same number by the grammar, or the same printed words."""
    for claim in cited:
        if text and text in claim.quote:
            return True
        if any(same_number(one, other) for other in numbers(claim.quote, claim.item_day, claim.repaired)):
            return True
    return False


def unproven(sentence: str, cited: Sequence[Claim], lang: str) -> Iterator[str]:
    """The numbers of a sentence, marks and names apart, that stand in none of the cited quotes."""
    text = _without_names(_MARK.sub("", sentence), cited, lang)
    for one in numbers(text):
        shown = text[one.start : one.end]
        if not stands(one, cited, shown):
            yield shown


def _without_names(text: str, cited: Sequence[Claim], lang: str) -> str:
    """The sentence with the names of parties and places blanked: digits in names are not numbers."""
    names = {n for c in cited for n in (c.subject, c.speaker, c.counterparty, c.location) if n}
    for name in sorted(names | {shown_name(n, lang) for n in names}, key=len, reverse=True):
        text = text.replace(plain(name), " ; ")
    return text
