"""Copy with hard line ends (mail, PDF, old text files): lines that were only wrapped are one paragraph again.

Whether a document is wrapped is judged as a whole: its lines share one width, and most full lines stop in the middle
of a sentence. A full line is then joined to the next; a short line ends its paragraph.
"""

from gigawatt.evidence.characters import is_wide, width
from gigawatt.evidence.lines import Line

_WIDTH_RANGE = (30, 200)
_FULL = 0.75
_LINES_MINIMUM = 4
_ENDS = frozenset('.!?。！？:：;；”"’)）」』…')


def join_wrapped(lines: list[Line]) -> list[Line]:
    """The lines, with wrapped ones joined; the same list when the document is not wrapped."""
    full_width = _wrap_width(lines)
    if not full_width:
        return lines
    joined: list[Line] = []
    for n, line in enumerate(lines):
        if n and _continues(lines[n - 1], line, full_width):
            _extend(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _wrap_width(lines: list[Line]) -> int:
    """Width [columns] at which a document is wrapped, 0 when it is not."""
    followed = [
        a for a, b in zip(lines, lines[1:], strict=False) if not b.after_blank and _is_text(a) and b.kind == "body"
    ]
    if len(followed) < _LINES_MINIMUM:
        return 0
    widths = sorted(width(line.shown) for line in followed)
    top = widths[min(len(widths) - 1, int(len(widths) * 0.95))]
    if not _WIDTH_RANGE[0] <= top <= _WIDTH_RANGE[1]:
        return 0
    full = [line for line in followed if width(line.shown) >= _FULL * top]
    open_ended = [line for line in full if line.shown[-1:] not in _ENDS]
    return top if 2 * len(full) >= len(followed) and 2 * len(open_ended) >= len(full) else 0


def _is_text(line: Line) -> bool:
    return line.kind in ("body", "bullet") and bool(line.shown)


def _continues(line: Line, following: Line, full_width: int) -> bool:
    if following.after_blank or following.kind != "body" or not following.shown or not _is_text(line):
        return False
    return width(line.shown) >= _FULL * full_width


def _extend(line: Line, following: Line) -> None:
    gap = "" if is_wide(line.shown[-1:] or " ") and is_wide(following.shown[0]) else " "
    line.shown = f"{line.shown}{gap}{following.shown}"
    line.end = following.end
    line.drops.extend(following.drops)
    line.linked += following.linked
