"""The rooms of DESIGN: who may import whom, module length, light imports, unit suffixes, both languages."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "gigawatt"
MODULES = sorted(SRC.rglob("*.py"))
GROUND = {
    "errors", "units", "schema", "params", "streams", "plugins", "i18n", "trace", "paths", "testing", "overlaps",
    "__init__", "__main__",
}  # fmt: skip

# room -> rooms it may import (besides the ground floor and itself)
ALLOWED = {
    "evidence": {"atlas.types"},
    "ledger": {"evidence", "atlas.types"},
    "atlas": {"evidence", "ledger"},
    "campus": {"atlas.types"},
    "buildout": {"atlas.types"},
    "finance": {"atlas.types"},
    "risk": {"atlas.types"},
    "assess": {"evidence", "ledger", "atlas", "campus", "buildout", "finance", "risk", "report"},
    "report": {"evidence", "ledger", "atlas.types"},
    "cli": {"evidence", "ledger", "atlas", "campus", "buildout", "finance", "risk", "assess", "report"},
}


def imported(path: Path) -> set[str]:
    """Dotted names below `gigawatt.` that a module imports anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "gigawatt":
                names |= {alias.name for alias in node.names}
            elif node.module.startswith("gigawatt."):
                names.add(node.module.removeprefix("gigawatt."))
        elif isinstance(node, ast.Import):
            names |= {a.name.removeprefix("gigawatt.") for a in node.names if a.name.startswith("gigawatt.")}
    return names


def test_there_are_modules_to_look_at():
    assert len(MODULES) > 15


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_follow_the_flow(path):
    parts = path.relative_to(SRC).parts
    room = parts[0] if len(parts) > 1 else None
    if parts[-1] == "__main__.py" or room == "catalogue":
        return
    for name in imported(path):
        target = name.split(".")[0]
        if target in GROUND or target == "__version__" or target == room:
            continue
        if name in ("atlas.types",) and "atlas.types" in ALLOWED.get(room or "", set()):
            continue
        assert room is not None, f"the ground floor imports gigawatt.{name}"
        assert target in ALLOWED[room], f"{room} may not import gigawatt.{name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_module_is_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600


@pytest.mark.parametrize(
    "arguments", [["-c", "import gigawatt"], ["-m", "gigawatt", "--help"], ["-m", "gigawatt", "--version"]]
)
def test_nothing_heavy_is_imported_at_the_door(arguments):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True, text=True, env={"PYTHONPATH": str(SRC.parent), "PATH": ""}, check=True,
    )  # fmt: skip
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert not loaded & {"numpy", "numba", "scipy", "highspy", "pandas", "pint", "pyarrow", "lxml", "pvlib", "pydantic"}


def test_power_names_say_which_power():
    """`power_w` alone would not say whether IT, facility or grid power is meant."""
    bare = re.compile(r"(?<![a-z_])power_w\b")
    for path in MODULES:
        assert not bare.search(path.read_text(encoding="utf-8")), f"{path}: bare power_w"


def test_both_languages_have_every_key():
    from gigawatt.i18n import table

    keys = table()
    assert keys
    for name, texts in keys.items():
        if not name.startswith(("sign.", "unit.")):  # a sign may be white space, and a count has no unit
            assert texts["en"].strip() and texts["zh"].strip(), name
        assert sorted(re.findall(r"\{(\w+)", texts["en"])) == sorted(re.findall(r"\{(\w+)", texts["zh"])), name
