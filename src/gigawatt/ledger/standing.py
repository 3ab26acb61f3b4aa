"""Judgements as they stand on a day: the rules' present verdicts, with a person's latest word in their place."""

from gigawatt.ledger.judge import judge
from gigawatt.ledger.records import Judgement
from gigawatt.ledger.store import Ledger


def standing_judgements(book: Ledger, as_of: str | None = None, *, about: str | None = None) -> list[Judgement]:
    """One judgement for each pair that has one, in order of claim ids; about: only pairs that hold this claim."""
    held = book.claims(as_of)
    present = {one.id for one in held}
    only = None if about is None else {about}
    stands = {frozenset((j.left, j.right)): j for j in judge(held, book.canonical(as_of), about=only)}
    by_people = [j for j in book.judgements(as_of) if not j.rule and {j.left, j.right} <= present]
    for judgement in sorted(by_people, key=lambda j: (j.day or "", j.id)):
        if about is None or about in (judgement.left, judgement.right):
            stands[frozenset((judgement.left, judgement.right))] = judgement
    return sorted(stands.values(), key=lambda j: (j.left, j.right))
