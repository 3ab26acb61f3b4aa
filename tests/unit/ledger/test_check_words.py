"""The sentences of findings: each rule has a section in the locale, each section a rule, both languages filled."""

import re
from importlib.resources import files
from pathlib import Path

from gigawatt.i18n import table
from gigawatt.ledger.check.findings import PARTS, Citation, found
from gigawatt.ledger.check.wording import money, quantity, span, watts

ROOM = Path(str(files("gigawatt.ledger.check")))


def asked():
    source = "\n".join(path.read_text("utf-8") for path in ROOM.glob("*.py"))
    names = set(re.findall(r'\bfound\(\s*"([a-z-]+)"', source)) | set(re.findall(r'section="([a-z_]+)"', source))
    names |= set(re.findall(r'section=.*? else "([a-z_]+)"', source)) | {"judge", "judge_slip", "judge_currency"}
    names |= {"watts-in-a-year", "watt-hours-of-capacity", "headline_over_cap", "headline_over_talk", "households"}
    overruled = {"power-in-households", "headline-stronger"}
    return {re.sub(r"\W+", "_", name) for name in names - overruled}


def test_every_rule_has_its_sentences_and_every_section_its_rule():
    sections = {key.split(".")[0].removeprefix("check_") for key in table() if key.startswith("check_")} - {"word"}
    assert len(sections) > 50
    assert asked() == sections
    for section in sections:
        assert {f"check_{section}.{part}" for part in PARTS} <= set(table())


def test_a_finding_is_told_in_both_languages_and_keeps_its_id():
    place = Citation("a.txt", 0, 4, "5 GW")
    one = found("parts-of-a-whole", "arithmetic", "high", (place,), whole=money(12e9), total=money(15e9), said="$12 bn",
                parts="$7 bn + $8 bn")  # fmt: skip
    assert one.reason == "$7 bn + $8 bn against $12 bn"
    assert one.say("got", "zh") == "各部分相加为150亿美元"
    assert one.as_dict("zh")["id"] == one.as_dict("en")["id"] == one.id
    assert one.as_dict("en")["got"] == "parts that add up to 15 billion USD"


def test_numbers_in_both_languages():
    assert money(4.5e10).zh == "450亿美元"
    assert money(1.4e12, "CNY").zh == "1.4万亿元人民币"
    assert str(span(13e9, 44e9, watts)) == "13 GW to 44 GW"
    assert span(13e9, 44e9, watts).zh == "13 GW至44 GW"
    assert quantity(0.425, "ratio").en == "42.5 %"
