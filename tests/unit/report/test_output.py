"""programmes.csv and the terminal table: units in names, harmless text, 80 columns."""

import csv
import io

import pytest
from rich.console import Console

from e2e.sample import sample
from e2e.strings import with_texts
from gigawatt.errors import InputError
from gigawatt.report.tables import harmless, programme_rows, write_programmes_csv
from gigawatt.report.terminal import print_view


def printed(view, lang="en", width=80):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_view(view, lang, console)
    return console.file.getvalue()


def test_csv_has_units_in_names_and_values_in_them(tmp_path):
    view = sample()
    with write_programmes_csv(view, tmp_path / "programmes.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len(view.programmes)
    alder = rows[0]
    assert float(alder["promised_mw"]) == 10_000
    assert float(alder["probable_end_2029_p50_mw"]) == pytest.approx(
        next(year.probable_w.p50 for year in view.programmes[0].years if year.year == 2029) / 1e6
    )
    assert float(alder["spend_announced_high_usd"]) == pytest.approx(10 * 42e9 * 1.1)
    assert alder["reached_p90_month"] == "" and alder["spend_drawn_low_usd"] == ""
    figures = [name for name in alder if any(word in name for word in ("promised_end", "probable", "money", "now"))]
    assert figures and all(name.endswith(("_mw", "_usd")) for name in figures)


def test_every_row_has_every_column():
    rows = programme_rows(sample())
    assert all(row.keys() == rows[0].keys() for row in rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert harmless(text) == "'" + text
    assert harmless("Alder = 1") == "Alder = 1"
    assert harmless(-1.5) == -1.5


def test_csv_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot-write"):
        write_programmes_csv(sample(), tmp_path / "no" / "x.csv")


@pytest.mark.parametrize("lang", ("en", "zh"))
@pytest.mark.parametrize("width", (80, 136, 200))
def test_terminal_keeps_its_width_and_says_the_answer(lang, width):
    from rich.cells import cell_len

    lines = printed(sample(), lang, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    text = "\n".join(lines)
    assert "31.6 GW" in text and "12 GW" in text and "5.8 GW" in text
    assert ("power 62 %" if lang == "en" else "电力 62 %") in text
    assert ("$420 bn" in text) == (width >= 136 and lang == "en")


def test_terminal_shows_no_control_character_and_no_markup():
    text = printed(with_texts(sample(), lambda word: word + "\x1b[31m[bold]\u202e"), width=200)
    assert "\x1b" not in text and "\u202e" not in text
    assert "[bold]" in text
