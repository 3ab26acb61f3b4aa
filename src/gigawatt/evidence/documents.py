"""Documents from files, folders, standard input and addresses that the user typed.

`load` yields, in the order given, a `Document` for each input that can be read and a `GigawattError` for each that
cannot, so one bad file never stops the others. Folders are walked recursively in sorted order for `.txt`, `.md`,
`.html`, `.htm` and `.pdf`. Nothing is fetched but an address that stands on the command line itself.
"""

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gigawatt.errors import EvidenceError, GigawattError, InputError
from gigawatt.evidence.characters import language_of
from gigawatt.evidence.constants import DOCUMENT_BYTES_MAXIMUM
from gigawatt.evidence.decoding import decode
from gigawatt.evidence.types import Document

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
_ADDRESS = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://")
_MARKUP = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|\?xml[^>]{0,200}\?>\s*<(?:!doctype\s+)?html)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(r"</(?:p|div|span|body|table|article|section|h[1-6]|li)>", re.IGNORECASE)


def load(
    inputs: Sequence[str],
    *,
    encoding: str | None = None,
    keep_in: Path | None = None,
    stdin: Callable[[], bytes] | None = None,
) -> Iterator[Document | GigawattError]:
    """Documents and errors, in input order; a folder yields its documents in sorted order.

    encoding: read text files as this and nothing else; keep_in: folder for what is fetched (default: the user's
    cache); stdin: how to read `-`.
    """
    seen: set[str] = set()
    for given in inputs:
        try:
            if given == "-":
                data = (stdin or sys.stdin.buffer.read)()
                yield document_of(data, "-", encoding=encoding)
            elif _ADDRESS.match(given):
                from gigawatt.evidence.fetching import fetch

                yield fetch(given, keep_in=keep_in, encoding=encoding)
            else:
                for path in _paths(Path(given)):
                    real = os.path.realpath(path)
                    if real in seen:
                        continue
                    seen.add(real)
                    try:
                        yield document_of(_bytes(path), str(path), encoding=encoding)
                    except GigawattError as error:
                        yield error
        except GigawattError as error:
            yield error


def document_of(
    data: bytes,
    where: str,
    *,
    encoding: str | None = None,
    url: str | None = None,
    fetched_on: str | None = None,
    form: str | None = None,
) -> Document:
    """A document from bytes; where: as the user gave it; form: txt, md, html or pdf, found out when None.

    Raises InputError (too big, binary, wrong encoding) or EvidenceError (empty).
    """
    if len(data) > DOCUMENT_BYTES_MAXIMUM:
        raise _too_big(where, len(data))
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe\x00"):
        raise EvidenceError(
            "document-empty",
            where=where,
            got="no text",
            expected="a document with text",
            hint="check the file or leave it out",
        )
    digest = hashlib.sha256(data).hexdigest()
    form = form or SUFFIXES.get(Path(where).suffix.lower(), "txt")
    if data.startswith(b"%PDF-"):
        from gigawatt.evidence.pdf import pdf_text

        text, details = pdf_text(data, where)
        return Document(
            where, digest, text, "pdf", "pdf", url=url, fetched_on=fetched_on, language=language_of(text), **details
        )
    if form == "pdf":
        raise InputError(
            "document-format",
            where=where,
            got="a file named .pdf that is not a PDF",
            expected="a PDF",
            hint="give it the suffix of what it is",
        )
    decoded = decode(data, where, encoding)
    if not decoded.text.strip():
        raise EvidenceError(
            "document-empty",
            where=where,
            got="white space only",
            expected="a document with text",
            hint="check the file or leave it out",
        )
    if form in ("txt", "md") and _is_html(decoded.text):
        form = "html"
    return Document(
        where,
        digest,
        decoded.text,
        decoded.encoding,
        form,
        url=url,
        fetched_on=fetched_on,
        unreadable=decoded.unreadable,
    )


def _is_html(text: str) -> bool:
    head = text[:20_000]
    return bool(_MARKUP.match(head)) or len(_TAGS.findall(head)) >= 10


def _paths(path: Path) -> list[Path]:
    if path.is_dir():
        try:
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        except OSError as fault:
            raise _unreadable(str(path), fault) from None
        if not found:
            raise EvidenceError(
                "folder-without-documents",
                where=str(path),
                got="no document",
                expected="files named " + " ".join(sorted(SUFFIXES)),
                hint="name the files themselves to read others",
            )
        return found
    return [path]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > DOCUMENT_BYTES_MAXIMUM:
            raise _too_big(str(path), path.stat().st_size)
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            "file-missing",
            where=str(path),
            got="no such file",
            expected="a file, a folder, - or an address",
            hint="check the name",
        ) from None
    except (OSError, ValueError) as fault:
        raise _unreadable(str(path), fault) from None


def _unreadable(where: str, fault: Exception) -> InputError:
    reason = getattr(fault, "strerror", None) or str(fault)
    return InputError(
        "file-unreadable", where=where, got=reason, expected="a file that may be read", hint="check its permissions"
    )


def _too_big(where: str, size: int) -> InputError:
    return InputError(
        "file-too-large",
        where=where,
        got=f"{size / 1e6:.1f} MB",
        expected=f"at most {DOCUMENT_BYTES_MAXIMUM / 1e6:.0f} MB",
        hint="split it, or keep the article and leave the rest out",
    )
