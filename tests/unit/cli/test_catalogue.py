"""`gigawatt catalogue`: lists, shows and checks, with one message for each mistake."""

import json

import pytest

from gigawatt.cli.main import run


def test_it_counts_and_lists(capsys):
    assert run(["catalogue", "list", "--json"]) == 0
    counts = {row["id"]: int(row["name"]) for row in json.loads(capsys.readouterr().out)}
    assert counts["campus"] >= 43 and counts["block"] >= 80
    assert run(["catalogue", "list", "chip"]) == 0
    assert "nvidia-gb300" in capsys.readouterr().out


@pytest.mark.parametrize(
    "identifier",
    ["stargate-us", "stargate-abilene/1", "nvidia-h100", "capex.total_per_it_power", "stargate-us.amount-500",
     "stargate-us.power"],
)  # fmt: skip
def test_it_shows_a_record_with_its_sources(capsys, identifier):
    assert run(["catalogue", "show", identifier]) == 0
    assert identifier in capsys.readouterr().out
    assert run(["catalogue", "show", identifier, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["source"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "stargate-abilen"], "id-unknown"),
        (["list", "gadget"], "catalogue-kind"),
        (["check", "no-such-folder"], "folder-missing"),
    ],
)
def test_a_mistake_is_one_message(capsys, arguments, code):
    assert run(["catalogue", *arguments]) == 2
    said = capsys.readouterr().err
    assert code in said and "Traceback" not in said


def test_a_near_id_is_offered(capsys):
    run(["catalogue", "show", "stargate-abilen"])
    assert "stargate-abilene" in capsys.readouterr().err


def test_check_tells_every_fault_of_a_folder(capsys, tmp_path):
    chip = '[[chip]]\nid = "x"\nname = "X"\nvendor = "nobody"\ntdp_w = "much"\nsource = "s"\n'
    region = '[[region]]\nid = "y"\nname = "Y"\ncountry = "US"\nlat = 1.0\nlon = 2.0\nsource = "none"\n'
    (tmp_path / "mine.toml").write_text(chip + region, encoding="utf-8")
    assert run(["catalogue", "check", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "mine.toml:5 " in said and "source-unknown" in said
    assert run(["catalogue", "check", str(tmp_path), "--json"]) == 2
    assert len(json.loads(capsys.readouterr().out)["faults"]) == 2


def test_check_of_ours_is_sound(capsys):
    assert run(["catalogue", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True


def test_outside_text_cannot_drive_the_terminal(capsys, tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[source]]\nid = "evil"\ntitle = "a\\u001b[31mb\\u202e"\npublisher = "[red]x[/red]"\n', encoding="utf-8"
    )
    assert run(["catalogue", "show", "evil", "--catalogue", str(tmp_path)]) == 0
    assert run(["catalogue", "list", "source", "--catalogue", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "\x1b[31m" not in said and "\u202e" not in said
