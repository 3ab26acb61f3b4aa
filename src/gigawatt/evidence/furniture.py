"""Which lines of an article are not the article: sets `Line.reason` and `Line.role`, in one pass over each group."""

from gigawatt.evidence.characters import SENTENCE_END, script_counts, width
from gigawatt.evidence.lines import Line
from gigawatt.evidence.noise import (
    SPAM_SCORE,
    bare,
    is_byline,
    is_chrome,
    is_date_line,
    is_link_list,
    is_paragraph,
    is_related_head,
    is_sentence,
    lexicon,
    spam_score,
    spam_words,
)
from gigawatt.evidence.types import Document, Dropped
from gigawatt.evidence.views import view

_NAME_COLUMNS = 24
_HEADING_COLUMNS = 72


def judge_spam(lines: list[Line], document: Document) -> None:
    """Mark link-farm lines; a line that stands before the first or after the last paragraph is judged more strictly."""
    suspect = [i for i, line in enumerate(lines) if not line.reason and line.shown and spam_words(line.shown)]
    if not suspect:
        return
    prose = [i for i, line in enumerate(lines) if not line.reason and is_sentence(line.shown)]
    script = script_counts("".join(lines[i].shown for i in prose)[:200_000])
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    for i in suspect:
        line = lines[i]
        _cut_spam_tail(line, document, script)
        at_edge = i < first or i >= last
        if spam_score(line.shown, script, at_edge) >= SPAM_SCORE:
            line.reason = "spam"


def _cut_spam_tail(line: Line, document: Document, script: tuple[int, int]) -> None:
    """Drop what was poured behind the last sentence of a paragraph, when it is spam by itself."""
    if not any(weight == 2 for weight in spam_words(line.shown).values()):
        return
    ends = [m.end() for m in SENTENCE_END.finditer(line.shown)]
    if not ends or not is_sentence(line.shown[: ends[-1]]):
        return
    tail = line.shown[ends[-1] :]
    if spam_score(tail, script, True) < SPAM_SCORE:
        return
    drops = sorted(line.drops, key=lambda d: d.start)
    seen, offsets = view(document.text, line.start, line.end, drops, document.format)
    place = seen.rfind(tail.strip())
    if place <= 0:
        return
    at = offsets[place]
    line.drops = [*(d for d in line.drops if d.end <= at), Dropped(at, line.end, "spam")]
    line.shown = line.shown[: ends[-1]]


def judge_group(lines: list[Line], names: frozenset[str], headline: int | None, title: str | None) -> int | None:
    """Mark furniture and bylines of one article; return the index of its headline, or None.

    names: author and publisher from metadata; headline: its index when already known; title: from metadata.
    """
    for line in lines:
        if line.reason or line.role == "headline":
            continue
        if line.kind == "rule" or not line.shown:
            line.reason = "markup"
        elif is_link_list(line):
            line.reason = "chrome"
        elif is_chrome(line):
            line.reason = "chrome"
    _drop_related(lines)
    _drop_spelled(lines)
    prose = [i for i, line in enumerate(lines) if not line.reason and is_paragraph(line)]
    if headline is None:
        headline = _find_headline(lines, prose, title)
    if headline is not None:
        lines[headline].role = "headline"
    if prose:
        _judge_head(lines, headline, prose[0], names)
        _judge_tail(lines, prose[-1])
    told = frozenset(prose)
    for i, line in enumerate(lines):
        if not line.reason and line.role != "headline" and i not in told and is_byline(line):
            line.reason = "byline"
        if not line.reason and not line.role:
            line.role = _role(line, next((n for n in lines[i + 1 : i + 6] if not n.reason), None))
    return headline


def _find_headline(lines: list[Line], prose: list[int], title: str | None) -> int | None:
    until = prose[0] if prose else len(lines)
    free = [i for i in range(until) if not lines[i].reason]
    if title:
        wanted = bare(title)
        for i in free:
            if bare(lines[i].shown) == wanted:
                return i
    for i in free:
        if lines[i].kind == "heading" and lines[i].level <= 2:
            return i
    if not prose or title:
        return None
    for i in free:
        line = lines[i]
        if line.kind == "body" and not is_date_line(line.shown) and not is_byline(line) and not _is_tag(line):
            return i if 8 <= width(line.shown) <= 240 and not line.shown.endswith(("。", ".", "；", ";")) else None
    return None


def _drop_related(lines: list[Line]) -> None:
    depth: int | None = None
    plain = False
    for line in lines:
        if line.level and depth is not None and line.level <= depth:
            depth = None
        if is_related_head(line) and line.role != "headline":
            line.reason = line.reason or "chrome"
            depth, plain = (line.level, False) if line.level else (depth, True)
            continue
        if depth is not None:
            line.reason = line.reason or "chrome:related"
        elif plain:
            if line.reason == "chrome" or (
                not line.reason and (line.linked or line.kind == "bullet") and not is_sentence(line.shown)
            ):
                line.reason = "chrome:related"
            elif line.reason not in ("markup", "image-link"):
                plain = False


def _drop_spelled(lines: list[Line]) -> None:
    """Menus whose words were parted into one letter a line."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and len(line.shown) == 1 and line.shown.isalpha() and not line.reason:
            run.append(line)
            continue
        if len(run) >= 3:
            for spelled in run:
                spelled.reason = "chrome"
        run = []


def _judge_head(lines: list[Line], headline: int | None, first_prose: int, names: frozenset[str]) -> None:
    """Between headline and first paragraph: date lines, labels, bare names; before the headline: tags."""
    zone = [i for i in range(first_prose) if not lines[i].reason and i != headline]
    for i in zone:
        shown = lines[i].shown
        if is_date_line(shown) or is_byline(lines[i]) or bare(shown) in names:
            lines[i].reason = "byline"
    if headline is None:
        return
    for i in zone:
        line = lines[i]
        if line.reason or line.level:
            continue
        if i < headline:
            if _is_tag(line) or width(line.shown) <= _NAME_COLUMNS:
                line.reason = "chrome"
            continue
        told = any(lines[j].reason in ("byline", "chrome") for j in range(headline + 1, first_prose) if j != i)
        alone = i + 1 < first_prose and not SENTENCE_END.search(line.shown) and not any(c.isdigit() for c in line.shown)
        if (
            told
            and alone
            and width(line.shown) <= _NAME_COLUMNS
            and line.kind == "body"
            and _names_around(lines, i, headline)
        ):
            line.reason = "byline"


def _is_tag(line: Line) -> bool:
    return line.shown.startswith("#")


def _names_around(lines: list[Line], i: int, headline: int) -> bool:
    """Whether a byline or the headline stands directly before or after: names come in a block."""
    before = i - 1 == headline or lines[i - 1].reason == "byline" or bare(lines[i - 1].shown) in ("原创", "原創")
    return before and (lines[i + 1].reason == "byline" or i - 1 != headline or bool(lines[i + 1].reason))


def _judge_tail(lines: list[Line], last_prose: int) -> None:
    """After the last paragraph, everything from the first piece of furniture on that is no prose is furniture."""
    cut = next((i for i in range(last_prose + 1, len(lines)) if lines[i].reason in ("chrome", "spam")), None)
    if cut is None:
        return
    for line in lines[cut:]:
        line.reason = line.reason or "chrome"


def _role(line: Line, following: Line | None) -> str:
    if line.kind in ("bullet", "table"):
        return line.kind
    if lexicon().caption.match(line.shown):
        return "caption"
    if line.kind == "heading":
        return "heading"
    if line.kind == "quote":
        return "note" if line.linked else "body"
    ends = line.shown.rstrip('”"’)）】」 ')[-1:] in "。.!！;；,，…:：、"
    if width(line.shown) <= _HEADING_COLUMNS and not ends and following is not None:
        return "heading" if width(following.shown) > width(line.shown) else "body"
    return "body"
