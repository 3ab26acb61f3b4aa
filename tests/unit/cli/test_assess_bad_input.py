"""The main job with input that cannot be used: one clear message, the exit code, the rest still processed."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

SRC = Path(__file__).resolve().parents[3] / "src"
SMALL = ["--draws", "200", "--months", "60", "--quiet"]
GOOD = (
    "Stargate said on Tuesday it plans 7 gigawatts of data centres in Texas by 2029.\n\n"
    "The company has committed 400 billion dollars to the programme.\n"
)


def run(*arguments, limit_bytes=None, stdin=None):
    def limits():
        if limit_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    return subprocess.run(
        [sys.executable, "-m", "gigawatt", *map(str, arguments)],
        capture_output=True, text=True, timeout=240, input=stdin, preexec_fn=limits,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )  # fmt: skip


def refused(done, code, exit_code):
    assert done.returncode == exit_code, done.stderr
    assert f"{code};" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    return path


BAD = [
    ("missing.txt", None, "file-missing"),
    ("binary.txt", bytes(range(256)) * 40, "binary"),
    ("empty.txt", b"", "document-empty"),
    ("blank.txt", b" \n\t\n", "document-empty"),
]


def test_bad_documents_are_told_one_by_one_and_the_others_are_processed(tmp_path, good):
    for name, content, _ in BAD:
        if content is not None:
            (tmp_path / name).write_bytes(content)
    out = tmp_path / "out"
    done = run("assess", *(tmp_path / name for name, _, _ in BAD), good, "--out", out, *SMALL)
    assert done.returncode == 3, done.stderr  # the worst of the four
    assert "Traceback" not in done.stderr
    for name, _, code in BAD:
        assert any(code in line and name in line for line in done.stderr.splitlines()), (name, done.stderr)
    stored = json.loads((out / "assessment.json").read_text())
    assert [Path(d["path"]).name for d in stored["view"]["documents"]] == ["good.txt"]
    assert (out / "report.html").is_file()


def test_a_document_too_big_is_refused_without_reading_it(tmp_path, good):
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(52 * 1024 * 1024)
    done = run("assess", big, good, "--out", tmp_path / "out", *SMALL)
    assert done.returncode == 2 and "big.txt" in done.stderr and "Traceback" not in done.stderr


def test_a_folder_without_documents(tmp_path):
    (tmp_path / "pictures").mkdir()
    done = run("assess", tmp_path / "pictures", "--out", tmp_path / "out", *SMALL)
    assert done.returncode in (2, 3) and "pictures" in done.stderr and "Traceback" not in done.stderr


def test_page_text_is_data(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>x</title><script>document.title='owned';alert(1)</script></head><body>"
        "<p>OpenAI said <b onclick='alert(2)'>Stargate</b> will have 7 gigawatts by 2029.</p>"
        "<p style='display:none'>Stargate will have 99 gigawatts by 2027.</p>"
        "<p>&lt;/script&gt;&lt;img src=x onerror=alert(3)&gt; Oracle plans 4.5 gigawatts of capacity.</p></body></html>"
    )
    out = tmp_path / "out"
    done = run("assess", page, "--out", out, *SMALL)
    assert done.returncode == 0, done.stderr
    report = lxml.html.parse(str(out / "report.html"))
    assert not report.xpath("//img[@onerror] | //*[@onclick]")
    assert "owned" not in "".join(report.xpath("//title/text()"))
    stored = json.loads((out / "assessment.json").read_text())
    assert "99" not in json.dumps([c["sentence"] for c in stored["view"]["citations"]])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--as-of", "2999-01-01"], "date-future"),
        (["--as-of", "2026-13-01"], "date-form"),
        (["--since", "2026-04-03", "--as-of", "2025-01-01"], "date-order"),
        (["--draws", "1"], "draws-range"),
        (["--override", "nowhere.toml"], "file-missing"),
        (["--catalogue", "nowhere"], "missing"),
    ],
)
def test_bad_options(tmp_path, arguments, code):
    done = run("assess", *arguments, "--out", tmp_path / "out", "--quiet")
    assert done.returncode == 2, done.stderr
    assert code in done.stderr and "Traceback" not in done.stderr


def test_three_faults_of_an_override_file_are_told_at_once(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[block]]\nid = 3\npower_mw = -1\ncolour = "red"\n')
    done = run("assess", "--override", path, "--out", tmp_path / "out", *SMALL)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.count("schema-") == 3, done.stderr
    assert "mine.toml:2" in done.stderr and "mine.toml:3" in done.stderr and "mine.toml:4" in done.stderr


def test_an_unknown_programme_is_named_with_near_names(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[promise]]\nid = "stargte.power"\nby = "2030"\n')
    done = run("assess", "--override", path, "--out", tmp_path / "out", *SMALL)
    refused(done, "promise-unknown", 2)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    refused(run("assess", "--out", tmp_path / "file" / "out", *SMALL), "cannot-write", 2)
    refused(run("assess", "--out", "/proc/gigawatt", *SMALL), "cannot-write", 2)


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    out = tmp_path / "out"
    done = run("assess", "--out", out, *SMALL, limit_bytes=100_000)
    refused(done, "cannot-write", 2)
    assert not [p.name for p in out.iterdir() if "partial" in p.name or p.suffix in (".html", ".json")]


def test_a_misspelt_option_is_one_message(tmp_path):
    done = run("assess", "--drws", "100")
    assert done.returncode == 2 and "--drws" in done.stderr + done.stdout and "Traceback" not in done.stderr
