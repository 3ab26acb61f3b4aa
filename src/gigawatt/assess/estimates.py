"""What the sources together say about one stated quantity: estimates with the vote of every claim, in the trace."""

from typing import TYPE_CHECKING

from gigawatt.assess.judged import Judged
from gigawatt.assess.run import Run

if TYPE_CHECKING:
    from gigawatt.ledger.estimate import Estimate


def add_estimates(run: Run, judged: Judged) -> list[str]:
    """Register `figure:estimate.FACT` for each stated promise or amount that other claims speak of too.

    The figure rests on `estimate:` nodes that name the weight of each claim, and through them on claims and facts.
    Returns the ids of the figures.
    """
    from gigawatt.ledger.estimate import estimate

    beside = judged.comparable()
    figures = []
    for identifier, name in judged.facts.items():
        together = [judged.by_id[key] for key in (identifier, *sorted(beside.get(identifier, ())))]
        if len(together) < 2:
            continue
        found = estimate(together, as_of=run.atlas.day, judgements=judged.judgements)
        node = _register(found, judged, run)
        figures.append(
            run.trace.figure(
                f"estimate.{name.removeprefix('fact:')}",
                None,
                found.unit,
                [node],
                formula="likelihood over the claims, one vote per independent voice; docs/method/estimate.md",
                label=f"{together[0].claim.subject}: {together[0].claim.metric}, sources together",
                band=(found.p10, found.p50, found.p90),
            )  # fmt: skip
        )
    return figures


def _register(found: "Estimate", judged: Judged, run: Run) -> str:
    """The estimate as a node: how many voices, and one node below it per claim with its weight."""
    below = []
    for ballot in found.ballots:
        source = judged.facts.get(ballot.claim)
        if source:
            run.citations.fact(source)
        else:
            run.citations.claim(judged.by_id[ballot.claim].claim)
        factors = ", ".join(f"{name} {factor:.3g}" for name, factor in ballot.factors)
        vote = f"rule:vote.{found.id.removeprefix('estimate:')}.{ballot.claim}"
        says = f"weight {ballot.weight:.3g} ({factors})"
        below.append(run.trace.node(vote, says, [source or f"claim:{ballot.claim}"]))
    return run.trace.node(found.id, f"{len(found.ballots)} claims, {found.clusters} independent voices", below)
