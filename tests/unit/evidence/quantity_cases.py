"""The notation of the tables of quantities: `text => low..high unit [~] [per X] ; ...` and its comparison."""

from gigawatt.evidence.quantities import find_quantities, is_claim
from gigawatt.evidence.types import Quantity

REFERENCE_DAY = "2025-11-20"


def written(q: Quantity) -> str:
    """A quantity in the notation of the tables."""

    def bound(value: float | str | None) -> str:
        return "" if value is None else value if isinstance(value, str) else f"{value:.6g}"

    span = bound(q.low) if q.low == q.high else f"{bound(q.low)}..{bound(q.high)}"
    return " ".join([span, q.unit, *(["~"] if q.approx else []), *([f"per {q.per}"] if q.per else [])])


def read(text: str, **options: object) -> str:
    """All claims of a text in the notation of the tables; `-` when there is none."""
    found = find_quantities(text, reference_day=REFERENCE_DAY, **options)
    return " ; ".join(written(q) for q in found if is_claim(q)) or "-"


def table(rows: str) -> list[tuple[str, str]]:
    """Lines `text => expectation` as pairs; empty lines and lines that begin with # are left out."""
    lines = [line.strip() for line in rows.splitlines()]
    return [tuple(part.strip() for part in line.rsplit("=>", 1)) for line in lines if line and not line.startswith("#")]
