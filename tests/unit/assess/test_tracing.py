"""A figure of an assessment walks down to its source; an id that says nothing is found."""

import json

import pytest

from gigawatt.assess.tracing import TraceBook, why
from gigawatt.cli.why import why as why_command
from gigawatt.errors import InputError
from gigawatt.params import Parameter, ParameterBook

BOOK = ParameterBook([Parameter(key="cost", name="cost of power", unit="USD/kW", p10=1, p50=2, p90=3, source="src")])


@pytest.fixture
def stored():
    trace = TraceBook(BOOK)
    trace.figure("need", None, "USD", ["parameter:cost"], formula="power x cost", band=(1.0, 2.0, None))
    assert trace.unresolved() == {"source:src"}
    trace.node("source:src", "a page, 2025")
    assert not trace.unresolved()
    return json.loads(json.dumps(trace.as_dict()))


def test_walks_to_the_source(stored):
    lines = list(why(stored, "figure:need").lines())
    assert lines[0] == "figure:need: P10 1, P50 2, P90 beyond the horizon USD  [power x cost]"
    assert lines[1].startswith("  parameter:cost: cost of power: 1 / 2 / 3 USD/kW")
    assert lines[2] == "    source:src: a page, 2025"


def test_command_reads_the_file_and_refuses_others(stored, tmp_path, capsys):
    path = tmp_path / "assessment.json"
    path.write_text(json.dumps(stored))
    assert why_command("need", assessment=path, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["under"][0]["id"] == "parameter:cost"
    with pytest.raises(InputError, match="id-unknown"):
        why_command("figure:none", assessment=path)
    path.write_text("[]")
    with pytest.raises(InputError, match="assessment-unreadable"):
        why_command("need", assessment=path)
    with pytest.raises(InputError, match="file-missing"):
        why_command("need", assessment=tmp_path / "no.json")
