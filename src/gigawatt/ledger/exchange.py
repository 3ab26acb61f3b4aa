"""Exchange rates for comparing printed amounts (never for model money): parameters with their spread."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from gigawatt.params import Parameter, read_parameters


@dataclass(frozen=True)
class Rates:
    """US dollars for one unit of a currency."""

    parameters: dict[str, Parameter]

    def usd_per(self, currency: str) -> float | None:
        """P50 of the rate [USD per unit], None for a currency without one."""
        if currency == "USD":
            return 1.0
        found = self.parameters.get(f"checks.exchange.{currency.lower()}")
        return found.p50 if found else None

    def spread(self, currency: str) -> float:
        """Half of the relative width P10..P90 of the rate; 0 for the dollar."""
        found = self.parameters.get(f"checks.exchange.{currency.lower()}")
        return (found.p90 - found.p10) / 2 / found.p50 if found else 0.0


@lru_cache(maxsize=1)
def default_rates() -> Rates:
    """The rates of the catalogue (`catalogue/checks/exchange.toml`)."""
    path = Path(str(files("gigawatt") / "catalogue" / "checks" / "exchange.toml"))
    return Rates({parameter.key: parameter for parameter in read_parameters([path])})
