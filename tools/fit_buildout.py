"""Fit the default parameters of the build-out from a folder of vintages and write catalogue/durations/stages.toml.

usage: python tools/fit_buildout.py VINTAGES_DIR [--write]

Durations: for each step of the newest vintage and each stage seen for its buildings, months from the day the stage was
first seen to the day the step came on; steps still open are right-censored on the vintage's day. Lognormal by maximum
likelihood with a prior worth PRIOR_CASES cases around the medians of PRIOR_MONTHS. Slips and re-rating: the model of
buildout/slips.py on all pairs. What vintages cannot say (cancellation of plain announcements, shares of common risk)
stays an assumption with its reason.
"""

import argparse
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_ndtr

from gigawatt.atlas.types import STAGES
from gigawatt.buildout.backtest import fit_on
from gigawatt.buildout.constants import DAYS_PER_MONTH
from gigawatt.buildout.durations import CLASSES, Durations
from gigawatt.buildout.epoch import read_vintages
from gigawatt.buildout.join import join_vintages
from gigawatt.buildout.steps import evidence
from gigawatt.buildout.vintages import Vintage
from gigawatt.params import Z90

TARGET = Path(__file__).resolve().parents[1] / "src" / "gigawatt" / "catalogue" / "durations" / "stages.toml"
PRIOR_CASES = 3.0
PRIOR_SIGMA = 0.5
# Medians before looking: 18 to 36 months from ground to power (JLL, Guardian), five from roof to power (rule of thumb).
PRIOR_MONTHS = {
    "announced": 42.0, "permitted": 32.0, "land_clearing": 24.0, "foundations": 16.0, "shell": 11.0, "roof": 6.0,
    "equipment": 5.0, "commissioning": 2.5,
}  # fmt: skip
SEEN_STAGES = ("land_clearing", "foundations", "shell", "roof", "equipment", "commissioning")


def durations_seen(vintage: Vintage) -> dict[str, list[tuple[float, bool]]]:
    """Stage -> (months, reached) per step: from the first sight of the stage to power, or to the vintage's day."""
    found = {stage: [] for stage in SEEN_STAGES}
    for site in vintage.sites.values():
        for step in site.steps():
            if step.after_mw <= step.before_mw:
                continue
            first = {}
            for row in site.rows:
                if row.day > min(vintage.day, step.day):
                    break
                sign = evidence(site, step, row.day)
                if sign.since is not None and sign.stage in found:
                    first.setdefault(sign.stage, sign.since)
            for stage, day in first.items():
                end = min(step.day, vintage.day)
                if end > day:
                    found[stage].append(((end - day).days / DAYS_PER_MONTH, step.day <= vintage.day))
    return found


def fit_lognormal(cases: list[tuple[float, bool]], median: float) -> tuple[float, float, float]:
    """Median, its standard error in logs, and log deviation; right-censored, with the prior."""
    logs = np.array([math.log(m) for m, _ in cases])
    reached = np.array([r for _, r in cases], dtype=bool)

    def loss(x: np.ndarray) -> float:
        mean, sigma = x[0], math.exp(x[1])
        z = (logs - mean) / sigma
        own = np.where(reached, -0.5 * z**2 - math.log(sigma), log_ndtr(-z)).sum() if len(logs) else 0.0
        prior = -0.5 * PRIOR_CASES * ((mean - math.log(median)) / PRIOR_SIGMA) ** 2
        prior -= 0.5 * PRIOR_CASES * ((x[1] - math.log(PRIOR_SIGMA)) / 0.5) ** 2
        return -(own + prior)

    best = minimize(loss, [math.log(median), math.log(PRIOR_SIGMA)], method="BFGS")
    return math.exp(best.x[0]), float(best.hess_inv[0, 0]) ** 0.5, math.exp(best.x[1])


def parameter(key: str, name: str, unit: str, low: float, middle: float, high: float, **more: str | float) -> str:
    """One [[parameter]] table; numbers to three digits."""
    values = {"key": key, "name": name, "unit": unit, "p10": low, "p50": middle, "p90": high} | more
    lines = ["[[parameter]]"]
    for field, value in values.items():
        lines.append(f"{field} = {float(f'{value:.3g}')}" if isinstance(value, float) else f'{field} = "{value}"')
    return "\n".join(lines) + "\n"


def fitted(known_on: str) -> dict:
    return {"spread": "seen range", "known_on": known_on, "source": "epoch-vintages"}


def assumed(reason: str) -> dict:
    return {"spread": "assumption", "source": "assumption", "reason": reason}


def main() -> None:
    """Fit and print, or write the file."""
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    vintages = read_vintages(chosen.folder)
    join = join_vintages(vintages)
    model, comparisons = fit_on(vintages, join, Durations())
    newest = vintages[-1]
    day = newest.day.isoformat()
    out = [
        f"# Made by tools/fit_buildout.py from {len(vintages)} Epoch AI vintages up to {day} (CC BY 4.0).\n"
        "# duration.* and slip.months.*: spread between projects; the others: our uncertainty about one number.\n"
    ]
    seen = durations_seen(newest)
    for stage in STAGES[:-1]:
        name = f"time from {stage.replace('_', ' ')} to switched on"
        prior = PRIOR_MONTHS[stage]
        if stage in seen:
            cases = seen[stage]
            median, error, sigma = fit_lognormal(cases, prior)
            note = (
                f"{len(cases)} steps, {sum(not r for _, r in cases)} of them still open (censored); "
                f"median {median:.1f}, 10-90 % of the median {median * math.exp(-Z90 * error):.1f} to "
                f"{median * math.exp(Z90 * error):.1f}"
            )
            more = fitted(day) | {"kind": "duration", "note": note}
        else:
            median, sigma = prior, 0.55
            more = assumed(
                "no physical sign is seen at this stage: months for permits and power are added to the time from "
                "cleared land; US large loads wait 4 years on average (JLL 2026)"
            ) | {"kind": "duration"}
        band = [median * math.exp(s * Z90 * sigma) for s in (-1, 0, 1)]
        out.append(parameter(f"duration.{stage}", name, "month", *band, **more))
    mean, error, sigma = model.length.mean, model.length.error, model.length.deviation
    for group in CLASSES:
        wide = math.sqrt(sigma**2 + error**2)
        if group == "announced":
            more = assumed(
                "slips without a physical sign are longer than those seen at sites under construction: ERCOT large "
                "loads 7 months on average with an agreement, queues of 4 years without"
            )
            band = [3.0, 9.0, 30.0]
        else:
            more = fitted(day) | {"note": "one length for all classes: the cases are too few to tell them apart"}
            band = [math.exp(mean + s * Z90 * wide) for s in (-1, 0, 1)]
        out.append(
            parameter(f"slip.months.{group}", f"slip of a planned day that is missed, class {group}", "month", *band,
                      kind="duration", **more)
        )  # fmt: skip
    names = list(model.names)
    due = [m for c in comparisons for m in c.moves if m.due]
    for group in CLASSES:
        row = np.array([1.0 if n in ("mean", f"class:{group}") else 0.0 for n in names])
        middle, deviation = float(row @ model.coefficients), float(row @ model.covariance @ row) ** 0.5
        band = [float(1 - expit(middle + s * Z90 * deviation)) for s in (1, 0, -1)]
        count = sum(m.evidence.group == group for m in due)
        out.append(
            parameter(f"slip.on_time.{group}", f"share of planned days that are due now and hold, class {group}",
                      "fraction", *band, shape="normal", kind="probability",
                      **fitted(day), note=f"{len(due)} steps fell due, {count} of this class; pooled with base rates")
        )  # fmt: skip
        shape, exposure = model.rate
        rate, spread = shape / exposure, shape**0.5 / exposure
        out.append(
            parameter(f"slip.hazard.{group}", f"rate at which planned days of class {group} are put off", "1/month",
                      max(rate - Z90 * spread, rate / 5), rate, rate + Z90 * spread, kind="rate", **fitted(day))
        )  # fmt: skip
    for group, weight in dict(announced=0.5, early=0.25, middle=0.1, late=0.05).items():
        out.append(
            parameter(f"slip.reference_weight.{group}", f"weight of the reference class beside the plan, {group}",
                      "fraction", weight / 2, weight, min(1.0, 1.5 * weight), shape="normal", kind="probability",
                      **assumed("the less is built, the less a planned day says"))
        )  # fmt: skip
    gone = model.removed[0] / sum(model.removed)
    for group, band, why in (
        ("announced", (0.2, 0.4, 0.6), "half of the load that was requested or attested came (ERCOT), 13 to 19 % of "
         "queued generation was built; announcements by firms with land do better"),
        ("early", (0.03, 0.08, 0.15), f"between announcements and the vintages: {gone:.2f} of slips end in removal"),
        ("middle", (0.01, 0.03, 0.06), "buildings with a shell are finished, if late"),
        ("late", (0.005, 0.01, 0.03), "equipment that is on site is used"),
    ):  # fmt: skip
        out.append(
            parameter(f"cancel.{group}", f"share of blocks never built as planned, class {group}", "fraction", *band,
                      shape="normal", kind="probability", **assumed(why))
        )  # fmt: skip
    for factor, share in dict(market=0.1, region=0.05, supplier=0.05, owner=0.1).items():
        out.append(
            parameter(f"risk.share.{factor}", f"share of timing risk that is common to a block's {factor}", "fraction",
                      share / 2, share, 2 * share, shape="normal", kind="probability",
                      **assumed("too few vintages to measure; slips of one owner and of one season come together"))
        )  # fmt: skip
    out.append(
        parameter("slip.growth", "exponent with which slips grow with the horizon", "fraction", 0.25, 0.5, 0.75,
                  shape="normal", kind="general", **assumed("a random walk of put-offs grows with the root of time"))
    )  # fmt: skip
    out.append(
        parameter("slip.growth_months", "horizon at which slips begin to grow", "month", 12.0, 12.0, 12.0,
                  shape="fixed",
                  kind="duration", **assumed("slips in the vintages are seen within about a year"))
    )  # fmt: skip
    logs = [math.log(c.factor) for c in comparisons if c.level_mw > 0 and c.factor > 0]
    spread = float(np.sqrt(np.mean(np.square(logs))))
    out.append(
        parameter("rerating.sigma", "log spread of a planned block's power when it is on", "fraction", spread / 2,
                  spread, 1.5 * spread, shape="normal", kind="general", **fitted(day),
                  note=f"root mean square log change of a site's power between vintages, {len(logs)} cases")
    )  # fmt: skip
    text = "\n".join(out)
    if chosen.write:
        TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
