"""Docs of the catalogue: the reference is up to date, every example in the how-tos loads, links lead somewhere."""

import re
import runpy
from pathlib import Path

import pytest

from gigawatt.atlas.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
HOWTO = ROOT / "docs" / "howto"


def test_the_parameter_reference_is_up_to_date():
    made = runpy.run_path(str(ROOT / "tools" / "make_reference.py"))
    assert made["TARGET"].read_text(encoding="utf-8") == made["reference"](), "run tools/make_reference.py"


@pytest.mark.parametrize("name", ["add-a-chip.md", "add-a-site.md", "add-a-source.md"])
def test_every_example_loads_beside_the_catalogue(name, tmp_path):
    text = (HOWTO / name).read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.S)
    assert examples
    for number, example in enumerate(examples):
        (tmp_path / f"{number}.toml").write_text(re.sub(r"^   ", "", example, flags=re.M), encoding="utf-8")
    loaded = load_catalogue(tmp_path)
    assert loaded.replaced == ()


@pytest.mark.parametrize("path", [*HOWTO.glob("add-a-*.md"), ROOT / "docs" / "reference" / "left-out.md"], ids=str)
def test_links_lead_to_files(path):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_left_out_page_names_true_ids():
    catalogue = load_catalogue()
    text = (ROOT / "docs" / "reference" / "left-out.md").read_text(encoding="utf-8")
    known = {name for kind in ("programme", "deal", "policy", "chip", "region") for name in catalogue.table(kind)}
    for kind, name in re.findall(r"(programme|deal|policy|region|regions?) `([a-z0-9-]+)`", text):
        assert name in known, (kind, name)
