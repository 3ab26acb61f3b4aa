"""Text of a PDF by pypdf. Offsets of claims point into this extracted text, not into the bytes of the PDF."""

import io
import logging
import warnings

from gigawatt.errors import EvidenceError, InputError
from gigawatt.evidence.constants import PDF_PAGES_MAXIMUM


def pdf_text(data: bytes, where: str) -> tuple[str, dict[str, str]]:
    """Text of all pages, parted by a form feed, and the title, author and day that the file names."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged file is judged by what can be read of it
            reader = PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise InputError(
                    "pdf-locked",
                    where=where,
                    got="a PDF with a password",
                    expected="an open PDF",
                    hint="save it without password",
                )
            if len(reader.pages) > PDF_PAGES_MAXIMUM:
                raise InputError(
                    "pdf-too-long",
                    where=where,
                    got=f"{len(reader.pages)} pages",
                    expected=f"at most {PDF_PAGES_MAXIMUM}",
                )
            text = "\n\f\n".join(page.extract_text() or "" for page in reader.pages)
            details = _details(reader.metadata)
    except InputError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
    ) as fault:
        raise InputError(
            "pdf-damaged", where=where, got=f"{type(fault).__name__}: {fault}", expected="a PDF that can be read"
        ) from None
    if not text.strip("\n\f "):
        raise EvidenceError(
            "document-empty",
            where=where,
            got="a PDF without text (scanned pages?)",
            expected="a PDF with text",
            hint="run text recognition on it first",
        )
    return text.encode("utf-8", "replace").decode("utf-8"), details


def _details(metadata: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, key in (("title", "title"), ("author", "author")):
        value = getattr(metadata, key, None)
        if isinstance(value, str) and value.strip():
            found[name] = value.strip()
    return found
