"""Short expressions that other tools misread, and text that holds no quantity."""
# ruff: noqa: E501 (one sentence a line)

import pytest

from unit.evidence.quantity_cases import read, table

CASES = table(
    """
US$500bn => 5e+11 USD
$70bn to $72bn => 7e+10..7.2e+10 USD
13至44吉瓦 => 1.3e+10..4.4e+10 W
up to 600 MW => ..6e+08 W
910亿至930亿美元 => 9.1e+10..9.3e+10 USD
1000億美元 => 1e+11 USD
30万块GPU => 300000 chip
1,100.9亿美元 => 1.1009e+11 USD
二十万亿元 => 2e+13 CNY
數十億美元 => 1e+09..1e+10 USD ~
61棟智算中心、約32萬架機櫃; 首批10座 => 61 site ; 320000 rack ~ ; 10 count
64 cents per share => 0.64 USD per share
between $3.28 and $3.52 => 3.28..3.52 USD
12分钟 => 12 count
500多亿 => 5e+10.. CNY
一千多万元 => 1e+07.. CNY
8亿元人民币 => 8e+08 CNY
$1MM => 1e+06 USD
一千瓦 => -
5千瓦 => 5000 W
3.8 billion dollars => 3.8e+09 USD
100000万美元 => 1e+09 USD
from 5% to 8% => 0.05 ratio ; 0.08 ratio
ranging from 5% to 8% => 0.05..0.08 ratio
in the range of $5 to $8 => 5..8 USD
从25%提高至35% => 0.25 ratio ; 0.35 ratio
10%至20%之间 => 0.1..0.2 ratio
百分之三十 => 0.3 ratio
百分之三十到四十 => 0.3..0.4 ratio
三成 => 0.3 ratio
三成五 => 0.35 ratio
三到四成 => 0.3..0.4 ratio
近三分之一 => 0.333333 ratio ~
半数市场 => 0.5 ratio
一倍或三倍 => 1..3 x
数百甚至上千倍 => 100..1000 x ~
数百兆瓦甚至吉瓦级电力 => 1e+08..1e+09 W ~
两三步 => 2..3 count ~
三五年 => 3..5 year ~
七八个项目 => 7..8 count ~
十几年 => 11..19 year ~
几十家公司 => 10..100 company ~
三十余年 => 30.. year
三十多万人 => 300000.. person
上千家企业 => 1000.. company ~
上亿用户 => 1e+08.. user ~
近百家公司 => 100 company ~
逾千名员工 => 1000.. person
好几百人 => 100..1000 person ~
千億美元 => 1e+11.. USD ~
四万五千平方米 => 45000 m2
三万五台服务器 => 35000 count
3万5千台服务器 => 35000 count
1亿2千万元 => 1.2e+08 CNY
两千三百万千瓦 => 2.3e+10 W
一百二十亿度电 => 1.2e+13 Wh
5.1万多平方米 => 51000.. m2
5年多 => 5.. year
快四倍多 => 4.. x
翻倍还不止 => 2.. x
翻一番 => 2 x
翻两番 => 4 x
远低于100亿美元 => ..1e+10 USD
不到十分之一 => ..0.1 ratio
至少有5家公司 => 5.. company
多达30万块芯片 => ..300000 chip
高达20% => ..0.2 ratio
长达十年 => ..10 year
超过了1260亿元 => 1.26e+11.. CNY
100美元以上 => 100.. USD
6%以内 => ..0.06 ratio
4000亿美元以上 => 4e+11.. USD
80%左右 => 0.8 ratio ~
>90% => 0.9.. ratio
≤5% => ..0.05 ratio
45%+ => 0.45.. ratio
~3 GW => 3e+09 W ~
跌0.18% => -0.0018 ratio
大跌逾11% => ..-0.11 ratio
减少约65% => -0.65 ratio ~
至少上涨了15美元 => 15.. USD
下跌500点 => -500 points
下降至15% => 0.15 ratio
净现金流(-3.62亿美元) => -3.62e+08 USD
1.4%的同比下降 => -0.014 ratio
中高单位数下降 => -0.09..-0.04 ratio ~
低个位数增长 => 0.01..0.03 ratio ~
两位数增长 => 0.1..0.99 ratio ~
超过200英里/小时 => 200.. mph
253km/h => 253 km/h
2Gig宽带 => 2 count
每年支付超300亿美元 => 3e+10.. USD per year
每個佔地約四萬五千平方米 => 45000 m2 ~ per unit
130kW的机柜功率密度 => 130000 W per rack
1600亿元人民币（约230亿美元） => 1.6e+11 CNY ; 2.3e+10 USD ~
任何一個數據中心計劃 => 1.. site
每一美元 => -
一项计划 => -
一家名为某某的公司 => -
相当于一座中型城市的用电量 => 1 count
第三家工厂 => -
第12赛季 => -
标普500指数 => -
GB300芯片 => -
5G网络 => -
F轮融资 => -
Gemini 3 Pro => -
GPT-5 => -
iPhone 17 => -
Phase 2 of the plan => -
S&P 500 companies => -
F-150 trucks => -
DOCSIS 4.0 => -
思元590 => -
腾讯控股(0700.HK) => -
(00700) => -
见文献[12][35] => -
https://example.com/2025/100-gw/5000 => -
2025-11-12 18:02 => 2025-11-12 date
21:02 => -
18时28分 => -
联系电话010-62641205 => -
版本1.2.3 => -
上任第二天 => -
百度和百川 => -
千问App => -
万一失败 => -
一些公司 => -
一直以来 => -
零一万物 => -
十分重要 => -
数据中心 => -
三元锂电池 => -
一度暂停 => -
比特币 => -
两会期间 => -
半导体 => -
半年报 => -
二十一世纪 => -
24/7 power => -
9/11 => -
a dollar => -
one of the companies => -
FY26 Q1营收不及预期 => -

就业5000余人 => 5000.. person
10多个国家 => 10.. count
60余座 => 60.. count
5年多 => 5.. year
已排到2029年以后 => 2029 date
"""
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_trap(text, expected):
    assert read(text) == expected
