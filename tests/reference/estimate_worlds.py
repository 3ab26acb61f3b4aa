"""Planted truths and what a careless press makes of them: sets of claims with reprints, hedges, slips and denials.

Each world draws a true figure and one to six independent voices. A voice rounds the truth, hedges it, bounds it, gives
a range, is altogether wrong, slips by ten, denies a wrong number, or first tells an old figure and then revises it; a
third of the voices is reprinted. `python tests/reference/estimate_worlds.py` writes the stored figures anew.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

STORED = Path(__file__).with_name("estimate_calibration.json")
WORLDS, SEED = 600, 1
_KINDS = {"exact": 0.42, "approx": 0.16, "more": 0.1, "up to": 0.08, "range": 0.08, "wrong": 0.06, "slip": 0.04,
          "denial": 0.03, "revised": 0.03}  # fmt: skip
_STATUSES = {"actual": 0.35, "planned": 0.2, "announced": 0.15, "signed": 0.1, "forecast": 0.1, "alleged": 0.05,
             "rumoured": 0.05}  # fmt: skip
_DAYS = [f"2025-{month:02d}-15" for month in range(1, 12)]


@dataclass(frozen=True)
class World:
    """A true figure, what is said of it, and which claims replace which."""

    truth: float
    held: list
    judgements: list


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def _bounds(kind: str, truth: float, rng: np.random.Generator) -> tuple[float | None, float | None]:
    """What one voice says of the truth."""
    if kind == "more":
        return _rounded(truth * rng.uniform(0.75, 0.99), 2), None
    if kind == "up to":
        return None, _rounded(truth * rng.uniform(1.01, 1.4), 2)
    if kind == "range":
        ends = truth * rng.uniform(0.6, 0.98), truth * rng.uniform(1.02, 1.6)
        return _rounded(ends[0], 2), _rounded(ends[1], 2)
    if kind in ("wrong", "denial"):
        said = _rounded(truth * float(np.exp(rng.normal(0, 1))), 2)
    elif kind == "slip":
        said = _rounded(truth * float(rng.choice([0.1, 10.0])), 2)
    else:
        said = _rounded(
            truth * float(np.exp(rng.normal(0, 0.06 if kind == "approx" else 0.02))), int(rng.integers(2, 4))
        )
    return said, said


def world(rng: np.random.Generator) -> World:
    """One world."""
    from gigawatt.ledger.records import Held, Judgement
    from unit.ledger.helpers import claim, document

    truth = float(np.exp(rng.uniform(np.log(50), np.log(5000))))
    held, judgements = [], []

    def say(voice: int, low: float | None, high: float | None, kind: str, status: str, day: str) -> Held:
        doc = document(f"{voice} {len(held)}", path=f"{len(held)}.txt")
        qty = f"{low:g}" if low is not None and low == high else f"{low} to {high}"
        made = claim(low, high, "W", doc=doc, qty=qty, metric="power_capacity", status=status, item_day=day,
                     approx=kind == "approx", speaker=str(rng.choice(["Acme", "Bank", ""])) or None)  # fmt: skip
        held.append(Held(made, day, cluster=f"voice {voice}"))
        return held[-1]

    for voice in range(int(rng.integers(1, 7))):
        kind = str(rng.choice(list(_KINDS), p=list(_KINDS.values())))
        status = "denied" if kind == "denial" else str(rng.choice(list(_STATUSES), p=list(_STATUSES.values())))
        low, high = _bounds(kind, truth, rng)
        day = str(rng.choice(_DAYS[3:]))
        last = say(voice, low, high, kind, status, day)
        if kind == "revised":
            old = _rounded(truth * float(np.exp(rng.normal(0, 0.4))), 2)
            before = say(voice, old, old, kind, status, _DAYS[int(rng.integers(0, 3))])
            judgements.append(Judgement("revision", before.id, last.id, "told anew"))
        for _ in range(int(rng.integers(1, 3)) if rng.random() < 1 / 3 else 0):
            say(voice, low, high, kind, status, day)
    return World(truth, held, judgements)


def figures(worlds: int = WORLDS, seed: int = SEED) -> dict[str, float]:
    """Shares of worlds in which the truth lies in the central 50, 80 and 90 %, and the usual width of P10..P90."""
    from gigawatt.ledger.estimate import estimate

    rng = np.random.default_rng(seed)
    ranks, widths, alone = [], [], []
    for _ in range(worlds):
        made = world(rng)
        found = estimate(made.held, judgements=made.judgements)
        ranks.append(float(np.interp(made.truth, found.grid, found.cumulative)))
        widths.append(float(np.log(found.p90 / found.p10)))
        alone.append(len({one.voice for one in made.held}) == 1)
    rank, single = np.array(ranks), np.array(alone)
    covered = {f"covered_{q}": float(np.mean(np.abs(rank - 0.5) <= q / 200)) for q in (50, 80, 90)}
    return covered | {
        "covered_80_one_voice": float(np.mean(np.abs(rank[single] - 0.5) <= 0.4)),
        "covered_80_several_voices": float(np.mean(np.abs(rank[~single] - 0.5) <= 0.4)),
        "median_log_width": float(np.median(widths)),
        "median_log_width_one_voice": float(np.median(np.array(widths)[single])),
    }


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root / "src"), str(root / "tests")]
    STORED.write_text(json.dumps({"worlds": WORLDS, "seed": SEED, **figures()}, indent=1) + "\n", encoding="utf-8")
    print(STORED.read_text(encoding="utf-8"))
