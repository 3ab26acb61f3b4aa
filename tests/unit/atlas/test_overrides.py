"""The user's numbers: applied to copies, listed beside ours, every fault told at once."""

from types import SimpleNamespace

import pytest

from gigawatt.atlas.overrides import apply_overrides
from gigawatt.atlas.types import Block, Campus, Programme, Promise
from gigawatt.errors import FaultList
from gigawatt.params import Parameter, ParameterBook

BASE = SimpleNamespace(
    parameters=ParameterBook([Parameter(key="cost", name="cost", unit="USD/kW", p10=50, p50=100, p90=300, source="s")]),
    campuses={
        "c": Campus(
            id="c", name="C", country="US", region="r", source="s",
            blocks=(Block(id="c.b", power_mw=5, source="s"),),
        )
    },
    programmes={
        "p": Programme(
            id="p", name="P", lead="e", state="announced", source="s",
            promises=(Promise(id="p.x", metric="power_capacity", low=1.0, high=1.0, unit="GW", by="2029", source="s"),),
        )
    },
)  # fmt: skip


def test_theirs_beside_ours(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[parameter]]\nkey = "cost"\nunit = "USD/MW"\np50 = 200_000\nnote = "our tender"\n'
        '[[block]]\nid = "c.b"\npower_mw = 7\ntarget = "2027-05"\n'
        '[[promise]]\nid = "p.x"\nlow = 500\nunit = "MW"\n'
    )
    done = apply_overrides(path, BASE)
    mine = done.parameters["cost"]
    assert (mine.p10, mine.p50, mine.p90, mine.source) == (100, 200, 600, "assumption")
    block = done.campuses["c"].blocks[0]
    assert (block.power_mw, block.target) == (7, "2027-05")
    assert done.programmes["p"].promises[0].low == 0.5
    assert BASE.campuses["c"].blocks[0].power_mw == 5 and BASE.parameters["cost"].p50 == 100
    assert [(c.key, c.ours, c.theirs) for c in done.changed] == [
        ("cost", 100, 200), ("c.b", 5, 7), ("c.b", None, "2027-05"), ("p.x", 1.0, 0.5),
    ]  # fmt: skip


def test_three_faults_are_told_at_once(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[parameter]]\nkey = "cots"\nunit = "USD/MW"\np50 = 1\n'
        '[[block]]\nid = "nowhere"\npower_mw = 7\n'
        '[[promise]]\nid = "p.x"\nunit = "MWh"\nlow = 3\nby = "soon"\n'
    )
    with pytest.raises(FaultList) as caught:
        apply_overrides(path, BASE)
    assert sorted(f.code for f in caught.value.faults) == [
        "block-unknown", "date-form", "parameter-unknown", "unit-dimension",
    ]  # fmt: skip
    assert "cost" in caught.value.message()
