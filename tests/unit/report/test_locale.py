"""Both languages complete: same keys, same places, Chinese that is Chinese, no key missing or unused."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from gigawatt.i18n import table
from gigawatt.report import formats
from gigawatt.schema import read_toml

ROOM = Path(str(files("gigawatt.report")))
CATALOGUE = Path(str(files("gigawatt") / "catalogue"))
SAME = {"report.record_kind", "magnitude", "unit", "currency", "sign"}
PLACES = re.compile(r"\{(\w+)\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?(][\u4e00-\u9fff]")


def sources():
    """The text of all modules and templates of the room, and of the script."""
    paths = [*ROOM.glob("*.py"), *ROOM.glob("templates/*.j2")]
    assert len(paths) > 10
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_both_languages_have_the_same_places():
    assert len(table()) > 250
    for key, phrases in table().items():
        assert set(PLACES.findall(phrases["en"])) == set(PLACES.findall(phrases["zh"])), key
        assert phrases["en"].strip() or key.split(".")[0] in ("unit", "sign"), key


def test_chinese_phrases_are_chinese_with_full_width_signs():
    for key, phrases in table().items():
        if key.split(".")[0] in ("sign", "unit", "magnitude", "currency"):
            continue
        words = PLACES.sub("", phrases["zh"])
        assert CHINESE.search(words) or not re.search("[A-Za-z]{4,}", words), key
        assert not HALF_WIDTH.search(phrases["zh"]), key


def test_every_key_that_is_asked_for_exists():
    asked = set(re.findall(r"""\b_?tm?\(\s*["']([a-z_0-9]+)["']""", sources()))
    assert len(asked) > 80
    stems = {key for key in asked if not key.endswith("_")}
    assert {f"report.{key}" for key in stems} <= set(table())
    for name in re.findall(r"""\btext\(\s*["']([a-z_]+\.[a-z_0-9]+)["']""", sources()):
        assert name in table(), name


def test_no_phrase_of_the_report_is_unused():
    body = sources()
    made = {
        "sankey_announced",
        "sankey_committed",
        "sankey_signed",
        "sankey_drawn",
        "record_kind_live",
        "record_kind_backtest",
    }
    keys = {name.removeprefix("report.") for name in table() if name.startswith("report.")}
    unused = {key for key in keys - made if not re.search(rf"""["'](report\.)?{key}["']""", body)}
    assert unused == set()


@pytest.mark.parametrize("words", ["STAGES", "CONSTRAINTS"])
def test_closed_lists_are_known(words):
    from gigawatt.atlas.types import STAGES
    from gigawatt.report.summary import LAYERS, MONEY_SIDES
    from gigawatt.report.tables import CONSTRAINTS

    for word in {"STAGES": (*STAGES, *LAYERS, *MONEY_SIDES, "needed"), "CONSTRAINTS": CONSTRAINTS}[words]:
        assert formats.is_known(word), word


def test_every_state_of_the_catalogue_is_known_in_both_languages():
    found = set()

    def walk(node):
        if isinstance(node, dict):
            if isinstance(node.get("state"), str):
                found.add(node["state"])
            for part in node.values():
                walk(part)
        elif isinstance(node, list):
            for part in node:
                walk(part)

    for path in CATALOGUE.rglob("*.toml"):
        walk(read_toml(path))
    assert len(found) > 20
    assert {state for state in found if not formats.is_known(state)} == set()


def test_the_glossary_page_is_made_from_the_words_and_each_word_has_a_meaning():
    import runpy

    root = Path(__file__).parents[3]
    made = runpy.run_path(str(root / "tools/make_glossary.py"))["page"]()
    assert (root / "docs/reference/glossary.md").read_text(encoding="utf-8") == made
    words = {key.partition(".")[2] for key in table() if key.startswith("glossary.")}
    assert words == {key.partition(".")[2] for key in table() if key.startswith("meaning.")}
