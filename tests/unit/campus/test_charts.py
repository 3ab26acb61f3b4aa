"""Charts in both languages and widths: nothing of one language in the other, lines within their width, sums kept."""

import json
import re

import pytest

from campus_cases import random_problem
from gigawatt.campus import plots
from gigawatt.campus.foresight import compare
from gigawatt.campus.look import Look, extent, look_of, wrapped
from gigawatt.campus.outages import Reliability, SpareLine
from gigawatt.campus.sizing import size
from gigawatt.cli.main import run
from gigawatt.errors import InputError
from gigawatt.i18n import LANGUAGES


def every_chart(look: Look) -> dict[str, dict]:
    """Charts of a small campus whose name and sources are digits, so that every letter is a word of the chart."""
    found = size(random_problem(21, 240))
    lines = [
        SpareLine(n, "gas", n * 1e6, Reliability(10, 0.99, 0.001, hours, hours, 0.1, 1e9))
        for n, hours in ((0, 3.0), (1, 0.0))
    ]  # fmt: skip
    return {
        "week": plots.dispatch_week(found, look),
        "duration": plots.duration_curve(found, look),
        "cost": plots.cost_stack(found, look),
        "firmness": plots.cost_against_firmness(found, compare(found), look),
        "spares": plots.spares_chart(lines, look),
    }


def _shown(spec: object) -> list[str]:
    """Titles, subtitles, and the values of fields that are shown as words."""
    words = []
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key in ("text", "subtitle") and isinstance(value, list):
                words += value
            elif key in ("title", "label", "operation", "design") and isinstance(value, str):
                words.append(value)
            else:
                words += _shown(value)
    elif isinstance(spec, list):
        for value in spec:
            words += _shown(value)
    return words


@pytest.mark.parametrize("width", [640, 300])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_speak_one_language_within_their_width(lang, width):
    look = look_of(lang, width)
    for name, spec in every_chart(look).items():
        words = [word for word in _shown(spec) if not word.startswith("random 21")]
        assert len(words) >= 3, name
        for word in words:
            chinese = re.search(r"[\u4e00-\u9fff]", word)
            if lang == "en":
                assert not chinese, word
            else:  # figures and units may stand alone
                assert chinese or not re.search(r"[a-z]{3,}", word), word
        for line in [*spec["title"]["text"], *spec["title"]["subtitle"]]:
            assert extent(line, 14) <= (width + 60) * 14 / 11, line
        assert json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("width", [60, 150, 400])
def test_wrapping_keeps_every_character(width):
    """No word is lost; a line is too wide only when a single word is; no line begins with a closing mark."""
    for phrase in (
        "the same plants run by the optimum",
        "同一电厂分别按最优方案运行；“机组”指计入启停。",
        "77.72 美元/MWh",
    ):
        lines = wrapped(phrase, width, 10)
        assert "".join(lines).replace(" ", "") == phrase.replace(" ", "")
        assert all(extent(line, 10) <= width or " " not in line for line in lines)
        assert not any(line[0] in "，；：。）" for line in lines[1:])


def test_bars_leave_room_for_their_labels():
    """The longest label fits between the longest bar and the edge, for gains and costs."""
    low, high = Look().domain([24.0, -3.0], ["24.00", "-3.00"], 300)
    assert low < -3.0
    assert (high - 24.0) / (high - low) * 300 >= extent("24.00", 11)


def test_language_and_width_are_checked(capsys):
    with pytest.raises(InputError, match="language"):
        look_of("fr", 640)
    assert run(["campus", "size", "missing.toml", "--out", "x", "--width", "12"]) == 2
    assert "width" in capsys.readouterr().err
