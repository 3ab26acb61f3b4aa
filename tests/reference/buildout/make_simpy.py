"""Make simpy_answers.json: the same build-out as a SimPy model of processes, for the four allocation rules.

usage: PYTHONPATH=src python tests/reference/buildout/make_simpy.py   (needs simpy)

One process per block waits for its construction, then asks each kind of supply in turn; one process per pool and month
gathers the requests and shares the stock. Written without the code of the package; weighted shares are found by
bisection on the common factor instead of by filling blocks one after the other.
"""

import json
import random
from pathlib import Path

import simpy

ANSWERS = Path(__file__).with_name("simpy_answers.json")
RULES = ("pro_rata", "first_come", "prepaid_first", "weighted")
MONTHS, BLOCKS, DRAWS = 30, 12, 6


def make_case(seed: int = 20260403) -> dict:
    """Shared draws: ready months and powers per block and draw, pools with releases, needs, weights, prepaid flags."""
    rng = random.Random(seed)
    return {
        "ready": [[round(rng.uniform(0.0, 26.0), 6) for _ in range(DRAWS)] for _ in range(BLOCKS)],
        "power": [[round(rng.uniform(20e6, 400e6), 3) for _ in range(DRAWS)] for _ in range(BLOCKS)],
        "grid": [rng.choice([0, 1]) for _ in range(BLOCKS)],
        "chips_per_w": [round(rng.uniform(4e-4, 9e-4), 9) for _ in range(BLOCKS)],
        "weight": [round(rng.uniform(0.5, 4.0), 3) for _ in range(BLOCKS)],
        "prepaid": [rng.random() < 0.4 for _ in range(BLOCKS)],
        "grid_release": [[round(rng.uniform(5e6, 90e6), 3) for _ in range(MONTHS)] for _ in range(2)],
        "chip_release": [round(rng.uniform(10_000, 120_000), 3) for _ in range(MONTHS)],
        "chip_carry": 0.75,
    }


def share(rule: str, stock: float, asks: list[dict]) -> list[float]:
    """Amounts (in the pool's unit) for the requests: each has need, weight, prepaid, came."""
    total = sum(a["need"] for a in asks)
    if total <= stock:
        return [a["need"] for a in asks]
    if rule == "pro_rata":
        return [stock * a["need"] / total for a in asks]
    if rule == "first_come":
        given = [0.0] * len(asks)
        for i in sorted(range(len(asks)), key=lambda i: asks[i]["came"]):
            given[i] = min(asks[i]["need"], stock)
            stock -= given[i]
        return given
    if rule == "prepaid_first":
        given = [0.0] * len(asks)
        for wanted in (True, False):
            mine = [i for i, a in enumerate(asks) if a["prepaid"] is wanted]
            need = sum(asks[i]["need"] for i in mine)
            for i in mine:
                given[i] = asks[i]["need"] if need <= stock else stock * asks[i]["need"] / need
            stock = max(stock - need, 0.0)
        return given
    low, high = 0.0, 1.0 / min(a["weight"] for a in asks)
    for _ in range(200):
        factor = (low + high) / 2
        used = sum(a["need"] * min(1.0, factor * a["weight"]) for a in asks)
        low, high = (factor, high) if used < stock else (low, factor)
    return [a["need"] * min(1.0, high * a["weight"]) for a in asks]


class Pool:
    """A stock with a monthly release, whose waiting requests are served once a month."""

    def __init__(self, env: simpy.Environment, rule: str, release: list[float], carry: float) -> None:
        self.env, self.rule, self.release, self.carry = env, rule, release, carry
        self.stock = 0.0
        self.waiting: dict[int, dict] = {}

    def ask(self, block: int, need: float, **about: object) -> None:
        entry = self.waiting.setdefault(block, {"need": 0.0, "block": block, **about})
        entry["need"] += need

    def serve(self, month: int) -> dict[int, float]:
        asks = [self.waiting[b] for b in sorted(self.waiting)]
        given = share(self.rule, self.stock, asks)
        for entry, amount in zip(asks, given, strict=True):
            entry["need"] = max(entry["need"] - amount, 0.0)
            self.stock = max(self.stock - amount, 0.0)
        served = {a["block"]: g for a, g in zip(asks, given, strict=True)}
        self.waiting = {b: a for b, a in self.waiting.items() if a["need"] > 0}
        return served


def run(case: dict, rule: str, draw: int) -> list[list[float]]:
    """Energised W per block and month in one draw."""
    env = simpy.Environment()
    grid = [Pool(env, rule, release, 1.0) for release in case["grid_release"]]
    chips = Pool(env, rule, case["chip_release"], case["chip_carry"])
    finished: list[int] = []
    on = [0.0] * BLOCKS
    path = [[0.0] * MONTHS for _ in range(BLOCKS)]

    def about(b: int) -> dict:
        return {"weight": case["weight"][b], "prepaid": case["prepaid"][b], "came": case["ready"][b][draw]}

    def construction(b: int):
        yield env.timeout(case["ready"][b][draw])
        finished.append(b)

    def month_end():
        for month in range(MONTHS):
            yield env.timeout(1.0 - 1e-9 if month == 0 else 1.0)
            for pool in (*grid, chips):
                pool.stock = pool.stock * pool.carry + pool.release[month]
            while finished:
                b = finished.pop()
                grid[case["grid"][b]].ask(b, case["power"][b][draw], **about(b))
            for pool in grid:
                for b, watts in pool.serve(month).items():
                    if watts > 0:
                        chips.ask(b, watts * case["chips_per_w"][b], **about(b))
            for b, count in chips.serve(month).items():
                on[b] += count / case["chips_per_w"][b]
            for b in range(BLOCKS):
                path[b][month] = on[b]

    for b in range(BLOCKS):
        env.process(construction(b))
    env.process(month_end())
    env.run(until=MONTHS + 1)
    return path


def main() -> None:
    case = make_case()
    answers = {rule: [run(case, rule, draw) for draw in range(DRAWS)] for rule in RULES}
    rounded = {r: [[[round(w, 2) for w in b] for b in d] for d in draws] for r, draws in answers.items()}
    ANSWERS.write_text(json.dumps({"simpy": simpy.__version__, "case": case, "energised_w": rounded}, indent=None))
    print(f"{ANSWERS}: {ANSWERS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
