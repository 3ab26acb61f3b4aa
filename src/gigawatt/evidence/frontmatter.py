"""Front matter: the `---` block or `<!--yml` comment at the head of a file, read as flat metadata, never as text."""

import re
from dataclasses import dataclass

from gigawatt.evidence.days import first_day

_FENCE = re.compile(
    r"\s{0,20}(?:(---|\+\+\+)[ \t]*\r?\n(?P<yaml>.{0,20000}?)(?<=\n)\1[ \t]*(?=\r?\n|$)"
    r"|<!--yml\b(?P<note>.{0,20000}?)-->)",
    re.DOTALL,
)
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
    """where the abstract of the article stands (summary, description): whole sentences, so article text"""


_SUMMARY = ("summary", "description", "abstract", "excerpt")
_SUMMARY_CHARACTERS = 80
_SENTENCE = re.compile(r"[。！？]|[a-z)\d][.!?](?:\s|$)")


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
    summary = next((raw[k] for k in _SUMMARY if k in raw), None)
    span = None
    if summary and len(summary[0]) >= _SUMMARY_CHARACTERS and _SENTENCE.search(summary[0]):
        end = text.find("\n", summary[1])
        end = len(text) if end < 0 else end
        span = (summary[1], summary[1] + len(text[summary[1] : end].rstrip().rstrip("\"'")))
    return FrontMatter(block.start(), block.end(), fields, title_start, span)


def _unquoted(value: str) -> tuple[str, int]:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return (inner.replace('\\"', '"').replace("\\\\", "\\") if value[0] == '"' else inner), 1
    return value, 0
