"""programmes.csv: one row per programme, units in the column names, unknown values empty.

Text that a spreadsheet would run as a formula (starting with = + - @, tab or return) gets a leading apostrophe.
"""

import csv
import io
import re
from pathlib import Path

from gigawatt.errors import InputError
from gigawatt.report import summary
from gigawatt.report.view import Band, Number, ProgrammeRow, ReportView

CONSTRAINTS = ("power", "chips", "construction", "capital")
Cell = str | float | int | None


def programme_rows(view: ReportView) -> list[dict[str, Cell]]:
    """The table as dictionaries with the same keys in every row; power in MW, money in USD, shares as fractions."""
    years = sorted({row.year for programme in view.programmes for row in programme.years})
    cited = {citation.n: citation for citation in view.citations}
    rows = []
    for programme in view.programmes:
        sources = [cited[n].url or cited[n].publisher for n in programme.citations if n in cited]
        rows.append(_identity(programme) | _promise(programme) | _years(programme, years) | _money(programme) | {
            "newest_fact_on": programme.newest_fact_on,
            "newest_fact_age_days": programme.age_days,
            "stale": int(programme.stale),
            "sources": " ".join(dict.fromkeys(sources)),
        })  # fmt: skip
    return rows


def write_programmes_csv(view: ReportView, path: Path) -> Path:
    """Write the table (UTF-8, comma, CRLF as RFC 4180 says); the file appears whole or not at all."""
    rows = programme_rows(view)
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]) if rows else ["programme_id"])
    writer.writeheader()
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_text(buffer.getvalue(), encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError("cannot-write", where=str(path), got=error.strerror or str(error)) from None
    return path


def harmless(value: Cell) -> Cell:
    """The value, with an apostrophe before text that a spreadsheet would run."""
    return f"'{value}" if isinstance(value, str) and re.match(r"[=+\-@\t\r]", value) else value


def _mega(number: Number | None) -> float | None:
    return None if number is None or number.value is None else number.value / 1e6


def _band(name: str, band: Band | None, unit: str, divisor: float = 1.0) -> dict[str, Cell]:
    values = (band.p10, band.p50, band.p90) if band else (None, None, None)
    return {
        f"{name}_{quantile}_{unit}": None if value is None else value / divisor
        for quantile, value in zip(("p10", "p50", "p90"), values, strict=True)
    }


def _identity(programme: ProgrammeRow) -> dict[str, Cell]:
    return {
        "programme_id": programme.id,
        "name": programme.name.en,
        "name_zh": programme.name.zh,
        "lead": programme.lead,
        "state": programme.state,
        "worked_out": int(programme.worked_out),
        "promised_mw": _mega(programme.promised_w),
        "promised_basis": programme.promised_basis,
        "promised_by": programme.promised_by,
        **_band("derived_from_money", programme.derived_w, "mw", 1e6),
        "now_mw": _mega(programme.now_w),
    }


def _promise(programme: ProgrammeRow) -> dict[str, Cell]:
    promise = summary.main_promise(programme)
    date = promise.date if promise else None
    shares = {item.constraint: item.share_fraction for item in programme.binding}
    return {
        "promise_kept_probability_fraction": promise.probability.value if promise and promise.probability else None,
        "reached_p10_month": date.p10 if date else None,
        "reached_p50_month": date.p50 if date else None,
        "reached_p90_month": date.p90 if date else None,
        **{f"binding_{name}_fraction": shares.get(name) for name in CONSTRAINTS},
    }


def _years(programme: ProgrammeRow, years: list[int]) -> dict[str, Cell]:
    known = {row.year: row for row in programme.years}
    cells: dict[str, Cell] = {}
    for year in years:
        row = known.get(year)
        cells[f"promised_end_{year}_mw"] = _mega(row.promised_w) if row else None
        cells |= _band(f"probable_end_{year}", row.probable_w if row else None, "mw", 1e6)
    return cells


def _money(programme: ProgrammeRow) -> dict[str, Cell]:
    cells = _band("money_needed", programme.money_needed_usd, "usd")
    for side in summary.MONEY_SIDES:
        for layer in summary.LAYERS:
            amount = summary.layer_of(programme.money, side, layer)
            cells[f"{side}_{layer}_low_usd"] = amount.low_usd if amount else None
            cells[f"{side}_{layer}_high_usd"] = amount.high_usd if amount else None
    return cells
