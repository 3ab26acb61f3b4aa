"""An address that the user typed: kept with hash and day, with limits; against a server on this machine only."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gigawatt.errors import InputError
from gigawatt.evidence import fetching
from gigawatt.evidence.fetching import fetch

PAGE = "<html><head><meta charset=gbk></head><body><p>某公司计划建设300兆瓦数据中心。</p></body></html>".encode("gbk")
ASKED: list[str] = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        ASKED.append(self.path)
        if self.path == "/page":
            self.answer(200, PAGE, "text/html; charset=gbk")
        elif self.path == "/moved":
            self.answer(302, b"", "text/html", location="/page")
        elif self.path == "/away":
            self.answer(302, b"", "text/html", location="ftp://127.0.0.1/x")
        elif self.path == "/large":
            self.answer(200, b"x" * 4096, "text/plain")
        else:
            self.answer(404, b"no", "text/plain")

    def answer(self, status, body, kind, location=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as it:
        thread = threading.Thread(target=it.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{it.server_port}"
        it.shutdown()
        thread.join()


def test_a_page_is_read_and_kept(server, tmp_path):
    document = fetch(f"{server}/page", keep_in=tmp_path)
    assert document.format == "html" and "300兆瓦" in document.text and document.url == f"{server}/page"
    kept = tmp_path / f"{document.sha256}.html"
    note = json.loads((tmp_path / f"{document.sha256}.json").read_text())
    assert kept.read_bytes() == PAGE and note["sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert note["fetched_on"] == document.fetched_on and document.day is None


def test_redirects_stay_on_http(server, tmp_path):
    assert "300兆瓦" in fetch(f"{server}/moved", keep_in=tmp_path).text
    with pytest.raises(InputError) as caught:
        fetch(f"{server}/away", keep_in=tmp_path)
    assert caught.value.code == "address-scheme"


def test_refusals(server, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "DOCUMENT_BYTES_MAXIMUM", 1000)
    for address, code in (
        (f"{server}/none", "address-refused"),
        (f"{server}/large", "address-too-large"),
        ("http://127.0.0.1:9/", "address-unreachable"),
        ("http:///", "address-unreachable"),
        ("ftp://127.0.0.1/", "address-scheme"),
    ):
        with pytest.raises(InputError) as caught:
            fetch(address, keep_in=tmp_path)
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_nothing_in_a_page_is_fetched(server, tmp_path):
    from gigawatt.evidence.documents import document_of
    from gigawatt.evidence.text import read_document

    ASKED.clear()
    page = f'<html><head><link rel=stylesheet href="{server}/a.css"></head><body><img src="{server}/i">'
    page += f'<iframe src="{server}/f"></iframe>'
    read_document(
        document_of(
            (page + f"<p>See {server}/page for a campus of 300 MW in the plains.</p></body>").encode(), "a.html"
        )
    )
    assert ASKED == []
