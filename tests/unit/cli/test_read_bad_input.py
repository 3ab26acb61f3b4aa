"""Bad input through the real command: one clear message each, the documented exit code, no traceback, others read."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from gigawatt.cli.main import run

ROOT = Path(__file__).resolve().parents[3]
GOOD = "Acme Power plans a data center campus of 300 MW in Ohio by 2028, the company said on Monday.\n"
GOOD_ZH = "某公司宣布将投资500亿元人民币在内蒙古建设数据中心园区,规划功率为300兆瓦,预计2028年投入使用。\n" * 3


class Result(NamedTuple):
    """What a run left: as subprocess.CompletedProcess has it."""

    returncode: int
    stdout: bytes
    stderr: bytes


def read(*arguments) -> Result:
    """The command in this process: fast, for the many cases; the same cases run in a real process at the end."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["read", *map(str, arguments)])
    return Result(code, out.getvalue().encode(), err.getvalue().encode())


def read_process(*arguments, stdin: bytes | None = None):
    """The command as a user runs it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "gigawatt", "read", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=120,
        env=environment,
        check=False,
    )


def rows(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def bad_file(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


BAD = {
    # name: (file name, bytes, code, exit code)
    "empty": ("a.txt", b"", "document-empty", 3),
    "blank": ("a.txt", b"\n \n\t\n", "document-empty", 3),
    "only a mark": ("a.txt", b"\xef\xbb\xbf", "document-empty", 3),
    "picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "document-binary", 2),
    "archive": ("a.md", b"PK\x03\x04" + bytes(range(256)) * 20, "document-binary", 2),
    "program": ("a.txt", bytes(range(256)) * 40, "document-binary", 2),
    "not a PDF": ("a.pdf", b"plain text", "document-format", 2),
    "damaged PDF": ("a.pdf", b"%PDF-1.7\n" + b"garbage " * 100, "pdf-damaged", 2),
    "no encoding fits": ("a.txt", b"\xfc\xfe\x81\xff" * 50 + b"abc", "document-encoding", 2),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file(case, tmp_path, good):
    name, data, code, exit_code = BAD[case]
    result = read(bad_file(tmp_path, name, data), good, "--jsonl")
    errors = result.stderr.decode()
    assert result.returncode == exit_code
    assert errors.count(f"gigawatt: {code}; at ") == 1 and "expected" in errors and "Traceback" not in errors
    assert {Path(r["doc"]).name for r in rows(result)} == {"good.txt"}


def test_missing_file(tmp_path, good):
    result = read(tmp_path / "nope.txt", good, "--jsonl")
    assert result.returncode == 2 and b"file-missing" in result.stderr and b"Traceback" not in result.stderr
    assert rows(result)


def test_worst_exit_code_wins(tmp_path):
    result = read(tmp_path / "nope.txt", bad_file(tmp_path, "e.txt", b""), tmp_path / "nope2.txt")
    assert result.returncode == 3
    assert result.stderr.count(b"gigawatt: ") == 3


def test_folder_without_documents(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.docx").write_bytes(b"x")
    result = read(tmp_path / "empty")
    assert result.returncode == 3 and b"folder-without-documents" in result.stderr


def test_folder_is_read_in_order_and_deep(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.htm", "sub/d.html", "skip.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD if not name.endswith(("htm", "html")) else f"<html><body><p>{GOOD}</p></body></html>")
    result = read(tmp_path, "--jsonl")
    assert result.returncode == 0
    order = list(dict.fromkeys(Path(r["doc"]).name for r in rows(result)))
    assert order == ["a.md", "b.txt", "c.htm", "d.html"]


def test_too_large(tmp_path, good):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    result = read(path, good, "--jsonl")
    assert result.returncode == 2 and b"file-too-large" in result.stderr and b"50.0 MB" in result.stderr
    assert rows(result)


def test_unreadable_is_told(tmp_path):
    path = tmp_path / "loop.txt"
    path.symlink_to(path)
    result = read(path)
    assert result.returncode == 2 and b"file-unreadable" in result.stderr and b"Traceback" not in result.stderr


def test_nothing_given():
    result = read()
    assert result.returncode == 2 and b"nothing-to-read" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_give_the_same_claims(encoding, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(GOOD_ZH.encode(encoding))
    result = read(path, "--jsonl")
    found = rows(result)
    assert result.returncode == 0 and len(found) >= 3
    assert all(GOOD_ZH[r["start"] : r["end"]] == r["qty"] for r in found)


def test_encoding_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(GOOD_ZH.encode("gbk"))
    assert rows(read(path, "--jsonl", "--encoding", "gbk"))
    wrong = read(path, "--encoding", "utf-8")
    assert wrong.returncode == 2 and b"document-encoding" in wrong.stderr
    unknown = read(path, "--encoding", "klingon")
    assert unknown.returncode == 2 and b"encoding-unknown" in unknown.stderr


def test_mixed_encodings_are_told_and_not_mined(tmp_path):
    path = tmp_path / "a.txt"
    foreign = "该项目规划功率为777兆瓦。\n".encode("gbk")
    path.write_bytes(GOOD_ZH.encode() + foreign + GOOD_ZH.encode())
    result = read(path, "--jsonl")
    assert result.returncode == 0 and b"encoding-mixed" in result.stderr
    assert rows(result) and not any("777" in r["qty"] for r in rows(result))


def test_mojibake_is_told_and_not_mined(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes((GOOD + "项目规划功率为777兆瓦,投资巨大。".encode().decode("cp1252", "ignore") + "\n").encode())
    result = read(path, "--jsonl")
    assert b"encoding-mixed" in result.stderr
    assert rows(result) and not any("777" in r["qty"] for r in rows(result))


def test_standard_input():
    result = read_process("-", "--jsonl", stdin=GOOD.encode())
    assert result.returncode == 0 and {r["doc"] for r in rows(result)} == {"-"}
    assert read_process("-", stdin=b"").returncode == 3


def test_all_at_once_in_a_real_process(tmp_path, good):
    """Every bad file together with a good one: each is told once, the good one is read, the worst exit code wins."""
    names = []
    for case, (name, data, _, _) in BAD.items():
        names.append(bad_file(tmp_path, f"{case.replace(' ', '-')}{Path(name).suffix}", data))
    result = read_process(*names, tmp_path / "nope", good, "--jsonl", "--typo")
    assert result.returncode == 2 and b"option-unknown" in result.stderr
    result = read_process(*names, tmp_path / "nope", good, "--jsonl")
    errors = result.stderr.decode()
    assert result.returncode == 3 and "Traceback" not in errors
    for path, (_, _, code, _) in zip(names, BAD.values(), strict=True):
        assert len([x for x in errors.splitlines() if x.startswith(f"gigawatt: {code}; ") and str(path) in x]) == 1
    assert {r["doc"] for r in rows(result)} == {str(good)}


def test_same_file_twice_is_read_once(good):
    once, twice = rows(read(good, "--jsonl")), rows(read(good, good, "--jsonl"))
    assert len(once) == len(twice)


def test_out_file_and_folder(good, tmp_path):
    assert read(good, "--out", tmp_path / "x" / "claims.jsonl").returncode == 0
    assert read(good, "--out", tmp_path / "y").returncode == 0
    first, second = (tmp_path / "x" / "claims.jsonl").read_bytes(), (tmp_path / "y" / "claims.jsonl").read_bytes()
    assert first == second and first
    (tmp_path / "z").write_text("a file")
    blocked = read(good, "--out", tmp_path / "z" / "deep")
    assert blocked.returncode == 2 and b"out-unwritable" in blocked.stderr and b"Traceback" not in blocked.stderr


def test_scripts_and_markup_in_a_page_stay_text(tmp_path):
    page = tmp_path / "a.html"
    page.write_text(
        "<html><body><h1>Campus</h1><p onclick='alert(1)'>Acme&#27;[31m plans a campus of 300&nbsp;MW in Ohio "
        "&lt;script&gt;alert(2)&lt;/script&gt; [bold red]now[/] by 2028.</p>"
        "<script>document.write('400 MW')</script></body></html>"
    )
    result = read(page)
    assert result.returncode == 0
    assert b"\x1b[31m" not in result.stdout and b"400" not in result.stdout
    (row,) = [r for r in rows(read(page, "--jsonl")) if r["unit"] == "W"]
    assert row["low"] == 3e8 and page.read_text()[row["start"] : row["end"]] == row["qty"] == "300&nbsp;MW"


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://x/y"])
def test_other_schemes_are_refused(address):
    result = read(address)
    assert result.returncode == 2 and b"address-scheme" in result.stderr
