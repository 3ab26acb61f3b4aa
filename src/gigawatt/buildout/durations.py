"""How long blocks take from a stage on, how announced days slip, how risks hang together: the parameters, as drawn.

Two readings of a parameter's P10/P50/P90: for `duration.*` and `slip.months.*` they are the spread between projects
and are drawn per block; for all others they are our uncertainty about one number and are drawn once per draw, the
same for all blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from gigawatt.buildout.constants import PASSED_LIMIT
from gigawatt.errors import InputError
from gigawatt.params import Z90, ParameterBook, read_parameters

if TYPE_CHECKING:
    import numpy as np

CLASS_OF_STAGE = {
    "announced": "announced",
    "permitted": "announced",
    "land_clearing": "early",
    "foundations": "early",
    "shell": "middle",
    "roof": "middle",
    "equipment": "late",
    "commissioning": "late",
}
CLASSES = ("announced", "early", "middle", "late")
FACTORS = ("market", "region", "supplier", "owner")


def catalogue_folder(name: str) -> Path:
    """Folder of the bundled catalogue."""
    return Path(str(files("gigawatt") / "catalogue" / name))


@lru_cache(maxsize=1)
def default_book() -> ParameterBook:
    """The bundled parameters of `catalogue/durations`."""
    paths = sorted(
        p for p in catalogue_folder("durations").glob("*.toml") if p.name not in ("sources.toml", "site_names.toml")
    )
    return ParameterBook(read_parameters(paths))


@dataclass(frozen=True, slots=True)
class Spread:
    """A lognormal between projects: median [months] and log standard deviations below and above it."""

    median_months: float
    sigma_low: float
    sigma_high: float

    def quantile(self, u: "np.ndarray") -> "np.ndarray":
        """Months at probabilities u, same shape."""
        import numpy as np
        from scipy.special import ndtri

        z = ndtri(u)
        return self.median_months * np.exp(np.where(z < 0, self.sigma_low, self.sigma_high) * z)

    def below(self, months: float) -> float:
        """Probability of less than `months`; 0 for none."""
        import math

        from scipy.special import ndtr

        if months <= 0:
            return 0.0
        distance = math.log(months / self.median_months)
        sigma = self.sigma_low if distance < 0 else self.sigma_high
        return float(ndtr(distance / sigma)) if sigma > 0 else float(distance > 0)

    def beyond(self, spent_months: float, u: "np.ndarray", limit: float = PASSED_LIMIT) -> "np.ndarray":
        """Months that remain after `spent_months`, given that it is not over yet (left-truncated), at probabilities u.

        The conditional quantile is F^-1(F(spent) + (1 - F(spent)) u) - spent. `limit` caps F(spent): a wait far beyond
        all experience is read as the far tail, not as certainty.
        """
        import numpy as np

        passed = min(self.below(spent_months), limit)
        return np.maximum(self.quantile(passed + (1.0 - passed) * u) - spent_months, 0.0)


class Durations:
    """The parameters of a run: book and overrides by key (in base units, used as medians or fixed values)."""

    def __init__(self, book: ParameterBook | None = None, overrides: Mapping[str, float] | None = None) -> None:
        self.book = default_book() if book is None else book
        self.overrides = dict(overrides or {})
        for key in self.overrides:
            self.book[key]  # an unknown key is told with near names

    def spread(self, key: str) -> Spread:
        """A `duration.*` or `slip.months.*` parameter as a lognormal between projects; an override moves the median."""
        import math

        low, mid, high = self.book[key].interval()
        if low <= 0:
            raise InputError("duration-sign", where=key, got=low, expected="more than 0 months")
        return Spread(self.overrides.get(key, mid), math.log(mid / low) / Z90, math.log(high / mid) / Z90)

    def value(self, key: str) -> float:
        """The middle value of a parameter, or its override."""
        return self.overrides.get(key, self.book[key].base())

    def draw(self, key: str, seed: int, count: int, start: int = 0) -> "np.ndarray":
        """Our uncertainty about one number: draws shape (count,), the same for every block; an override is fixed."""
        import numpy as np

        if key in self.overrides:
            return np.full(count, self.overrides[key])
        return self.book.draw(key, seed, count, start)

    def duration(self, stage: str) -> Spread:
        """Months from the day a stage was first seen to switching on."""
        return self.spread(f"duration.{stage}")

    def keys(self) -> tuple[str, ...]:
        """All parameter keys that the simulation leans on."""
        return tuple(p.key for p in self.book)
