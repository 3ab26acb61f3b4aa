"""Citations: which ones a page shows, in order, and addresses that are safe to link to."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from gigawatt.report.view import Citation, Licence, ReportView


def safe_url(url: str) -> str | None:
    """The address when it may be linked (http or https with a host), else None; it is then shown as text only."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def host(url: str) -> str:
    """The host of an address without `www.`, for showing; the address itself when it has none."""
    try:
        name = urlsplit(url).hostname or url
    except ValueError:
        return url
    return name.removeprefix("www.")


def by_number(citations: Iterable[Citation]) -> dict[int, Citation]:
    """Citations by the number that stands in the text; a number used twice is a bug."""
    found: dict[int, Citation] = {}
    for citation in citations:
        if found.setdefault(citation.n, citation) != citation:
            raise ValueError(f"citation {citation.n} names two sources")
    return found


def carried(view: ReportView) -> tuple[Licence, ...]:
    """Licences of the facts that the page carries, one per publisher and licence, as its citations state them."""
    found = {(item.publisher, item.licence) for item in view.citations if item.licence}
    return tuple(Licence(f"Facts of {publisher}", publisher, licence) for publisher, licence in sorted(found))


def short_doc(doc: str) -> str:
    """A document as it is shown: its path, or the first letters of its hash when only that is known."""
    return f"sha256 {doc[:12]}…" if re.fullmatch("[0-9a-f]{64}", doc) else doc
