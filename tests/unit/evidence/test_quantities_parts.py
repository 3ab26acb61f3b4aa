"""The parts of the quantity grammar: numerals, reading form, spans, conversions, rules, rates and options."""
# ruff: noqa: E501 (tables of units, several to a line)

import pytest

from gigawatt.evidence.quantities import find_quantities, is_claim, parse_quantity, reading_form
from gigawatt.evidence.quantity.numerals import chinese_value, zh_magnitude


@pytest.mark.parametrize(
    ("run", "low", "high"),
    [
        ("四万五千", 45_000, 45_000), ("三万五", 35_000, 35_000), ("一千零五", 1005, 1005), ("两百五", 250, 250),
        ("二十万亿", 2e13, 2e13), ("一亿三千万", 1.3e8, 1.3e8), ("十二", 12, 12), ("一百二十亿", 1.2e10, 1.2e10),
        ("二〇二五", 2025, 2025), ("十几", 11, 19), ("二十几", 21, 29), ("几十", 10, 100), ("数百万", 1e6, 1e7),
        ("数十亿", 1e9, 1e10), ("两三", 2, 3), ("十五六", 15, 16), ("三四十", 30, 40), ("零", 0, 0), ("几", 2, 9),
        ("三十余", 30, None), ("一千多万", 1e7, None), ("千亿", 1e11, None), ("半", 0.5, 0.5),
    ],
)  # fmt: skip
def test_chinese_numerals(run, low, high):
    value = chinese_value(run)
    assert value is not None
    assert value[:2] == (low, high)


@pytest.mark.parametrize("run", ["五三", "半百", "百百万几几", "一一", "几数"])
def test_what_is_no_numeral(run):
    assert chinese_value(run) is None


def test_magnitudes_multiply():
    assert zh_magnitude("万亿") == 1e12
    assert zh_magnitude("百万") == 1e6
    assert zh_magnitude("兆") == 1e12


@pytest.mark.parametrize("text", ["億萬兩", "ＧＷ１２％", "–—−", "İstanbul ſ ẞ", "a\u00a0b\u3000c", "😀𠮷", "¥￥"])
def test_the_reading_form_keeps_every_position(text):
    assert len(reading_form(text)) == len(text)


def test_the_reading_form_of_glyphs():
    assert reading_form("１２億—Ｗ　Ａ") == "12亿-w a"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("軟銀的金額遠低於100億美元,不足", "遠低於100億美元"),
        ("it has about 5.6 million customers in 11 states", "about 5.6 million customers"),
        ("资本开支指引提高到910亿至930亿美元", "910亿至930亿美元"),
        ("paid \\$50 billion in cash", "$50 billion"),
        ("电费至少上涨了 15 美元", "至少上涨了 15 美元"),
        ("员工数量将减少40%", "减少40%"),
        ("股價約\u00a0605.00 港元", "約\u00a0605.00 港元"),
        ("订单规模在4000亿美元以上", "4000亿美元以上"),
    ],
)
def test_the_span_holds_hedge_number_and_unit(text, span):
    q = find_quantities(text)[0]
    assert text[q.start : q.end] == span


def test_a_parenthesised_conversion_points_to_its_original():
    text = "投入1600亿元人民币（约230亿美元）用于采购"
    first, second = find_quantities(text)
    assert second.equivalent_of == (first.start, first.end)
    assert (first.unit, second.unit) == ("CNY", "USD")
    area = find_quantities("a 300,000 square feet (28,870 sq m) hall")
    assert area[1].equivalent_of == (area[0].start, area[0].end)


def test_two_amounts_side_by_side_are_no_conversion():
    assert all(q.equivalent_of is None for q in find_quantities("投入16亿元，另有230亿美元贷款"))


def test_lost_decimal_points_are_read_only_when_told():
    text = "杠杆率从6倍降至4 5倍，获得43 5亿美元，处置5-7 5亿美元"
    told = find_quantities(text, lost_decimal_points=True)
    assert [(q.low, q.high) for q in told] == [(6, 6), (4.5, 4.5), (4.35e9, 4.35e9), (5e8, 7.5e8)]
    assert [q.repaired for q in told] == [False, True, True, True]
    plain = find_quantities(text)
    assert not any(q.repaired for q in plain)
    assert 4.5 not in [q.low for q in plain]


def test_ten_years_ago_is_not_joined():
    text = "10年前投资 Gen 4 5亿美元"
    assert [q.low for q in find_quantities(text, lost_decimal_points=True)] == [10, 5e8]


def test_relative_dates_need_a_reference_day():
    text = "预计明年下半年上市"
    assert find_quantities(text) == []
    (q,) = find_quantities(text, reference_day="2025-10-15")
    assert (q.low, q.high, q.unit) == ("2026-07", "2026-12", "date")
    (q,) = find_quantities("预计12月完成", reference_day="2026-01-05")
    assert q.low == "2025-12"


def test_frames_stay_in_the_list_with_their_rule():
    found = find_quantities("到2030年，用电将增长8%", reference_day="2025-01-01")
    assert [(q.low, is_claim(q)) for q in found] == [("2030", False), (0.08, True)]
    assert found[0].rule.endswith(".frame")


def test_signed_changes_say_so():
    up, down = find_quantities("道指涨1.2%，标普跌0.5%")
    assert (up.signed, up.low) == (True, 0.012)
    assert (down.signed, down.low) == (True, -0.005)
    (level,) = find_quantities("占比为15%")
    assert not level.signed


def test_a_bare_amount_takes_the_currency_of_its_neighbour():
    assert [q.unit for q in find_quantities("预算1600亿，其中850亿元人民币买芯片")] == ["CNY", "CNY"]
    assert [q.unit for q in find_quantities("从500亿增至700亿美元")] == ["USD", "USD"]
    (alone,) = find_quantities("砸下1600亿！")
    assert (alone.unit, alone.rule) == ("CNY", "money.bare")


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每年支付超300亿美元", "year"), ("年收入达220亿美元", "year"), ("up to 9% annually", "year"),
        ("$1.25 per share", "share"), ("每股8-9美元", "share"), ("$85/MWh", "MWh"), ("0.12元/千瓦时", "kWh"),
        ("$12 million per megawatt", "MW"), ("单机柜功率高达120千瓦", "rack"), ("up to 132 kW per rack", "rack"),
        ("单季80亿美元", "quarter"), ("约3万美金一颗", "chip"), ("$20 billion a year earlier", None),
    ],
)  # fmt: skip
def test_rates(text, per):
    assert find_quantities(text)[0].per == per


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("$50 billion", 5e10, 5e10, "USD"), ("超过3300万户", 33e6, None, "count"), ("13-44 GW", 13e9, 44e9, "W"),
        ("about a third of", 1 / 3, 1 / 3, "ratio"), ("2026年初", "2026-01", "2026-03", "date"),
    ],
)  # fmt: skip
def test_one_expression_is_read_again(text, low, high, unit):
    q = parse_quantity(text)
    assert q is not None
    assert (q.low, q.high, q.unit) == (
        pytest.approx(low) if isinstance(low, float) else low,
        high if not isinstance(high, float) else pytest.approx(high),
        unit,
    )


@pytest.mark.parametrize("text", ["", "没有数字", "GB300", "the plan"])
def test_no_expression(text):
    assert parse_quantity(text) is None


MONEY = {
    "5亿美元": "USD", "5亿元": "CNY", "5亿欧元": "EUR", "5亿英镑": "GBP", "5亿日元": "JPY", "5億港元": "HKD", "5億新台幣": "TWD",
    "5亿韩元": "KRW", "5亿加元": "CAD", "5亿澳元": "AUD", "5亿瑞士法郎": "CHF", "5亿卢比": "INR", "5亿迪拉姆": "AED",
    "5亿新加坡元": "SGD", "5亿林吉特": "MYR", "5亿人民币": "CNY", "5亿美金": "USD", "US$5bn": "USD", "HK$5bn": "HKD",
    "C$5bn": "CAD", "A$5bn": "AUD", "NT$5bn": "TWD", "S$5bn": "SGD", "£5bn": "GBP", "€5bn": "EUR", "¥5bn": "CNY",
    "Rs 5 crore": "INR", "₹5 crore": "INR", "₩5tn": "KRW", "RMB 5bn": "CNY", "RMB5bn": "CNY", "CNY 5bn": "CNY",
    "USD 5bn": "USD", "5bn USD": "USD", "SEK 5bn": "SEK", "5bn CHF": "CHF", "5 billion yuan": "CNY", "5 billion yen": "JPY",
    "5 billion won": "KRW", "5 billion euros": "EUR", "5 million pounds": "GBP", "AED 5bn": "AED", "5bn dirhams": "AED",
    "人民币5亿元": "CNY", "新台幣5億元": "TWD", "5 cents": "USD", "30美分": "USD", "180 pence": "GBP",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), MONEY.items())
def test_currencies(text, code):
    (q,) = find_quantities(text)
    assert q.unit == code
    assert q.start == 0
    assert q.end == len(text)


UNITS = {
    "5 W": ("W", 5), "5 kW": ("W", 5e3), "5MW": ("W", 5e6), "5-GW": ("W", 5e9), "5 TW": ("W", 5e12), "5瓦": ("W", 5),
    "5千瓦": ("W", 5e3), "5兆瓦": ("W", 5e6), "5吉瓦": ("W", 5e9), "5太瓦": ("W", 5e12), "5万千瓦": ("W", 5e7),
    "5 megawatts": ("W", 5e6), "5 gigawatts": ("W", 5e9), "5-megawatt": ("W", 5e6), "5 MVA": ("W", 5e6),
    "5 kWh": ("Wh", 5e3), "5GWh": ("Wh", 5e9), "5 TWh": ("Wh", 5e12), "5度电": ("Wh", 5e3), "5亿度": ("Wh", 5e11),
    "5亿千瓦时": ("Wh", 5e11), "5太瓦时": ("Wh", 5e12), "5 megawatt-hours": ("Wh", 5e6), "5 terawatt hours": ("Wh", 5e12),
    "5平方米": ("m2", 5), "5 square meters": ("m2", 5), "5 sq ft": ("m2", 0.4645152), "5公顷": ("m2", 5e4),
    "3亩": ("m2", 2000), "5平方公里": ("m2", 5e6), "5 acres": ("acre", 5), "5英亩": ("acre", 5), "5 hectares": ("m2", 5e4),
    "5年": ("year", 5), "5 years": ("year", 5), "5个月": ("month", 5), "5 months": ("month", 5), "5天": ("day", 5),
    "2 weeks": ("day", 14), "两周": ("day", 14), "半年": ("year", 0.5), "two decades": ("year", 20), "3个季度": ("month", 9),
    "5%": ("ratio", 0.05), "5 percent": ("ratio", 0.05), "5个百分点": ("ratio", 0.05), "25个基点": ("ratio", 0.0025),
    "25 basis points": ("ratio", 0.0025), "5倍": ("x", 5), "5x": ("x", 5), "5 times": ("x", 5), "fivefold": ("x", 5),
    "5-fold": ("x", 5), "5吨": ("tonne", 5), "5 tonnes": ("tonne", 5), "5 km/h": ("km/h", 5), "5 mph": ("mph", 5),
    "500点": ("points", 500), "5亿股": ("share", 5e8), "5 GPUs": ("chip", 5), "5块GPU": ("chip", 5), "5万张加速卡": ("chip", 5e4),
    "5颗芯片": ("chip", 5), "5 TPUs": ("chip", 5), "5座数据中心": ("site", 5), "5 data centers": ("site", 5),
    "5 campuses": ("site", 5), "5栋": ("building", 5), "5 buildings": ("building", 5), "5架机柜": ("rack", 5),
    "5 racks": ("rack", 5), "5个岗位": ("job", 5), "5 jobs": ("job", 5), "5名员工": ("person", 5), "5 people": ("person", 5),
    "5亿用户": ("user", 5e8), "5 million users": ("user", 5e6), "5家企业": ("company", 5), "5 companies": ("company", 5),
    "月产能5万片晶圆": ("wafer/month", 5e4), "5 million homes": ("count", 5e6), "5万户家庭": ("count", 5e4),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNITS.items())
def test_units(text, expected):
    (q,) = find_quantities(text)
    assert (q.unit, q.low) == (expected[0], pytest.approx(expected[1]))
