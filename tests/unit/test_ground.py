"""The ground floor: errors, units, parameters, streams, trace."""

import numpy as np
import pytest

from gigawatt import units
from gigawatt.errors import FaultList, InputError, printable
from gigawatt.params import Parameter, ParameterBook, read_parameters
from gigawatt.streams import normals, uniforms
from gigawatt.trace import Figure, Trace, walk


def test_units_convert_and_refuse():
    assert units.convert(30, "USD/MWh", "USD/kWh") == pytest.approx(0.03)
    assert units.convert(8800, "BTU/kWh", "Wh/Wh") == pytest.approx(2.579, abs=1e-3)
    assert units.convert(1, "year", "month") == 12
    assert units.to_base("kg/MWh") == (1e-6, "kg/Wh")
    with pytest.raises(InputError, match="unit-dimension"):
        units.convert(1, "MW", "MWh")
    with pytest.raises(InputError, match="unit-unknown"):
        units.to_base("megawatts-ish")


def test_streams_do_not_depend_on_chunks():
    whole = uniforms(1, "block:a", 1000)
    parts = np.concatenate([uniforms(1, "block:a", 333), uniforms(1, "block:a", 667, start=333)])
    assert np.array_equal(whole, parts)
    assert not np.array_equal(whole, uniforms(1, "block:b", 1000))
    assert abs(normals(2, "n", 200_000).std() - 1) < 0.01


@pytest.mark.parametrize("shape", ["lognormal", "normal", "uniform", "triangular"])
def test_parameter_quantiles_hit_what_is_stated(shape):
    parameter = Parameter(key="k", name="n", unit="GW", p10=1, p50=2, p90=5, shape=shape, source="s")
    assert parameter.quantile(np.array([0.1, 0.5, 0.9])) == pytest.approx([1e9, 2e9, 5e9])


def test_class_default_spread_is_used_only_when_none_is_given():
    bare = Parameter(key="k", name="n", unit="W", p10=2, p50=2, p90=2, spread="none given", kind="cost", source="s")
    low, mid, high = bare.interval({"cost": 0.2})
    assert low < mid < high and mid == 2
    book = ParameterBook([bare], {"cost": 0.2})
    assert np.array_equal(book.draw("k", 1, 10), book.draw("k", 1, 100)[:10])
    with pytest.raises(InputError, match="parameter-unknown"):
        book["kk"]


def test_every_fault_of_a_parameter_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "p.toml"
    path.write_text(
        '[[parameter]]\nkey = "a"\nname = "A"\nunit = "W"\np10 = 3\np50 = 2\np90 = 1\nsource = "s"\n'
        '[[parameter]]\nkey = "b"\nname = "B"\nunit = "W"\np10 = 1\np50 = 2\np90 = "x"\nsource = "s"\ncolour = 1\n'
    )
    with pytest.raises(FaultList) as caught:
        read_parameters([path])
    told = [fault.where for fault in caught.value.faults]
    assert len(told) == 3
    assert any(":15 " in where and where.endswith("p90") for where in told), told
    assert any(":17 " in where and where.endswith("colour") for where in told), told


def test_outside_text_cannot_drive_the_terminal():
    assert "\x1b" not in printable("\x1b[31mred")
    assert "\u202e" not in printable("a\u202eb")


def test_trace_walks_to_the_leaves_and_refuses_rootless_figures():
    with pytest.raises(ValueError, match="trace"):
        Figure("figure:x", 1.0, "W", ())
    trace = Trace()
    trace.add(Figure("figure:x", 1.0, "W", ("fact:a",)))
    known = {"figure:x": ("one watt", ["fact:a"]), "fact:a": ("said", [])}
    assert [n for n in walk("figure:x", known.get).lines()] == ["figure:x: one watt", "  fact:a: said"]
    with pytest.raises(InputError, match="id-unknown"):
        walk("figure:none", known.get)


def test_paths_come_back_from_parquet_as_they_were(tmp_path):
    import pyarrow.parquet as pq

    from gigawatt.paths import Paths

    values = np.arange(2 * 3 * 4, dtype=np.float32).reshape(2, 3, 4)
    paths = Paths(("a", "b", "c"), ("2026-01", "2026-02", "2026-03", "2026-04"), {"facility_power_w": values},
                  {"facility_power_w": "W"}, "hash", 7)  # fmt: skip
    paths.write_parquet(tmp_path / "p.parquet", draws=2)
    table = pq.read_table(tmp_path / "p.parquet")
    assert table.column_names == ["draw", "item", "month", "facility_power_w"]
    rows = table.to_pylist()
    assert rows[1 * 12 + 2 * 4 + 3] == {"draw": 1, "item": "c", "month": "2026-04", "facility_power_w": 23.0}
    assert table.schema.metadata[b"scenario_hash"] == b"hash" and table.schema.metadata[b"seed"] == b"7"
    with pytest.raises(InputError, match="cannot-write"):
        paths.write_parquet(tmp_path / "none" / "p.parquet")
