"""Which part or measure of a thing a figure is about, as its own clause says: phase, kind of job, kind of user, ...

Two figures of one subject and metric are two facts when their clauses name different values of one aspect ("200 MW in
the first phase", "1.4 GW at full build-out"); when only one clause names a value, they may be the same and may not.
"""

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from gigawatt.evidence.types import Claim
from gigawatt.ledger.search import fold
from gigawatt.schema import read_toml

_CUT = re.compile(r"[,;，；、。”“]|[和与](?=\W)|\band\b|\bwhile\b|\bbut\b|而|但")
_FURTHER = re.compile(
    r"(?:\banother|\badditional|\bfurther|\bextra|\bseparate|\bsecond|\bother|(?<!并)(?<!此)另(?:外|有|一|投|租|签)?|追加|再|又|额外)"
    r"\W*(?:[a-z]+\W+){0,2}\w{0,4}\W*$"
)
_REACH = 28
"""characters before the quantity in which `another` is looked for"""


def clause_of(claim: Claim) -> str:
    """The words between the marks around the quantity, folded; a sentence opening without a number goes with them."""
    at = max(0, claim.start - claim.quote_start)
    end = at + len(claim.qty)
    quote = claim.quote
    if quote[at:end] != claim.qty:
        return fold(claim.qty)
    cuts = [match.span() for match in _CUT.finditer(quote) if match.end() <= at or match.start() >= end]
    begins = [stop for _, stop in cuts if stop <= at]
    begin = begins[-1] if begins else 0
    stop = next((start for start, _ in cuts if start >= end), len(quote))
    lead = quote[begins[-2] if len(begins) > 1 else 0 : begin] if begins else ""
    if any(sign.isdigit() for sign in lead):
        lead = ""
    return fold(lead + quote[begin:stop])


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[frozenset[str], dict[str, re.Pattern[str]]]]:
    """aspect -> (metrics for which it is asked, empty for all; value -> pattern)."""
    rows = read_toml(Path(str(files("gigawatt") / "catalogue" / "checks" / "aspects.toml")))["aspect"]
    return {
        name: (
            frozenset(row.get("metrics", ())),
            {value: re.compile("|".join(words)) for value, words in row.items() if value != "metrics"},
        )
        for name, row in rows.items()
    }


@lru_cache(maxsize=16384)
def aspects(claim: Claim) -> tuple[tuple[str, str], ...]:
    """(aspect, value) pairs that the clause of a claim names; an aspect with two values in it is left out."""
    clause = clause_of(claim)
    found = []
    for aspect, (metrics, patterns) in _table().items():
        if not metrics or claim.metric in metrics:
            named = [value for value, pattern in patterns.items() if pattern.search(clause)]
            if len(named) == 1:
                found.append((aspect, named[0]))
    return tuple(found)


def is_further(claim: Claim) -> bool:
    """Whether the words right before the quantity say that it is another one of its kind."""
    at = max(0, claim.start - claim.quote_start)
    return _says_further(claim.quote[max(0, at - _REACH) : at])


@lru_cache(maxsize=16384)
def _says_further(words: str) -> bool:
    return bool(_FURTHER.search(fold(words)))


_PARTS = re.compile(
    r"(?P<q>(?:first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter|\bq[1-4]\b|第?[一二三四1-4]季度?(?!度))|"
    r"(?P<h>first half|second half|\bh[12]\b|上半年|下半年)"
)
_NUMBER = {"first": "1", "second": "2", "third": "3", "fourth": "4", "一": "1", "二": "2", "三": "3", "四": "4",
           "上": "1", "下": "2"}  # fmt: skip


@lru_cache(maxsize=16384)
def parts_of_a_year(quote: str) -> frozenset[str]:
    """Quarters and halves that a sentence names, as q1..q4, h1, h2."""
    found = set()
    for match in _PARTS.finditer(fold(quote)):
        kind = "q" if match["q"] else "h"
        digit = re.search(r"[1-4]", match[0])
        word = next((value for key, value in _NUMBER.items() if key in match[0]), "")
        found.add(kind + (digit[0] if digit else word))
    return frozenset(found)


def period_of(claim: Claim) -> str | None:
    """The period of a claim; of a whole year of which the clause names one quarter or half, that part of it."""
    if claim.period and re.fullmatch(r"(?:FY)?\d{4}", claim.period):
        named = parts_of_a_year(clause_of(claim))
        if len(named) == 1:
            return claim.period + next(iter(named)).upper()
    return claim.period
