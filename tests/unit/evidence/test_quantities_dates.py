"""Dates and durations: which are claims, which only say when (reference day 2025-11-20)."""
# ruff: noqa: E501 (one sentence a line)

import pytest

from unit.evidence.quantity_cases import read, table

CASES = table(
    """
项目计划于2028年投产 => 2028 date
于2025年首次启动 => 2025 date
预计2026年初投入运营 => 2026-01..2026-03 date ~
目标在明年下半年实现上市 => 2026-07..2026-12 date
创始人将于年底退出董事会 => 2025-12 date
10月底公司致信政府 => 2025-10 date
公司在9月份的白皮书中支持贷款担保 => 2025-09 date
时间回到今年1月22日，总统宣布新计划 => 2025-01-22 date
争取在2028年前通电 => 2028 date
力争在今年年底前获得电力 => 2025-12 date
公司成立于二〇一五年 => 2015 date
2026年中投运 => 2026-06 date ~
2026年一季度开工 => 2026-01..2026-03 date
三期工程2027年上半年动工 => 2027-01..2027-06 date
工期为2026年至2029年 => 2026..2029 date
2025-2029年规划 => 2025..2029 date
自2020年以来，电费已上涨逾30% => 0.3.. ratio
到2030年，用电将增长8% => 0.08 ratio
2024年可再生能源占比71% => 0.71 ratio
2025年第三季度营收12亿美元 => 1.2e+09 USD
今年9月完成130亿美元融资 => 1.3e+10 USD
12月9日，公司宣布新的计划 => -
截至2025年12月17日收盘 => -
未来四年投资5000亿美元 => 5e+11 USD
过去十年，需求增长了两倍 => 2 x
过去一周股价震荡 => -
近三个月市场关注度高 => -
未来12个月的容量几乎售罄 => 12 month
未来12至18个月内完成部署 => 12..18 month
三年期协议 => 3 year
半年来毫无进展 => 0.5 year
10年前投资 => 10 year
数据中心建设仅需两年 => 2 year
为期一年的免费服务 => 1 year
一年又一年 => -
The plant will restart in 2027. => 2027 date
Sites come online throughout 2026. => 2026 date
It will open by the end of 2029. => 2029-12 date
The unit starts in early 2026. => 2026-01..2026-03 date ~
The campus should be ready in late 2027. => 2027-10..2027-12 date ~
Deliveries begin in the second half of 2026. => 2026-07..2026-12 date
Construction began in June 2024. => 2024-06 date
The deal closed on Nov. 14, 2025. => 2025-11-14 date
Power arrives in Q3 2026. => 2026-07..2026-09 date
Service starts on 3 March 2026. => 2026-03-03 date
The first phase is due by 2028-06. => 2028-06 date
By 2030, demand will reach 945 TWh. => 9.45e+14 Wh
They will invest $40 billion through 2027. => 4e+10 USD
Since 2019, costs rose 12%. => 0.12 ratio
It may take longer and they march on. => -
In the 2025 National Defense Act => -
over the next three years they will spend $5bn => 5e+09 USD
its five-year capital plan => -
a five-year contract => 5 year
a 20-year power purchase agreement => 20 year
in the three months ended December 31 => -
It takes three to seven years to connect. => 3..7 year
The queue is 12-18 months long. => 12..18 month
上一季度营收不及预期 => -
据两位知情人士透露 => -
在最近5个交易日内（2月7日-2月13日），涨幅不大 => -
过去几十年一直平稳 => -
2022年的资料显示 => -
未来四年内追加投资，最高达5000亿美元 => ..5e+11 USD
已在全球设立8大研发中心 => 8 count
预计今年内开服 => 2025 date
明年将继续回购 => -
2024年诺贝尔化学奖得主 => -
2024年半年报 => -
expects record highs this year and next => -
It will be done by next year. => 2026 date
It takes a decade and 18 months. => 10 year ; 18 month
For decades, utilities have paid mills to cut use. => 10..100 year ~
It will create 600 jobs and up to 5,000 more jobs. => 600 job ; ..5000 job
The permits took several years and the line a few months. => 2..9 year ~ ; 2..9 month ~
It took a couple of years to connect. => 2 year ~
It will take about a year to build and less than a month to test. => 1 year ~ ; ..1 month
The firm has waited more than a decade for a line, half a century for a port. => 10.. year ; 50 year
Batteries carry the load for several hours. => 2..9 count ~
Every few years the rules change. => -
The yard opened a year ago and ran a day a week. => -
A year later the firm sold its decades-old mill. => -
2024年底至2025年初交付首批设备 => 2024-12..2025-03 date ~
The line runs from March 2026 to June 2027. => 2026-03..2027-06 date
已在全球设立8大研发中心 => 8 count
预计今年内开服 => 2025 date
明年将继续回购 => -
2024年诺贝尔化学奖得主 => -
2024年半年报 => -
expects record highs this year and next => -
It will be done by next year. => 2026 date
"""
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_date(text, expected):
    assert read(text) == expected
