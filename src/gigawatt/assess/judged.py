"""The facts of the catalogue and the claims of the documents, set against each other once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.assess.facts import facts_as_claims
from gigawatt.atlas.build import Atlas

if TYPE_CHECKING:
    from gigawatt.ledger.records import Held, Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """Facts and claims by id, and every judgement between them."""

    by_id: "dict[str, Held]"
    facts: dict[str, str]
    """claim id -> fact id"""
    judgements: "list[Judgement]"

    def between_facts(self) -> "Iterator[Judgement]":
        """Judgements of which both sides are facts of the catalogue: what the facts alone would give."""
        return (one for one in self.judgements if one.left in self.facts and one.right in self.facts)

    def comparable(self) -> dict[str, set[str]]:
        """Claim id -> ids of the claims that speak of the same quantity."""
        beside: dict[str, set[str]] = {}
        for one in self.judgements:
            beside.setdefault(one.left, set()).add(one.right)
            beside.setdefault(one.right, set()).add(one.left)
        return beside


def judge_once(atlas: Atlas, held: "Sequence[Held]") -> Judged:
    """All judgements of one run; a fact and a claim are never tied as one statement told again."""
    from gigawatt.ledger.judge import judge

    facts = facts_as_claims(atlas)
    names = {one.id: name for name, one in facts.items()}
    by_id = {one.id: one for one in (*facts.values(), *held)}
    return Judged(by_id, names, judge(list(by_id.values()), realm=lambda one: one.id in names))
