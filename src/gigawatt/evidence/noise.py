"""Lines that are not the article: spam, site furniture, bylines. Each judgement names its reason; the text is kept.

Spam is judged by shape first (many short pieces, no sentence marks, no figures with units), then by script, place and
a lexicon; no single weak sign decides. Furniture needs a phrase of the lexicon or a line that is all links. Bylines
stand between headline and first paragraph, or carry a label and a date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from gigawatt.evidence.characters import SENTENCE_END, script_counts, width
from gigawatt.evidence.days import DAY, names_day, without_times
from gigawatt.evidence.lines import Line

_SEPARATORS = ("|", "｜", "_", ",", "，", "、", "/", "·", " - ", "\t", " ")
_FIGURE = re.compile(
    r"[$€£¥￥]\s?\d|\d[\d.,]*\s?(?:%|％|[万萬亿億兆]|美元|元|[MGTk]W|瓦|billion|million|bn\b|percent|megawatt|gigawatt)",
    re.IGNORECASE,
)
_CLOSING = ' \t\u3000:：。.,，、！!?？»›>→…·|-–—*#[]【】()（）"“”「」'
_FULL_SENTENCE_COLUMNS = 60
_PARAGRAPH_COLUMNS = 160
_CLAUSE = re.compile(r"[,，、:：]|\d")
_PIECES = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases of lexicon/noise.toml, lower case, as compiled patterns and sets."""

    chrome_lines: frozenset[str]
    chrome_start: re.Pattern[str]
    related: frozenset[str]
    byline_label: re.Pattern[str]
    count: re.Pattern[str]
    caption: re.Pattern[str]
    related_start: tuple[str, ...]
    spam: Any
    """Aho-Corasick automaton of lower-case phrases with their weight, 2 or 1"""


@cache
def lexicon() -> Lexicon:
    """The phrases, read once."""
    data = tomli.loads((Path(__file__).parent / "lexicon" / "noise.toml").read_text(encoding="utf-8"))

    def anyof(words: Sequence[str]) -> str:
        return "|".join(
            rf"\b{re.escape(w)}\b" if w.isascii() and w.replace(" ", "").isalnum() else re.escape(w)
            for w in sorted(words, key=len, reverse=True)
        )

    labels = anyof(data["byline"]["label"])
    return Lexicon(
        chrome_lines=frozenset(data["chrome"]["line"]),
        chrome_start=re.compile(rf"(?:{anyof(data['chrome']['start'])})", re.IGNORECASE),
        related=frozenset(data["chrome"]["related"]),
        byline_label=re.compile(rf"\W{{0,3}}(?:{labels})\s?[:：丨|/／]|by\s+[A-Z]", re.IGNORECASE),
        count=re.compile(anyof(data["byline"]["count"]), re.IGNORECASE),
        caption=re.compile(rf"[（(【\[]?(?:{anyof(data['caption']['label'])})", re.IGNORECASE),
        related_start=tuple(r for r in data["chrome"]["related"] if not r.isascii()),
        spam=_automaton(data["spam"]),
    )


def _automaton(words: dict[str, list[str]]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for weight, name in ((1, "weak"), (2, "strong")):
        for word in words[name]:
            automaton.add_word(word.lower(), (word.lower(), weight))
    automaton.make_automaton()
    return automaton


def spam_words(shown: str) -> dict[str, int]:
    """Phrases of the spam lexicon in a line, with their weight; Latin ones only as whole words."""
    low = shown.lower()
    found: dict[str, int] = {}
    for last, (word, weight) in lexicon().spam.iter(low):
        if word.isascii():
            before, after = low[last - len(word) : last - len(word) + 1], low[last + 1 : last + 2]
            if (before.isascii() and before.isalnum() and last >= len(word)) or (after.isascii() and after.isalnum()):
                continue
        found[word] = weight
    return found


def bare(shown: str) -> str:
    """A line without outer marks, in lower case: the form in which phrases are compared."""
    return shown.strip(_CLOSING).lower()


def is_sentence(shown: str) -> bool:
    """Whether a line reads as prose: long enough and with a mark that ends a sentence or a clause."""
    return width(shown) >= _FULL_SENTENCE_COLUMNS and SENTENCE_END.search(shown) is not None


def is_paragraph(line: Line) -> bool:
    """Whether a line is running text of an article: a sentence, or long enough without one; never a heading."""
    if line.level or line.role == "headline":
        return False
    return is_sentence(line.shown) or (
        width(line.shown) >= _PARAGRAPH_COLUMNS and _CLAUSE.search(line.shown) is not None
    )


def is_date_line(shown: str) -> bool:
    """A line that is a date, with at most a short source name and a time of day beside it."""
    if len(shown) > 120 or not names_day(shown):
        return False
    rest = without_times(shown).strip(_CLOSING + "•—|")
    return width(rest) <= 28 and SENTENCE_END.search(rest) is None and _FIGURE.search(rest) is None


def is_byline(line: Line) -> bool:
    """A line that says who wrote the article, where it appeared, or how long it is to read."""
    shown, lex = line.shown, lexicon()
    if width(shown) > 160 or line.level:
        return False
    if lex.count.search(shown) and width(shown) <= 80:
        return True
    label = lex.byline_label.match(shown)
    if not label:
        return (
            names_day(shown) and ("发表于" in shown or "發表於" in shown or "发布于" in shown) and width(shown) <= 140
        )
    rest = without_times(shown[label.end() :])
    return SENTENCE_END.search(rest) is None and _FIGURE.search(rest) is None and width(rest) <= 100


_SOURCE_LABEL = re.compile(
    r"(?:来源|來源|稿源|原载|首发|source|published (?:by|in)|via)\s?[:：丨|]\s*"
    r"(?P<name>[^\s:：|丨,，。;；()（）]{1,30})",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(
    r"(?:作者|记者|記者|编辑|編輯|责编|責編|时间|時間|日期|发布|發布|撰文|author|by\b)", re.IGNORECASE
)


def source_in(byline: str) -> str | None:
    """The publisher that a byline names after a label, or None; run-together labels and dates end the name."""
    found = _SOURCE_LABEL.search(byline)
    if not found:
        return None
    name = found["name"]
    after = _NEXT_LABEL.search(name)
    if after:
        name = name[: after.start()]
    day = DAY.search(name)
    return (name[: day.start()] if day else name).strip(_CLOSING) or None


def is_chrome(line: Line) -> bool:
    """Site furniture: a phrase of the lexicon as a whole line, or a line that begins like furniture."""
    lex = lexicon()
    plain = bare(line.shown)
    if plain in lex.chrome_lines or plain in lex.related:
        return True
    return (
        lex.chrome_start.match(line.shown.lstrip(_CLOSING.replace("(", "").replace("（", "")) or line.shown) is not None
    )


def is_related_head(line: Line) -> bool:
    """The head of a list of other articles."""
    plain = bare(line.shown)
    lex = lexicon()
    return plain in lex.related or (len(plain) <= 14 and plain.startswith(lex.related_start))


def is_link_list(line: Line) -> bool:
    """A line whose visible text is all links: navigation, unless it is a sentence."""
    shown = line.shown.strip(_CLOSING)
    if not shown:
        return True
    return line.linked > 0 and line.linked >= 0.9 * len(shown.replace(" ", "")) and not is_sentence(shown)


def pieces_of(shown: str) -> tuple[int, float, str]:
    """Number of pieces by the commonest separator, their median length in columns, and the separator."""
    best, count = "", 0
    for mark in _SEPARATORS:
        found = shown.count(mark)
        if mark == " " and found < 2 * count:
            continue
        if found > count:
            best, count = mark, found
    if not best:
        return 1, float(width(shown)), ""
    lengths = sorted(width(p.strip()) for p in shown.split(best) if p.strip())
    return len(lengths), float(lengths[len(lengths) // 2]) if lengths else 0.0, best


def spam_score(shown: str, script: tuple[int, int], at_edge: bool) -> int:
    """Signs that a line is link-farm spam, added up; 4 or more is spam.

    script: the document's numbers of only-Simplified and only-Traditional characters; at_edge: whether the line stands
    before the headline or after the last paragraph.
    """
    words = spam_words(shown)
    if not words:
        return 0
    strong = [w for w, weight in words.items() if weight == 2]
    weight = sum(words.values())
    prose = len(SENTENCE_END.findall(shown))
    count, median, mark = pieces_of(shown)
    score = 0
    if count >= _PIECES and median <= 40 and prose * 4 < count and mark != " ":
        score += 2
    elif count >= _PIECES and median <= 24 and prose == 0 and width(shown) > 40:
        score += 1
    score += 1 if weight < 3 else 2 if weight < 6 else 3
    if strong and not prose:
        score += 1
    mine = script_counts(shown)
    if sum(mine) >= 8 and sum(script) >= 40 and mine[0] * script[1] > 16 * mine[1] * max(1, script[0]):
        score += 1  # Simplified in a Traditional page
    elif sum(mine) >= 8 and sum(script) >= 40 and mine[1] * script[0] > 16 * mine[0] * max(1, script[1]):
        score += 1
    if at_edge and strong:
        score += 1
    if len(_FIGURE.findall(shown)) >= 2 and len(strong) < 3:
        score -= 2
    return score


SPAM_SCORE = 4
