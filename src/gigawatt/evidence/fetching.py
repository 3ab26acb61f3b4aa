"""One address, because the user typed it: http or https, with limits, kept with its hash and the day."""

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from gigawatt import __version__
from gigawatt.errors import InputError
from gigawatt.evidence.constants import DOCUMENT_BYTES_MAXIMUM, FETCH_SECONDS
from gigawatt.evidence.documents import document_of
from gigawatt.evidence.types import Document

_FORMS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
}


class _SameSchemes(urllib.request.HTTPRedirectHandler):
    """Redirects lead to http and https only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Follow, unless the new address has another scheme."""
        if urlsplit(newurl).scheme not in ("http", "https"):
            fp.close()
            raise InputError("address-scheme", where=req.full_url, got=newurl, expected="a redirect to http or https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, *, keep_in: Path | None = None, encoding: str | None = None) -> Document:
    """The document at an address. Its bytes are kept as SHA256.SUFFIX with SHA256.json (address, day, hash) beside.

    Raises InputError when the scheme is not http(s), the answer is no success, too big or too slow.
    """
    scheme = urlsplit(address).scheme.lower()
    if scheme not in ("http", "https"):
        raise InputError(
            "address-scheme",
            where=address,
            got=scheme,
            expected="http or https",
            hint="save the page and name the file",
        )
    data, kind, charset = _get(address)
    form = _FORMS.get(kind, "html" if data[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")) else "txt")
    day = datetime.now(UTC).date().isoformat()
    document = document_of(data, address, encoding=encoding or charset, url=address, fetched_on=day, form=form)
    _keep(keep_in or cache_folder(), document.sha256, form, data, address, day)
    return document


def cache_folder() -> Path:
    """Where fetched pages are kept when no folder is named: XDG_CACHE_HOME or ~/.cache, then gigawatt/pages."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gigawatt" / "pages"


def _get(address: str) -> tuple[bytes, str, str | None]:
    request = urllib.request.Request(
        address, headers={"User-Agent": f"gigawatt/{__version__}", "Accept": "text/html,text/plain,application/pdf"}
    )
    opener = urllib.request.build_opener(_SameSchemes)
    deadline = time.monotonic() + FETCH_SECONDS
    try:
        with opener.open(request, timeout=FETCH_SECONDS) as answer:
            parts: list[bytes] = []
            size = 0
            while chunk := answer.read1(1 << 16):
                size += len(chunk)
                if size > DOCUMENT_BYTES_MAXIMUM:
                    raise InputError(
                        "address-too-large",
                        where=address,
                        got=f"more than {DOCUMENT_BYTES_MAXIMUM / 1e6:.0f} MB",
                        expected="a page",
                    )
                if time.monotonic() > deadline:
                    raise TimeoutError
                parts.append(chunk)
            return b"".join(parts), answer.headers.get_content_type(), answer.headers.get_content_charset()
    except urllib.error.HTTPError as fault:
        fault.close()
        raise InputError(
            "address-refused",
            where=address,
            got=f"status {fault.code}",
            expected="a page (status 200)",
            hint="open it in a browser and save it",
        ) from None
    except TimeoutError:
        raise InputError(
            "address-slow",
            where=address,
            got=f"no full answer in {FETCH_SECONDS:.0f} s",
            expected="a page",
            hint="try again, or save it and name the file",
        ) from None
    except (urllib.error.URLError, OSError, ValueError) as fault:
        raise InputError(
            "address-unreachable",
            where=address,
            got=getattr(fault, "reason", None) or fault,
            expected="a page",
            hint="check the address and the network",
        ) from None


def _keep(folder: Path, digest: str, form: str, data: bytes, address: str, day: str) -> None:
    note = {"url": address, "fetched_on": day, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in (
            (f"{digest}.{form}", data),
            (f"{digest}.json", json.dumps(note, ensure_ascii=False, indent=1).encode()),
        ):
            partial = folder / f".{name}.{os.getpid()}"
            partial.write_bytes(body)
            partial.replace(folder / name)
    except OSError as fault:
        raise InputError(
            "folder-unwritable",
            where=str(folder),
            got=fault.strerror or fault,
            expected="a folder that can be written",
            hint="name another with --out",
        ) from None
