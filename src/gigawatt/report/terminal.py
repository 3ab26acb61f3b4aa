"""The answer for a terminal: headline, the fleet by year, one line per programme; fits 80 columns or uses more.

Outside text enters as plain text (no markup, control characters made visible).
"""

from typing import TYPE_CHECKING, Any

from gigawatt.errors import printable
from gigawatt.i18n import text
from gigawatt.report import formats, summary
from gigawatt.report.view import Band, ProgrammeRow, ReportView, YearRow

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDE, WIDEST = 136, 168
"""columns from which dates and money, then single years, are shown"""
YEARS_SHOWN = 3


def print_view(view: ReportView, lang: str = "en", console: "Console | None" = None) -> None:
    """Print the answer to the console (default: standard output) in that language."""
    from rich.console import Console

    console = console or Console(highlight=False)
    _headline(view, lang, console)
    console.print(_fleet_table(view, lang))
    console.print(_programme_table(view, lang, console.width))
    _tail(view, lang, console)


def _say(console: "Console", message: str, style: str = "") -> None:
    from rich.text import Text as Plain

    console.print(Plain(printable(message.replace(formats.THIN, " "), 2000), style=style))


def _t(key: str, lang: str, **values: object) -> str:
    return text(f"report.{key}", lang, **values)


def _headline(view: ReportView, lang: str, console: "Console") -> None:
    head = view.headline
    if view.run.sample:
        _say(console, _t("sample_banner", lang), "bold yellow")
    key = "answer" if head.promised_w.value is not None else "answer_none"
    answer = _t(
        key,
        lang,
        promised=formats.number(head.promised_w, "W", lang),
        by=formats.month(head.promised_by, lang),
        probable=formats.middle(head.probable_w, "W", lang),
    )
    _say(console, answer, "bold")
    low, high = (formats.modelled(end, "W", lang) for end in (head.probable_w.p10, head.probable_w.p90))
    _say(console, _t("answer_range", lang, low=low, high=high, now=formats.number(head.now_w, "W", lang)))
    _say(console, head.definition.say(lang), "dim")
    record = view.record
    line = _t("record_none", lang) if record.n == 0 else _t("record_n", lang, n=record.n)
    _say(console, f"{_t('record', lang)}{text('sign.colon', lang)}{line}", "dim")


def _band(band: Band | None, unit: str, lang: str) -> str:
    if band is None:
        return formats.UNKNOWN
    return f"{formats.middle(band, unit, lang)} ({formats.interval(band, unit, lang)})"


def _table(title: str, columns: list[tuple[str, bool]]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), title=title, title_justify="left")
    table.title_style = "bold"
    for index, (name, right) in enumerate(columns):
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=index > 0)
    return table


def _row(table: "Table", cells: list[str], **options: Any) -> None:
    from rich.text import Text as Plain

    table.add_row(*(Plain(_clean(cell)) for cell in cells), **options)


def _clean(cell: str) -> str:
    """Control characters made visible; the line ends and thin spaces of our own stay readable."""
    return "\n".join(printable(line.replace(formats.THIN, " "), 200) for line in cell.split("\n"))


def _fleet_table(view: ReportView, lang: str) -> "Table":
    names = [
        (_t("year_end", lang), False),
        (_t("col_promised", lang), True),
        ("P10", True),
        ("P50", True),
        ("P90", True),
    ]
    table = _table(_t("by_year", lang), names)
    for year in view.headline.years:
        band = year.probable_w
        values = [formats.modelled(value, "W", lang) for value in (band.p10, band.p50, band.p90)]
        _row(table, [str(year.year), formats.number(year.promised_w, "W", lang), *values])
    return table


def _programme_table(view: ReportView, lang: str, width: int) -> "Table":
    years = _chosen_years(view) if width >= WIDEST else []
    columns = [(_t("col_programme", lang), False), (_t("col_promised", lang), True)]
    columns += [(str(year), True) for year in years] or [(_t("col_probable", lang), True)]
    columns += [(_t("col_kept_short", lang), True)]
    if width >= WIDE:
        columns += [(_t("col_reached", lang), False)]
    columns += [(_t("col_binding", lang), False)]
    if width >= WIDE:
        columns += [(_t("needed", lang), True), (_t("col_money", lang), False)]
    table = _table(_t("programmes", lang), columns)
    shown = [row for row in view.programmes if row.worked_out or row.curve is not None]
    for row in shown:
        _row(table, _programme_cells(row, lang, width, years))
    left = len(view.programmes) - len(shown)
    if left:
        table.caption = _t("others_programmes", lang, n=left)
        table.caption_justify = "left"
    return table


def _chosen_years(view: ReportView) -> list[int]:
    """The next year ends, for the columns of a wide terminal."""
    return [row.year for row in view.headline.years][1 : 1 + YEARS_SHOWN]


def _programme_cells(row: ProgrammeRow, lang: str, width: int, years: list[int]) -> list[str]:
    promise = summary.main_promise(row)
    promised = formats.number(row.promised_w, "W", lang)
    if row.promised_w is None and row.derived_w is not None:
        promised = f"≈ {formats.middle(row.derived_w, 'W', lang)}\n{_t('derived', lang)}"
    name = row.name.say(lang) + (f" [{_t('stale', lang)}]" if row.stale else "")
    if row.promised_by:
        promised += "\n" + formats.month(row.promised_by, lang)
    cells = [name, promised]
    if years:
        by_year = {item.year: item for item in row.years}
        cells += [_year_cell(by_year.get(year), lang) for year in years]
    else:
        year = summary.year_of_promise(row)
        due = row.promised_by and year and row.promised_by.startswith(str(year.year))
        cells.append(_year_cell(year, lang) + (f"\n{_t('end_of', lang, year=year.year)}" if year and not due else ""))
    chance = promise.probability if promise else None
    cells.append(formats.chance(chance.value) if chance else formats.UNKNOWN)
    if width >= WIDE:
        date = promise.date if promise else None
        cells.append(formats.date_middle(date, lang) + (f"\n{formats.date_interval(date, lang)}" if date else ""))
    heaviest = summary.ranked_binding(row.binding)[: 3 if width >= WIDE else 1]
    binding = [f"{formats.term(b.constraint, lang)} {formats.share(b.share_fraction)}" for b in heaviest]
    cells.append("\n".join(binding) or formats.UNKNOWN)
    if width >= WIDE:
        money = [
            f"{formats.term(side, lang)}, {formats.term(m.layer, lang)} {formats.layer_amount(m, lang)}"
            for side, layers in summary.by_side(row.money)
            for m in layers
        ]
        cells.append(formats.middle(row.money_needed_usd, "USD", lang))
        cells.append("\n".join(money) or formats.UNKNOWN)
    return cells


def _year_cell(year: YearRow | None, lang: str) -> str:
    if year is None:
        return formats.UNKNOWN
    return f"{formats.middle(year.probable_w, 'W', lang)}\n{formats.interval(year.probable_w, 'W', lang)}"


def _tail(view: ReportView, lang: str, console: "Console") -> None:
    colon = text("sign.colon", lang)
    _say(console, f"{_t('contradictions', lang)}{colon}{len(view.contradictions)}")
    for item in view.contradictions[:5]:
        subject = f"  {item.subject}, {formats.term(item.metric, lang)}"
        _say(console, f"{subject}{colon}{item.reason.say(lang)}")
    if view.changes:
        _say(console, f"{_t('changes', lang, day=formats.month(view.run.since, lang))}{colon}{len(view.changes)}")
    for override in view.overrides:
        ours, theirs = (formats.value(v, override.unit, lang) for v in (override.ours, override.theirs))
        words = f"{_t('col_ours', lang)} {ours}, {_t('col_theirs', lang)} {theirs}"
        _say(console, f"{override.label.say(lang)}{colon}{words}")
    assumed = sum(item.assumed for item in view.assumptions)
    _say(console, _t("assumptions_count", lang, n=len(view.assumptions), assumed=assumed))
    for note in view.notes:
        _say(console, note.say(lang), "dim")
    run = view.run
    as_of = _t("as_of", lang, day=formats.month(run.as_of, lang)) + text("sign.stop", lang) + text("sign.space", lang)
    repeat = _t(
        "repeat_text", lang, draws=f"{run.draws:,}", months=run.horizon_months, seed=run.seed, hash=run.scenario_hash,
        version=run.version,
    )  # fmt: skip
    _say(console, as_of + repeat, "dim")
