"""`gigawatt ledger`, `check` and `brief` as a user runs them: answers, exit codes, one message for a mistake."""

import csv
import io
import json

import pytest

from gigawatt.cli.main import run

PAGE = """星際之門項目進展

星際之門打算四年內於美國投入5000億美元興建AI基礎設施,頭10座數據中心計劃設在得克薩斯州。
馬斯克透露,軟銀的融資保障金額遠低于100億美元。
"""
OTHER = """Musk on SoftBank

馬斯克表示,軟銀的融資擔保遠低于10億美元。
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text("來源:報 2025-07-22\n" + PAGE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


def output(capsys, *arguments):
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_add_is_told_once_and_keeps_all(place, capsys):
    code, out, _ = output(capsys, "ledger", "add", "one.txt", "two.txt", "--json")
    assert code == 0
    rows = json.loads(out)
    assert [row["documents"] for row in rows] == [1, 1]
    assert sum(row["claims"] for row in rows) >= 4
    code, out, _ = output(capsys, "ledger", "add", "one.txt", "--json")
    assert json.loads(out)[0]["claims"] == 0
    code, out, _ = output(capsys, "ledger", "verify", "--json")
    assert json.loads(out)["documents"] == 2


def test_simplified_words_find_traditional_text(place, capsys):
    run(["ledger", "add", "one.txt"])
    capsys.readouterr()
    for words in ("数据中心", "星际之门", "马斯克 软银", "數據中心"):
        _, out, _ = output(capsys, "ledger", "search", words, "--json")
        assert json.loads(out), words


def test_list_show_conflicts_judge_and_export(place, capsys):
    run(["ledger", "add", "one.txt", "two.txt"])
    capsys.readouterr()
    _, out, _ = output(capsys, "ledger", "list", "--subject", "SoftBank", "--json")
    claims = json.loads(out)
    assert {row["subject"] for row in claims} == {"SoftBank"}
    _, out, _ = output(capsys, "ledger", "conflicts", "--json")
    conflict = json.loads(out)[0]
    assert conflict["kind"] == "magnitude_slip" and conflict["reason"]
    _, out, _ = output(capsys, "ledger", "show", conflict["left"][:10])
    assert "magnitude slip" in out and "SoftBank" in out
    code, _, _ = output(
        capsys, "ledger", "judge", conflict["left"], conflict["right"], "revision", "--reason", "put right",
        "--by", "me",
    )  # fmt: skip
    assert code == 0
    _, out, _ = output(capsys, "ledger", "conflicts", "--json")
    assert json.loads(out) == []
    _, out, _ = output(capsys, "ledger", "export")
    assert len(out.splitlines()) == len(json.loads(output(capsys, "ledger", "list", "--json")[1]))
    _, out, _ = output(capsys, "ledger", "export", "--format", "csv")
    assert {row["subject"] for row in csv.DictReader(io.StringIO(out))} >= {"SoftBank"}


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_can_be_added_to_another_ledger(place, capsys, form):
    run(["ledger", "add", "one.txt", "two.txt"])
    run(["ledger", "export", "--format", form, "--out", f"claims.{form}"])
    run(["ledger", "add", f"claims.{form}", "--ledger", "copy.db"])
    capsys.readouterr()
    first, second = (
        json.loads(output(capsys, "ledger", "list", "--json", "--ledger", name)[1])
        for name in ("gigawatt-ledger.db", "copy.db")
    )
    assert {(row["id"], row["known_on"]) for row in first} == {(row["id"], row["known_on"]) for row in second}
    conflicts = [json.loads(output(capsys, "ledger", "conflicts", "--json", "--ledger", name)[1])
                 for name in ("gigawatt-ledger.db", "copy.db")]  # fmt: skip
    assert [c["id"] for c in conflicts[0]] == [c["id"] for c in conflicts[1]] != []


def test_merge_joins_names_and_unmerge_parts_them(place, capsys):
    run(["ledger", "add", "one.txt", "two.txt"])
    assert output(capsys, "ledger", "merge", "SoftBank", "Vision Fund", "--by", "me")[0] == 0
    rows = json.loads(output(capsys, "ledger", "list", "--subject", "Vision Fund", "--json")[1])
    assert rows
    assert output(capsys, "ledger", "unmerge", "SoftBank", "Vision Fund", "--by", "me")[0] == 0
    assert json.loads(output(capsys, "ledger", "list", "--subject", "Vision Fund", "--json")[1]) == []
    code, _, err = output(capsys, "ledger", "unmerge", "SoftBank", "Vision Fund", "--by", "me")
    assert code == 2 and "merge-missing" in err


def test_check_finds_the_slip_and_prints_both_sides(place, capsys):
    code, out, _ = output(capsys, "check", "one.txt", "two.txt", "--json")
    findings = json.loads(out)
    assert code == 0
    slip = next(finding for finding in findings if finding["kind"] == "magnitude")
    assert {citation["doc"] for citation in slip["claims"]} == {"one.txt", "two.txt"}
    assert set(slip) >= {"kind", "severity", "claims", "expected", "got", "reason", "settles"}
    code, out, _ = output(capsys, "check", "one.txt", "two.txt")
    assert "settled by" in out
    code, out, _ = output(capsys, "check", "one.txt", "two.txt", "--lang", "zh")
    assert "可由此判定" in out and "settled by" not in out
    run(["ledger", "add", "one.txt", "two.txt"])
    capsys.readouterr()
    found = json.loads(output(capsys, "check", "--ledger", "gigawatt-ledger.db", "--json")[1])
    assert any(finding["kind"] == "magnitude" for finding in found)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_brief_in_two_languages(place, capsys, lang):
    code, out, _ = output(capsys, "brief", "Stargate", "one.txt", "two.txt", "--lang", lang, "--json")
    made = json.loads(out)
    assert code == 0 and made["references"]
    assert made["groups"]["promised"]
    code, out, _ = output(capsys, "brief", "SoftBank", "one.txt", "two.txt", "--lang", lang)
    assert code == 0 and "[1]" in out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ledger", "list"], 2, "ledger-missing"),
        (["ledger", "add"], 2, "no-input"),
        (["ledger", "add", "none.txt"], 2, "none.txt"),
        (["ledger", "add", "bad.jsonl"], 2, "json-syntax"),
        (["ledger", "add", "wrong.jsonl"], 2, "claim-field"),
        (["ledger", "add", "wrong.csv"], 2, "claim-field"),
        (["ledger", "add", "short.csv"], 2, "csv-shape"),
        (["ledger", "add", "one.txt", "--ledger", "no/such/folder/l.db"], 2, "ledger-unopenable"),
        (["ledger", "add", "one.txt", "--ledger", "two.txt"], 3, "ledger-damaged"),
        (["check"], 2, "no-input"),
        (["check", "none.txt"], 2, "none.txt"),
        (["brief", "Stargate"], 2, "ledger-missing"),
        (["brief", "Nobody at all", "one.txt"], 3, "brief-empty"),
        (["brief", "Stargate", "one.txt", "--ledger", "l.db"], 2, "two-sources"),
    ],
)
def test_a_mistake_is_one_message_and_the_documented_code(place, capsys, arguments, code, message):
    (place / "bad.jsonl").write_text("{not json", encoding="utf-8")
    (place / "wrong.jsonl").write_text('{"doc": "a", "low": "many"}\n', encoding="utf-8")
    (place / "wrong.csv").write_text("doc,start\na.txt,many\n", encoding="utf-8")
    (place / "short.csv").write_text("doc,start\na.txt\n", encoding="utf-8")
    got, _, err = output(capsys, *arguments)
    assert got == code, err
    assert message in err and "Traceback" not in err


def test_one_bad_input_does_not_stop_the_others(place, capsys):
    code, out, err = output(capsys, "ledger", "add", "none.txt", "one.txt", "--json")
    assert code == 2 and "none.txt" in err
    assert json.loads(out)[0]["claims"] >= 3


def test_a_future_day_is_only_a_day_and_a_wrong_one_is_said(place, capsys):
    run(["ledger", "add", "one.txt"])
    capsys.readouterr()
    assert json.loads(output(capsys, "ledger", "list", "--as-of", "2099", "--json")[1])
    assert json.loads(output(capsys, "ledger", "list", "--as-of", "2020", "--json")[1]) == []
    code, _, err = output(capsys, "ledger", "list", "--as-of", "13")
    assert code == 2 and "date-form" in err


def test_reasons_are_told_in_chinese(place, capsys):
    run(["ledger", "add", "one.txt", "two.txt"])
    capsys.readouterr()
    _, out, _ = output(capsys, "ledger", "conflicts", "--lang", "zh")
    assert "数量级差错" in out and "恰好相差 10 倍" in out and "times apart" not in out
    conflict = json.loads(output(capsys, "ledger", "conflicts", "--lang", "zh", "--json")[1])[0]
    assert "恰好相差 10 倍" in conflict["reason"]
    _, out, _ = output(capsys, "ledger", "show", conflict["left"], "--lang", "zh")
    assert "恰好相差 10 倍" in out


STORY = (
    "Acme said on Monday that its Redfield campus in Ohio will have a power capacity of 300 MW and that building has "
    "begun. The county has agreed to a new substation, the utility will deliver the transformers, and the neighbours "
    "have been promised that the diesel engines run only in an emergency and never during the night hours. "
)


def test_a_spammed_copy_is_marked_and_has_no_vote_of_its_own(place, capsys):
    spam = "casino bonus| live sex cams| hot girls| payday loan| replica watches| viagra online| torrent| xxx movies"
    (place / "copy.txt").write_text(f"2025-11-01\n\n{spam}\n\n{STORY}\n\n{spam}\n", encoding="utf-8")
    (place / "paper.md").write_text(f"---\ndate: 2025-11-03\n---\n\n{STORY}\n", encoding="utf-8")
    run(["ledger", "add", "copy.txt", "paper.md"])
    capsys.readouterr()
    rows = json.loads(output(capsys, "ledger", "list", "--json")[1])
    marked = {row["doc"]: row["copy_of"] for row in rows}
    original = next(row["doc_sha256"] for row in rows if row["doc"] == "paper.md")
    assert marked["paper.md"] is None and marked["copy.txt"][0] == original  # clean text before an earlier day
    assert len({row["cluster"] for row in rows}) == 1
    copied = next(row["id"] for row in rows if row["doc"] == "copy.txt")
    assert "copy of: paper.md" in output(capsys, "ledger", "show", copied)[1]
    assert "copy" in output(capsys, "ledger", "list")[1]


def test_two_times_known_and_recorded(place, capsys):
    """`--as-of`: what was public; `--recorded-by`: what this file held. A late find does not change an old answer."""
    from gigawatt.ledger.intake import take
    from gigawatt.ledger.store import Ledger

    for name, day in (("one.txt", "2025-08-01"), ("two.txt", "2026-01-15")):
        with Ledger(place / "gigawatt-ledger.db", day=day) as book:
            for taken in take([name]):
                book.add_document(taken.document, taken.claims)

    def documents(*options):
        rows = json.loads(output(capsys, "ledger", "list", "--json", *options)[1])
        return {row["doc"] for row in rows}

    assert documents() == {"one.txt", "two.txt"}
    assert documents("--as-of", "2025-07-22") == {"one.txt"}
    assert documents("--as-of", "2025-07-21") == set()
    assert documents("--recorded-by", "2025-07-31") == set()
    assert documents("--recorded-by", "2025-12-31") == {"one.txt"}
    assert documents("--as-of", "2026-01-15", "--recorded-by", "2026-01-15") == {"one.txt", "two.txt"}
    assert output(capsys, "ledger", "list", "--recorded-by", "never")[0] == 2
    lines = output(capsys, "ledger", "export", "--recorded-by", "2025-12-31")[1].splitlines()
    assert {json.loads(line)["doc"] for line in lines} == {"one.txt"}
