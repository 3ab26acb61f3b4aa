"""Docs are under test: links lead somewhere, every command is in the reference, which is made from the help."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_the_command_reference_is_made_from_the_help():
    tool = ROOT / "tools" / "make_commands_reference.py"
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    done = subprocess.run([sys.executable, str(tool), "--check"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or "run tools/make_commands_reference.py"


def test_every_command_is_in_the_reference_and_the_readme():
    from gigawatt.cli.main import COMMANDS, build_app

    reference = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    present = set(build_app())
    for name in COMMANDS:
        assert name in present, f"{name} is announced and does not exist"
        assert f"## gigawatt {name}\n" in reference
        assert re.search(rf"`(gigawatt )?{name}\b", readme), name


def test_docs_name_no_place_outside_the_project():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(work|home|root|tmp)/", text), page
