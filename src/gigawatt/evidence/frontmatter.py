"""Front matter: the `---` block or `<!--yml` comment at the head of a file, read as flat metadata, never as text."""

import re
from dataclasses import dataclass

from gigawatt.evidence.days import first_day

_FENCE = re.compile(
    r"\s{0,20}(?:(---|\+\+\+)[ \t]*\r?\n(?P<yaml>.{0,20000}?)(?<=\n)\1[ \t]*(?=\r?\n|$)"
    r"|<!--yml\b(?P<note>.{0,20000}?)-->)",
    re.DOTALL,
)
_CUT_END = re.compile(r"[\s,，、;；]*[\w$€£¥.,%％]{0,24}?(?:\.{3}|…)+\s*$")
_SPACE = re.compile(r"\s+")
_LEAD_MINIMUM = 24
_ENTRY = re.compile(r"^(?P<key>[A-Za-z][\w -]{0,40}?)\s*[:=]\s*(?P<value>\S.{0,2000}?)?\s*$", re.MULTILINE)
_FIELDS = {
    "title": ("title", "headline"),
    "url": ("url", "source_url", "link", "canonical", "permalink", "original_url"),
    "publisher": ("source", "source_name", "publisher", "site", "site_name", "media", "outlet"),
    "author": ("author", "authors", "by", "byline", "writer"),
    "day": (
        "date", "published", "publish_date", "published_at", "pubdate", "publication_date", "datepublished", "created",
    ),
    "fetched_on": (
        "fetch_date", "fetched_at", "fetched", "fetched_on", "crawled", "crawl_date", "retrieved", "accessed",
    ),
    "language": ("lang", "language", "locale"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the block stands and what it says; values are None when not given."""

    start: int
    end: int
    fields: dict[str, str]
    title_start: int | None = None
    summary: tuple[int, int] | None = None
    """raw offsets of the summary or description"""


def read_front_matter(text: str) -> FrontMatter | None:
    """The front matter of a text, or None. Days are ISO; `url` holds only http(s) addresses; the title is unquoted."""
    block = _FENCE.match(text)
    if not block:
        return None
    group = "yaml" if block["yaml"] is not None else "note"
    body, base = block[group], block.start(group)
    raw: dict[str, tuple[str, int]] = {}
    for m in _ENTRY.finditer(body):
        if m["value"]:
            value, lead = _unquoted(m["value"])
            raw.setdefault(m["key"].strip().lower().replace("-", "_"), (value, base + m.start("value") + lead))
    if not raw:
        return None
    fields: dict[str, str] = {}
    for name, keys in _FIELDS.items():
        for key in keys:
            value = raw.get(key, ("", 0))[0]
            if name in ("day", "fetched_on"):
                value = first_day(value) or ""
            if name == "url" and not value.startswith(("http://", "https://")):
                continue
            if name == "publisher" and value.startswith(("http://", "https://")):
                fields.setdefault("url", value)
                continue
            if value:
                fields[name] = value
                break
    title_start = next((raw[k][1] for k in _FIELDS["title"] if k in raw), None)
    told = next((raw[k] for k in ("summary", "description", "excerpt", "abstract") if k in raw), None)
    summary = None
    if told:
        end = text.find("\n", told[1])
        summary = (told[1], told[1] + len(text[told[1] : end if end >= 0 else None].rstrip().rstrip("\"'")))
    return FrontMatter(block.start(), block.end(), fields, title_start, summary)


def repeated_lead(text: str, head: FrontMatter, body: str) -> tuple[int, int] | None:
    """Raw span of a summary that only repeats words of the article (`body`: its visible text), cut before its `...`.

    Such a summary is article text that stands twice; any other is the site's own and stays metadata.
    """
    if head.summary is None:
        return None
    start, end = head.summary
    cut = _CUT_END.search(text, start, end)
    if cut:
        end = cut.start()
    squeezed = _SPACE.sub("", text[start:end])
    return (start, end) if len(squeezed) >= _LEAD_MINIMUM and squeezed in _SPACE.sub("", body) else None


def _unquoted(value: str) -> tuple[str, int]:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return (inner.replace('\\"', '"').replace("\\\\", "\\") if value[0] == '"' else inner), 1
    return value, 0
