"""Bytes to text: the encoding is decided by rules, in this order, and a doubt is told, never mined as mojibake.

1. byte order mark; 2. the encoding the user named; 3. strict UTF-8; 4. UTF-16 without a mark, by the place of its
zero bytes or by the share of common characters; 5. the charset that the page declares, when it decodes strictly;
6. GB18030, Big5, and the Windows code page of western Europe, the one whose text has most common characters.
Text that is UTF-8 but for a few stretches is decoded as UTF-8 and those lines are marked as not readable.
"""

import re
from dataclasses import dataclass

from gigawatt.errors import InputError
from gigawatt.evidence.characters import HAN_RUN

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
# What browsers read when a page names one of these (WHATWG Encoding Standard, section 4.2).
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "windows-1252": "cp1252",
}
_BINARY = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive (or an Office file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"RIFF", "a media file"),
)
# The commonest characters of running Chinese text, in both forms; typed for this purpose.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "這為個國時來們於對會發動過說產種後學經進著電裡現實兩體機當點從業應開還義數據資網計劃億萬億万美元公司投資投资建设建設中心项目項目"
    "算芯片晶片云雲数据据報报道市場市场亿与與新年月將将基础基礎"
)
_WESTERN = frozenset("£€©®°·–—‘’“”•…™§«»½¼±×\u00a0")
_PUNCTUATION = re.compile("[\u2010-\u203b\u2103-\u2122\u3000-\u3011\uff01-\uff5e]")
_FOREIGN = re.compile("[\u0080-\u024f€–—‘’“”•…™]+|[^\x00-\u024f]+")
_JUDGED_CHARACTERS = 20_000
_SURE_SHARE = 0.12
_MOJIBAKE = re.compile(
    r"(?:[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a-\u2122\u0152\u0153\u0160\u0161\u0178\u017d\u017e]{1,3}){3,}|锟斤拷|烫烫烫|\ufffd{2,}"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and stretches (start, end) that could not be read."""

    text: str
    encoding: str
    unreadable: tuple[tuple[int, int], ...] = ()


def decode(data: bytes, where: str, named: str | None = None) -> Decoded:
    """Decode a document; raises InputError for binary data, an unknown name, or bytes that fit no encoding."""
    kind = next((name for head, name in _BINARY if data.startswith(head)), None)
    if kind:
        raise _binary(where, kind)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding, where)
    if named:
        return _named(data, named, where)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\x00" not in text:
            return Decoded(text, "utf-8", _mojibake(text))
    if (wide := _utf16(data)) is not None:
        return wide
    if b"\x00" in data or _control_share(data) > 0.02:
        raise _binary(where, "bytes that are no text")
    return _by_evidence(data, where)


def _by_evidence(data: bytes, where: str) -> Decoded:
    patched = _mostly_utf8(data)
    if patched is not None:
        return patched
    declared = _DECLARED.search(data[:4096])
    if declared:
        name = (declared[1] or declared[2]).decode("ascii").lower()
        text = _strict(data, _ALIASES.get(name, name))
        if text is not None and _share(text) >= _SURE_SHARE / 2:
            return Decoded(text, _ALIASES.get(name, name))
    candidates = [
        (_plausible(t), n, t) for n in ("cp1252", "gb18030", "big5hkscs") if (t := _strict(data, n)) is not None
    ]
    best = max(candidates, key=lambda c: c[0], default=(0.0, "", ""))
    if best[0] >= 2 * _SURE_SHARE:
        return Decoded(best[2], best[1], _mojibake(best[2]))
    lenient = max(
        ((_share(t), n, t) for n in ("gb18030", "big5hkscs") for t in [data.decode(n, errors="replace")]),
        key=lambda x: x[0],
    )
    if lenient[0] >= _SURE_SHARE and lenient[2].count("\ufffd") * 20 < len(lenient[2]):
        return Decoded(lenient[2], lenient[1], _bad_lines(lenient[2]))
    raise InputError(
        "document-encoding",
        where=where,
        got="bytes that are neither UTF-8, UTF-16, GB18030, Big5 nor Windows-1252 text",
        expected="text in one of these encodings",
        hint="name the encoding with --encoding, or save the document as UTF-8",
    )


def _marked(data: bytes, encoding: str, where: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") * 20 > len(text):
            raise InputError(
                "document-encoding",
                where=where,
                got=f"a byte order mark of {encoding}, then bytes that are not",
                expected="one encoding throughout",
                hint="save the document again as UTF-8",
            ) from None
    return Decoded(text, encoding, _bad_lines(text))


def _named(data: bytes, named: str, where: str) -> Decoded:
    import codecs

    try:
        codec = codecs.lookup(named)
        if not getattr(codec, "_is_text_encoding", True):
            raise LookupError
    except LookupError:
        raise InputError(
            "encoding-unknown",
            where="--encoding",
            got=named,
            expected="a text encoding such as utf-8, gb18030, big5 or utf-16",
        ) from None
    try:
        return Decoded(data.decode(codec.name), codec.name)
    except UnicodeError as fault:
        at = getattr(fault, "start", 0)
        raise InputError(
            "document-encoding",
            where=f"{where}, byte {at}",
            got=f"bytes that are not {codec.name}",
            expected=f"{codec.name} text, as --encoding says",
            hint="leave --encoding out to let the encoding be found",
        ) from None


def _binary(where: str, kind: str) -> InputError:
    return InputError(
        "document-binary",
        where=where,
        got=kind,
        expected="text, Markdown, HTML or PDF",
        hint="convert it to text first",
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _share(text: str) -> float:
    """Share of the common characters among the Han characters and other non-ASCII letters of a text."""
    sample = text[: 8 * _JUDGED_CHARACTERS]
    han = "".join(HAN_RUN.findall(sample))[:_JUDGED_CHARACTERS]
    others = sum(1 for c in sample if c > "\u024f" and not ("\u2000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef"))
    return sum(c in _COMMON for c in han) / max(1, others, len(han))


def _plausible(text: str) -> float:
    """Share of the non-ASCII characters that running text would have: common Han, punctuation, accented letters.

    A Latin letter counts beside an ASCII letter and in runs of at most two; a legacy Chinese text read as
    Windows-1252 is one long run of them.
    """
    found = _FOREIGN.findall(text[: 8 * _JUDGED_CHARACTERS])
    total = good = 0.0
    for run in found:
        total += len(run)
        if run[0] <= "\u024f" or run[0] in _WESTERN:
            good += len(run) if len(run) <= 2 and all(c in _WESTERN or c.isalpha() for c in run) else 0
        else:
            good += sum(c in _COMMON or _PUNCTUATION.match(c) is not None for c in run)
    return good / max(1.0, total)


def _utf16(data: bytes) -> Decoded | None:
    if len(data) < 4 or len(data) % 2:
        return None
    even, odd = data[0:4000:2], data[1:4000:2]
    for zeros, other, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        ascii_like = zeros.count(0) > 0.3 * len(zeros) and other.count(0) < 0.02 * len(other)
        text = _strict(data, name)
        if text is None or "\x00" in text:
            continue
        if ascii_like or _share(text) > 2 * _SURE_SHARE:
            return Decoded(text, name)
    return None


def _control_share(data: bytes) -> float:
    sample = data[:65536]
    return sum(sample.count(c) for c in range(32) if c not in (9, 10, 12, 13, 27)) / max(1, len(sample))


def _mostly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few foreign stretches: many good multi-byte characters, few bad bytes."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for c in text if c > "\x7f") - bad
    if good < 10 or bad > good:
        return None
    return Decoded(text, "utf-8", _bad_lines(text))


def _bad_lines(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(m.span() for m in re.finditer(r"[^\r\n]*\ufffd[^\r\n]*", text)) if "\ufffd" in text else ()


def _mojibake(text: str) -> tuple[tuple[int, int], ...]:
    """Lines that were decoded wrongly before they were saved (UTF-8 read as Latin, and the like)."""
    if not _MOJIBAKE.search(text):
        return ()
    found: list[tuple[int, int]] = []
    for m in re.finditer(r"[^\r\n]+", text):
        if _MOJIBAKE.search(m.group()):
            found.append(m.span())
    return tuple(found)
