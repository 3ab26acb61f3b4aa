"""Bad specs through the command: exit code 2, every fault named once with its key, no traceback."""

import pytest

from gigawatt.cli.main import run

HEAD = 'name = "x"\n[load]\nit_mw = 10\n'
GRID = '[[source]]\nuse = "grid"\n'
CASES = {
    "missing tables": ('name = "x"\n', ["load", "source"]),
    "no source at all": ("source = []\n" + HEAD, ["at least one [[source]]"]),
    "a unit that is not the key's": (
        HEAD + GRID + "most_kw = 5\n[economics]\ngas_usd_per_mwh = 3\n",
        ["source.0.most_kw", "near keys: most_mw", "economics.gas_usd_per_mwh", "gas_usd_per_mmbtu"],
    ),
    "negative": (
        HEAD + GRID + "most_mw = -3\n[economics]\ngas_usd_per_mmbtu = -4\ndiscount_rate = 7\n",
        ["source.0.most_mw", "economics.gas_usd_per_mmbtu", "economics.discount_rate"],
    ),
    "not a number": (
        HEAD + GRID + "price_usd_per_mwh = nan\nmost_mw = inf\n[limits]\ncarbon_t_per_year = nan\n",
        ["source.0.price_usd_per_mwh", "source.0.most_mw", "limits.carbon_t_per_year"],
    ),
    "wrong type": (
        HEAD + '[[source]]\nuse = 5\nmost_mw = "10"\n[[store]]\nround_trip = true\n',
        ["source.0.use", "source.0.most_mw", "store.0.round_trip"],
    ),
    "unknown and misplaced": (
        HEAD + '[[source]]\nuse = "gas_enginee"\n[[source]]\nuse = "battery"\n[[store]]\nuse = "solr"\n'
        '[[source]]\nuse = "grid_export"\n',
        ["gas_enginee", "source-is-store", "solr", "near names: solar", "export-without-price"],
    ),
    "misspelt table": (HEAD + '[[sorce]]\nuse = "grid"\n', ["sorce", "near keys: source"]),
    "a name twice, limits crossed": (
        HEAD + GRID + GRID + "most_mw = 3\nleast_mw = 5\n",
        ["name-twice", "source grid most capacity"],
    ),
    "files that are not there": (
        HEAD + GRID + 'price_file = "none.csv"\n[[source]]\nuse = "solar"\navailability_file = "gone.csv"\n',
        ["none.csv", "gone.csv"],
    ),
    "export dearer than import": (
        HEAD + GRID + 'price_usd_per_mwh = 30\n[[source]]\nuse = "grid_export"\nprice_usd_per_mwh = 31\n',
        ["export-price", "export-unlimited"],
    ),
    "export without a connection": (
        HEAD + '[[source]]\nuse = "solar"\n[[source]]\nuse = "grid_export"\nmost_mw = 5\nprice_usd_per_mwh = 9\n',
        ["export-without-grid"],
    ),
    "a price below import that is no export's": (
        HEAD + GRID + "price_below_import_usd_per_mwh = 3\n",
        ["price-below-import"],
    ),
    "no TOML": ('name = "x\n', ["toml-syntax"]),
}


@pytest.mark.parametrize("case", CASES)
def test_every_fault_is_told_once(case, tmp_path, capsys):
    text, wanted = CASES[case]
    spec = tmp_path / "s.toml"
    spec.write_text(text, encoding="utf-8")
    assert run(["campus", "size", str(spec)]) == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    for phrase in wanted:
        assert phrase in told, told
    lines = told.strip().splitlines()
    assert len(lines) == len(set(lines))
    assert "schema-too-short" not in told  # a bad source is not told again as a missing one
