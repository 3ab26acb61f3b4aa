"""Parameters: sourced values with a spread, read from the TOML files of the catalogue.

A file holds `[[parameter]]` tables. Values stand in the unit that the source prints; `base()` converts. A parameter
whose source gives no spread says so and is drawn with the default spread of its class
(`catalogue/class_spreads.toml`).
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from gigawatt import units
from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.schema import Strict, check_tables, is_day, read_toml

if TYPE_CHECKING:
    import numpy as np

Shape = Literal["lognormal", "normal", "uniform", "triangular", "fixed"]
Z90 = 1.2815515655446004  # standard normal quantile at 0.9


class Parameter(Strict):
    """One catalogue value: key, unit as the source prints it, P10/P50/P90 and shape, region, year, source."""

    key: str
    """dotted name, unique in the catalogue, such as `capex.it_per_facility_power`"""
    name: str
    """what it is, for people"""
    unit: str
    p10: float
    p50: float
    p90: float
    shape: Shape = "lognormal"
    spread: Literal["stated", "seen range", "none given", "assumption"] = "stated"
    """where P10 and P90 come from; `none given`: they repeat P50 and the class default applies"""
    kind: str = "general"
    """class whose default spread is used when none is given: cost, duration, efficiency, price, ..."""
    region: str = "global"
    year: int | None = None
    """price year for money, else the year the value holds for"""
    known_on: str | None = None
    """day the value was public; what has none is invisible to a backtest when it describes a site or firm"""
    source: str
    """id in sources.toml, or `assumption`"""
    reason: str = ""
    """why the value is believed; obligatory for assumptions"""
    note: str = ""

    @model_validator(mode="after")
    def _coherent(self) -> "Parameter":
        if not self.p10 <= self.p50 <= self.p90:
            raise ValueError("p10 <= p50 <= p90 does not hold")
        if self.shape == "lognormal" and self.p10 <= 0:
            raise ValueError("a lognormal needs p10 > 0")
        if self.source == "assumption" and not self.reason:
            raise ValueError("source = 'assumption' needs a reason")
        if self.spread == "none given" and not self.p10 == self.p50 == self.p90:
            raise ValueError("spread = 'none given' means p10 = p50 = p90")
        if self.known_on is not None and not is_day(self.known_on):
            raise ValueError("known_on must be YYYY, YYYY-MM or YYYY-MM-DD")
        return self

    def base(self) -> float:
        """P50 in the base unit."""
        factor, _ = units.to_base(self.unit)
        return self.p50 * factor

    def interval(self, spreads: dict[str, float] | None = None) -> tuple[float, float, float]:
        """(P10, P50, P90) in the base unit; with the class default (log or linear standard deviation) if no spread."""
        factor, _ = units.to_base(self.unit)
        low, mid, high = self.p10, self.p50, self.p90
        if self.spread == "none given" and self.shape != "fixed" and spreads:
            sigma = spreads.get(self.kind, spreads.get("general", 0.0))
            if self.shape == "lognormal":
                low, high = mid * math.exp(-Z90 * sigma), mid * math.exp(Z90 * sigma)
            else:
                low, high = mid - Z90 * sigma * abs(mid), mid + Z90 * sigma * abs(mid)
        return low * factor, mid * factor, high * factor

    def quantile(self, probability: "np.ndarray", spreads: dict[str, float] | None = None) -> "np.ndarray":
        """Values in the base unit at the given probabilities, same shape as given.

        lognormal and normal are two-piece with the stated P10, P50, P90; uniform and triangular stretch so that the
        stated P10 and P90 hold (uniform: 0.8 of the width; triangular: linear pieces of the density around P50).
        """
        import numpy as np
        from scipy.special import ndtri

        low, mid, high = self.interval(spreads)
        probability = np.asarray(probability, dtype=float)
        if self.shape == "fixed" or low == mid == high:
            return np.full_like(probability, mid)
        if self.shape in ("lognormal", "normal"):
            z = ndtri(probability)
            if self.shape == "lognormal":
                below, above = math.log(mid / low) / Z90, math.log(high / mid) / Z90
                return mid * np.exp(np.where(z < 0, below, above) * z)
            return mid + np.where(z < 0, mid - low, high - mid) / Z90 * z
        if self.shape == "uniform":
            return np.where(
                probability < 0.5,
                mid - (mid - low) * (0.5 - probability) / 0.4,
                mid + (high - mid) * (probability - 0.5) / 0.4,
            )
        reach = 1.0 - math.sqrt(0.2)  # share of the half-width that lies inside P10..P50 of a triangular density
        left, right = (mid - low) / reach, (high - mid) / reach
        return np.where(
            probability < 0.5,
            mid - left * (1.0 - np.sqrt(2.0 * probability)),
            mid + right * (1.0 - np.sqrt(2.0 * (1.0 - probability))),
        )

    def draw(self, seed: int, count: int, start: int = 0, spreads: dict[str, float] | None = None) -> "np.ndarray":
        """Draws in the base unit, shape (count,), from the stream (seed, key)."""
        from gigawatt.streams import uniforms

        return self.quantile(uniforms(seed, f"parameter:{self.key}", count, start), spreads)


class ParameterBook:
    """The parameters of a catalogue by key, and the default spreads of their classes."""

    def __init__(self, parameters: Iterable[Parameter], spreads: dict[str, float] | None = None) -> None:
        self._by_key: dict[str, Parameter] = {}
        self.spreads = dict(spreads or {})
        for parameter in parameters:
            if parameter.key in self._by_key:
                raise InputError("parameter-twice", where=parameter.key, expected="each key once in a catalogue")
            self._by_key[parameter.key] = parameter

    def __getitem__(self, key: str) -> Parameter:
        if key not in self._by_key:
            import difflib

            near = difflib.get_close_matches(key, self._by_key, n=3)
            raise InputError("parameter-unknown", got=key, hint=f"near names: {', '.join(near) or 'none'}")
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def value(self, key: str, unit: str) -> float:
        """P50 of a parameter in the unit asked for."""
        parameter = self[key]
        return units.convert(parameter.p50, parameter.unit, unit)

    def draw(self, key: str, seed: int, count: int, start: int = 0) -> "np.ndarray":
        """Draws of a parameter in its base unit, shape (count,)."""
        return self[key].draw(seed, count, start, self.spreads)

    def replaced(self, others: Iterable[Parameter]) -> "ParameterBook":
        """A new book in which the given parameters stand in place of those with the same key."""
        merged = {**self._by_key, **{parameter.key: parameter for parameter in others}}
        return ParameterBook(merged.values(), self.spreads)


def read_parameters(paths: Iterable[Path]) -> list[Parameter]:
    """All `[[parameter]]` tables of the files; a FaultList with every fault of all files."""
    faults: list[GigawattError] = []
    parameters: list[Parameter] = []
    for path in paths:
        try:
            raw = read_toml(path)
        except InputError as error:
            faults.append(error)
            continue
        parameters.extend(check_tables(Parameter, raw.get("parameter", []), path, "parameter", faults))
    if faults:
        raise FaultList(faults)
    return parameters
