"""Damage that a copy does to a text, judged on the evidence of the whole item, never on one number."""

import re

from gigawatt.evidence.characters import HAN

_SPACED = re.compile(r" (?<=\d )\d{1,2}(?=\s?(?:[亿億万萬倍%％兆]|个百分点))")
_LEAD = re.compile(r"\d{1,15}(?![.,])")  # backwards: the figures before the space are a number of their own
_DOTTED = re.compile(r"\d\.\d{1,3}\s?(?:[亿億万萬倍%％兆]|个百分点)")
_CLAUSE_SPACE = re.compile(rf"[ \u3000](?<=[{HAN}%％)）\]][ \u3000])(?=[{HAN}A-Z])")
_COMMA = re.compile(rf"[,，、](?<=[{HAN}\w%％)）][,，、])(?=[{HAN}\w])")
_SPACED_MINIMUM = 2
_CLAUSE_SPACES_MINIMUM = 4


_PINYIN = re.compile(rf"[(（](?<=[{HAN}].)[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{{1,6}}[)）](?=[{HAN}])")
_BROKEN_NAME = re.compile(r"[(（](?<=[A-Za-z].)[A-Za-z]{1,5}[)）][A-Za-z]")
_SPUN_MINIMUM = 2


def is_spun(shown: str) -> bool:
    """Whether a text shows the marks of machine spinning: pinyin after characters, brackets inside Latin names."""
    return len(_PINYIN.findall(shown)) + len(_BROKEN_NAME.findall(shown)) >= _SPUN_MINIMUM


def lost_decimal_points(shown: str) -> bool:
    """Whether decimal points became spaces in an item: the pattern repeats and no dotted decimal with a unit occurs."""
    spaced = sum(1 for m in _SPACED.finditer(shown) if _LEAD.match(shown[max(0, m.start() - 16) : m.start()][::-1]))
    return spaced >= _SPACED_MINIMUM and not _DOTTED.search(shown)


def lost_commas(shown: str) -> bool:
    """Whether commas became spaces in a Chinese item: spaces between words, hardly a comma beside them."""
    spaces = len(_CLAUSE_SPACE.findall(shown))
    return spaces >= _CLAUSE_SPACES_MINIMUM and spaces > 3 * len(_COMMA.findall(shown))
