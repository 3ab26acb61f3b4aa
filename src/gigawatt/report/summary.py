"""Small choices about what stands first: which promise, which year, which constraint. Used by every form of output."""

from gigawatt.report.view import Binding, LayerAmount, ProgrammeRow, PromiseRow, ReportView, YearRow

MOST_CURVES = 36
"""panels that the page shows; further programmes stand in the table only, so that the page keeps its size"""


def with_curve(view: ReportView) -> list[ProgrammeRow]:
    """Programmes whose curve is drawn: the first `MOST_CURVES` that were simulated, in the order given."""
    return [row for row in view.programmes if row.curve is not None][:MOST_CURVES]


def without_panel(view: ReportView) -> int:
    """How many simulated programmes have no panel."""
    return max(0, sum(row.curve is not None for row in view.programmes) - MOST_CURVES)


def main_promise(row: ProgrammeRow) -> PromiseRow | None:
    """The largest promise with a probability, else the largest with power, else the first."""
    if not row.promises:
        return None

    def weight(promise: PromiseRow) -> tuple[bool, float]:
        known = promise.promised_w.value if promise.promised_w else None
        return promise.probability is not None and promise.probability.value is not None, known or 0.0

    return max(row.promises, key=weight)


def year_of_promise(row: ProgrammeRow) -> YearRow | None:
    """The year-end row to show: that of the promised day, else the last one simulated."""
    promise = main_promise(row)
    by = row.promised_by or (promise.by if promise else None)
    if by:
        for year in row.years:
            if year.year == int(by[:4]):
                return year
    return row.years[-1] if row.years else None


def ranked_binding(binding: tuple[Binding, ...]) -> list[Binding]:
    """Constraints with a known share, the heaviest first."""
    known = [item for item in binding if item.share_fraction is not None]
    return sorted(known, key=lambda item: -(item.share_fraction or 0.0))


LAYERS = ("announced", "committed", "signed", "drawn")
MONEY_SIDES = ("spend", "raised", "contract")


def layer_of(money: tuple[LayerAmount, ...], side: str, layer: str) -> LayerAmount | None:
    """The amount of one side and layer, if there is one."""
    return next((item for item in money if (item.side, item.layer) == (side, layer)), None)


def by_side(money: tuple[LayerAmount, ...]) -> list[tuple[str, list[LayerAmount]]]:
    """The sides of which something is known, each with its layers from said to spent."""
    found = []
    for side in MONEY_SIDES:
        rows = [row for layer in LAYERS if (row := layer_of(money, side, layer))]
        if rows:
            found.append((side, rows))
    return found
