"""What switched-on power carries: H100-equivalents, accelerators and operations per second at year ends.

h100e(T) = P(0) / w(installed) + sum over years y of (P(end of y) - P(end of y - 1)) / w(y), with P the facility power
of a draw [W] and w(y) the facility power per H100-equivalent of halls that come on in y [W], drawn once per draw; the
last year that is known holds for later ones. Accelerators alike; FLOP/s is H100-equivalents times those of an H100.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.buildout.outcome import Outcome
    from gigawatt.params import ParameterBook

KINDS = {"h100e_count": "compute.h100e", "chips_count": "compute.chip"}
"""metric -> prefix of its parameters"""
FLOPS = "compute.flops_per_h100e"


def year_ends(months: tuple[str, ...]) -> list[tuple[str, int]]:
    """(label, index) of the Decembers."""
    return [(month, index) for index, month in enumerate(months) if month.endswith("-12")]


def keys(book: "ParameterBook") -> list[str]:
    """Keys of the parameters that `carried` leans on."""
    return [p.key for p in book if p.key.startswith("compute.")]


def carried(outcome: "Outcome", group: str, book: "ParameterBook") -> "dict[str, np.ndarray]":
    """Metric -> draws at the outcome's year ends, shape (draw, year): h100e_count, chips_count, performance_flops.

    InputError when the outcome did not keep its draws.
    """
    import numpy as np

    facility_power_w = outcome.draws_of(group)
    ends = year_ends(outcome.months)
    count, seed = facility_power_w.shape[0], outcome.options.seed
    added = np.diff(facility_power_w[:, [0, *(i for _, i in ends)]].astype(np.float64), axis=1)
    found = {}
    for metric, prefix in KINDS.items():
        known = sorted(int(p.key.rpartition(".")[2]) for p in book if p.key.startswith(f"{prefix}.2"))
        total = facility_power_w[:, 0] / book.draw(f"{prefix}.installed", seed, count)
        columns = []
        for place, (label, _) in enumerate(ends):
            year = min(max(int(label[:4]), known[0]), known[-1])
            total = total + added[:, place] / book.draw(f"{prefix}.{year}", seed, count)
            columns.append(total)
        found[metric] = np.stack(columns, axis=1) if columns else np.zeros((count, 0))
    found["performance_flops"] = found["h100e_count"] * book[FLOPS].base()
    return found
