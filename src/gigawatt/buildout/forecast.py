"""Forecast of one vintage: draws of each site's steps and power, from what was known on its day.

Per draw: parameters from their posterior (common to all sites), a common factor, a factor per site, and one normal
per step. A step keeps its day or slips (twice at most, never before the step in front of it) or vanishes; a site's
power may be re-rated as a whole. Streams are keyed by canonical site and step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gigawatt.buildout.constants import DAYS_PER_MONTH, NEVER_MONTH
from gigawatt.buildout.slips import SlipModel
from gigawatt.buildout.steps import Evidence, evidence
from gigawatt.buildout.vintages import Site, Step
from gigawatt.streams import normals, uniforms

if TYPE_CHECKING:
    import numpy as np

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


@dataclass(slots=True)
class StepDraws:
    """A step that is still open: when it comes on, months from the vintage's day, shape (draw,)."""

    step: Step
    evidence: Evidence
    months: "np.ndarray"
    part: "np.ndarray"
    """share of the step that comes on then; 1 unless it comes in parts"""
    rest_months: "np.ndarray"
    """when the rest comes on"""
    slip_probability: float

    def power_mw(self, months: float) -> "np.ndarray":
        """Power of the step that is on `months` after the vintage, shape (draw,)."""
        import numpy as np

        size = self.step.after_mw - self.step.before_mw
        return size * np.where(self.months <= months, np.where(self.rest_months <= months, 1.0, self.part), 0.0)

    def middle_months(self) -> "np.ndarray":
        """When half of the step is on, shape (draw,): the sense in which a table's step is reached."""
        import numpy as np

        return np.where(self.part >= 0.5, self.months, self.rest_months)


@dataclass(slots=True)
class SiteDraws:
    """Draws of one site. settled_mw: power that is on whatever happens to the open steps (before re-rating)."""

    name: str
    site: Site
    settled_mw: float
    steps: tuple[StepDraws, ...]
    fixed: tuple[Step, ...]
    """planned decreases, taken as they stand"""
    rerate_when: "np.ndarray"
    """months after the vintage at which the power is re-rated"""
    factor: "np.ndarray"

    def power_mw(self, months: float, settling_months: float) -> "np.ndarray":
        """Facility power [MW] that will have been believed for `months` after the vintage, shape (draw,)."""
        import numpy as np

        level = np.full(self.factor.shape, self.settled_mw)
        for open_step in self.steps:
            level += open_step.power_mw(months)
        for step in self.fixed:
            level += step.after_mw - step.before_mw
        level = np.maximum(level, 0.0)
        return np.where(self.rerate_when <= months + settling_months, level * self.factor, level)


class Forecaster:
    """Draws for the sites of one vintage with one fitted model; the same seed gives the same numbers."""

    def __init__(self, model: SlipModel, day: date, draws: int = 4000, seed: int = 1) -> None:
        import numpy as np
        from scipy.special import betaincinv, gammaincinv

        self.model, self.day, self.draws, self.seed = model, day, draws, seed
        root = np.linalg.cholesky(model.covariance)
        z = np.stack([normals(seed, f"coefficient:{name}", draws) for name in model.names])
        self._beta = model.coefficients[:, None] + root @ z
        self._rate = gammaincinv(model.rate[0], uniforms(seed, "rate", draws)) / model.rate[1]
        self._recent = betaincinv(*model.recent, uniforms(seed, "recent", draws))
        self._removed = betaincinv(*model.removed, uniforms(seed, "removed", draws))
        self._split = betaincinv(*model.split, uniforms(seed, "split", draws))
        self._length = model.length.mean + model.length.error * normals(seed, "length", draws)
        self._length_sd = model.length.drawn_deviation(uniforms(seed, "length:deviation", draws))
        self._rerate = gammaincinv(model.rerate[0], uniforms(seed, "rerate", draws)) / model.rerate[1]
        self._factor = model.factor.mean + model.factor.error * normals(seed, "factor", draws)
        self._factor_sd = model.factor.drawn_deviation(uniforms(seed, "factor:deviation", draws))
        self._market = normals(seed, "market", draws)

    def site(self, name: str, site: Site) -> SiteDraws:
        """Draws of one site; `name` is its canonical name."""
        import numpy as np

        model, seed, draws = self.model, self.seed, self.draws
        own = normals(seed, f"site:{name}", draws)
        level = site.at(self.day)
        open_steps: list[StepDraws] = []
        fixed: list[Step] = []
        front = np.full(draws, -1e6)
        settled = level
        for step in site.steps():
            age = (self.day - step.day).days / DAYS_PER_MONTH
            if age >= model.recent_months:
                continue
            size = step.after_mw - step.before_mw
            if size <= 0:
                if age < 0:
                    fixed.append(step)
                continue
            if age >= 0:
                if size > settled:
                    continue  # the power has been taken down since
                settled -= size
            drawn = self._step(name, site, step, own)
            drawn.months = np.maximum(drawn.months, front)
            drawn.rest_months = np.maximum(drawn.rest_months, drawn.months)
            front = np.where(drawn.months < NEVER_MONTH / 2, np.maximum(front, drawn.months), front)
            open_steps.append(drawn)
        rate = self._rerate * model.rerate_scale(name)
        when = -np.log(uniforms(seed, f"site:{name}:rerate", draws)) / rate
        log_factor = self._factor + self._factor_sd * model.factor.sides(normals(seed, f"site:{name}:factor", draws))
        return SiteDraws(name, site, settled, tuple(open_steps), tuple(fixed), when, np.exp(log_factor))

    def _step(self, name: str, site: Site, step: Step, own: "np.ndarray") -> StepDraws:
        import numpy as np
        from scipy.special import expit, ndtr, ndtri

        model, seed, draws = self.model, self.seed, self.draws
        key = f"step:{name}:{step.number}:{step.after_mw:g}"
        sign = evidence(site, step, self.day)
        row = model.design(sign, site.owner, step)
        due = expit(row @ self._beta)
        horizon = (step.day - self.day).days / DAYS_PER_MONTH
        slips = self._recent if horizon <= 0 else 1.0 - (1.0 - due) * np.exp(-self._rate * horizon)
        common, shared = model.share_market, model.share_site
        z = (
            np.sqrt(common) * self._market
            + np.sqrt(shared) * own
            + np.sqrt(max(1.0 - common - shared, 0.0)) * normals(seed, key, draws)
        )
        u = np.clip(ndtr(z), 1e-12, 1 - 1e-12)
        late = np.clip((u - (1.0 - slips)) / slips, 1e-9, 1 - 1e-9)
        length = np.exp(self._length + self._length_sd * ndtri(late))
        if horizon <= 0:  # it has slipped past today: length given that it is longer than the age
            passed = ndtr((np.log(max(-horizon, 1e-3)) - self._length) / self._length_sd)
            length = np.exp(self._length + self._length_sd * ndtri(np.clip(passed + (1 - passed) * late, 0, 1 - 1e-9)))
        again = uniforms(seed, f"{key}:again", draws) < due
        second = np.exp(self._length + self._length_sd * normals(seed, f"{key}:second", draws))
        is_late = u > 1.0 - slips
        months = horizon + np.where(is_late, length + np.where(again, second, 0.0), 0.0)
        gone = is_late & (uniforms(seed, f"{key}:gone", draws) < self._removed)
        months = np.where(gone, NEVER_MONTH, months)
        in_parts = uniforms(seed, f"{key}:split", draws) < self._split
        part = np.where(in_parts, uniforms(seed, f"{key}:part", draws), 1.0)
        rest = months + np.where(
            in_parts, np.exp(self._length + self._length_sd * normals(seed, f"{key}:rest", draws)), 0.0
        )
        return StepDraws(step, sign, months, part, rest, float(slips.mean()))


def quantiles(values: "np.ndarray", levels: Sequence[float] = LEVELS) -> list[float]:
    """Order statistics at the levels: the smallest draw that at least that share does not exceed."""
    import numpy as np

    return [float(x) for x in np.quantile(values, list(levels), method="inverted_cdf")]
