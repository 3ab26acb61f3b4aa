"""Write catalogue/record/backtest.toml: how forecasts from earlier dated tables did against later ones.

Usage: python tools/make_record.py FOLDER_OF_DATED_TABLES. The file holds our own scores and our own misses, with
the name of the tracker they were scored against; it is made anew whenever the model of buildout changes.
"""

import sys
from pathlib import Path

import tomli_w

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "gigawatt" / "catalogue" / "record" / "backtest.toml"


def main(folder: str) -> int:
    """Run the backtest and write its summary."""
    from gigawatt.buildout.summary import record

    found = record(Path(folder))
    misses = [
        {
            "site": miss["site"],
            "from_day": miss["vintage"],
            "day": miss["target_day"],
            "p10_mw": round(miss["p10"], 1),
            "p50_mw": round(miss["p50"], 1),
            "p90_mw": round(miss["p90"], 1),
            "actual_mw": round(miss["truth_mw"], 1),
            "plan_mw": round(miss["plan_mw"], 1),
        }
        for miss in found["misses"]
    ]
    content = {
        "record": {
            "kind": "backtest",
            "attribution": found["attribution"],
            "from_day": found["vintages"][0],
            "to_day": found["vintages"][-1],
            "forecasts": found["n"],
            "active_forecasts": found["active_n"],
            "sites": found["sites"],
            "skill_over_plan": round(found["skill_plan"], 3),
            "skill_over_plan_interval": [round(x, 3) for x in found["skill_plan_interval"]],
            "skill_over_blend": round(found["skill_blend"], 3),
            "skill_over_blend_interval": [round(x, 3) for x in found["skill_blend_interval"]],
            "coverage_80": round(found["coverage_80"], 3),
            "coverage_80_interval": [round(x, 3) for x in found["coverage_80_interval"]],
            "misses": misses,
        }
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        "# Made by tools/make_record.py; scores and misses of our own backtest, not the tracker's table.\n"
        + tomli_w.dumps(content),
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
