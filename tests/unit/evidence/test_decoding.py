"""Encodings: decided by rules, a doubt is told, mojibake is never mined."""

import pytest

from gigawatt.errors import InputError
from gigawatt.evidence.decoding import decode

HANS = "某公司计划在内蒙古建设一座数据中心，总投资约为五百亿元，预计将于2028年完成，这是该地区最大的项目。"
HANT = "某公司計劃在桃園建設一座數據中心，總投資約為五百億元，預計將於2028年完成，這是該地區最大的項目。"
WEST = "Der Betreiber plant für das Gelände eine Leistung von 300 MW – „größer als alle anderen“ – für 2,5 Mrd. €."
QUOTES = "The company’s campus — “the largest in the state” — will draw 300 MW and open in 2028, it said. " * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HANS, "utf-8"), (HANS, "utf-8-sig"), (HANS, "gbk"), (HANS, "gb18030"), (HANS, "utf-16"), (HANS, "utf-16-le"),
        (HANS, "utf-16-be"), (HANT, "big5"), (HANT, "gbk"), (HANT, "utf-16-le"), (WEST, "cp1252"), (QUOTES, "gbk"),
        (QUOTES, "cp1252"), (QUOTES, "big5"),
    ],
)  # fmt: skip
def test_the_text_comes_back(text, encoding):
    found = decode(text.encode(encoding), "x")
    assert found.text == text and found.unreadable == ()


def test_a_declared_charset_is_used_when_it_fits():
    page = f"<html><head><meta charset='gb2312'></head><body>{HANS[:12]}</body></html>"
    assert decode(page.encode("gbk"), "x").text == page
    wrong = f"<html><head><meta charset='big5'></head><body>{HANS}</body></html>"
    assert decode(wrong.encode("gbk"), "x").text == wrong
    assert decode(wrong.encode(), "x").encoding == "utf-8"


def test_mixed_stretches_are_marked():
    found = decode(f"{HANS}\n".encode() * 3 + HANS.encode("gbk") + f"\n{HANS}\n".encode(), "x")
    ((start, end),) = found.unreadable
    assert found.encoding == "utf-8" and found.text[:start] == f"{HANS}\n" * 3 and found.text[end:] == f"\n{HANS}\n"


def test_mojibake_lines_are_marked():
    broken = HANS.encode().decode("latin-1")
    found = decode(f"{HANS}\n{broken}\n".encode(), "x")
    assert [found.text[a:b].split("\n")[0][:4] for a, b in found.unreadable] != []
    assert all(a > len(HANS) for a, _ in found.unreadable)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n", b"PK\x03\x04abc", b"\x7fELF", b"\x00\x01\x02" * 50, bytes(range(256)) * 4]
)
def test_binary_is_refused(data):
    with pytest.raises(InputError) as caught:
        decode(data, "x")
    assert caught.value.code == "document-binary"


def test_a_named_encoding_is_obeyed_or_refused():
    assert decode(HANT.encode("big5"), "x", "big5").text == HANT
    for name, code in (
        ("utf-8", "document-encoding"),
        ("nonsense", "encoding-unknown"),
        ("rot13", "encoding-unknown"),
        ("hex", "encoding-unknown"),
    ):
        with pytest.raises(InputError) as caught:
            decode(HANT.encode("big5"), "x", name)
        assert caught.value.code == code
