"""Sentences of our own, written before the grammar was run on them (174 of 229 were read right then): money, power, energy, counts, areas, rates, shares,
ranges, bounds, vague words, changes and dates, in English, Simplified and Traditional Chinese."""
# ruff: noqa: E501 (one sentence a line)

import pytest

from gigawatt.evidence.quantities import find_quantities
from unit.evidence.quantity_cases import REFERENCE_DAY, read, table, written

ENGLISH = table(
    """
The utility raised its five-year plan by $5bn to $76bn. => 5e+09 USD ; 7.6e+10 USD
Capital spending was lifted by $2 billion to $40 billion for 2026. => 2e+09 USD ; 4e+10 USD
Guidance was cut from $12bn to $10bn. => 1.2e+10 USD ; 1e+10 USD
The cost rose by €300m to €1.5bn. => 3e+08 EUR ; 1.5e+09 EUR
The site runs at a PUE of 1.2. => 1.2 ratio
The hall was designed for a PUE below 1.25. => ..1.25 ratio
The operator reports an average PUE of 1.18 across its fleet. => 1.18 ratio
Power usage effectiveness of 1.1 is the goal. => 1.1 ratio
About two-thirds of the load is flexible. => 0.666667 ratio ~
Nearly half of the turbines are sold. => 0.5 ratio ~
Three quarters of respondents want storage. => 0.75 ratio
More than a third of the queue will drop out. => 0.333333.. ratio
Roughly 1/3 of the capacity is leased. => 0.333333 ratio ~
One in five projects is delayed. => 0.2 ratio
The firm owns a one-tenth share. => 0.1 ratio
Some 3/4 of the land is fenced. => 0.75 ratio ~
Between 3 and 4 GW will be switched off. => 3e+09..4e+09 W
The region needs 3GW-4GW of new supply. => 3e+09..4e+09 W
The company guided to $70-75 billion. => 7e+10..7.5e+10 USD
It expects $70 billion-$75 billion of capex. => 7e+10..7.5e+10 USD
The park draws between 150MW and 200MW. => 1.5e+08..2e+08 W
Rents went from $120 to $180 per kW. => 120 USD ; 180 USD per kW
They will build ten to twelve halls. => 10..12 count
A loan of as much as $38bn is near. => ..3.8e+10 USD
No more than 500 people will work there. => ..500 person
The price is north of $40 billion. => 4e+10.. USD
Upwards of 2,000 servers failed. => 2000.. count
It will hold nearly 400,000 chips. => 400000 chip ~
At most 90 MW is firm. => ..9e+07 W
The lease covers at least 15 years. => 15.. year
Well over 100 megawatts sit idle. => 1e+08.. W
Fewer than 50 jobs remain. => ..50 job
The plant has a minimum of 300 MW. => 3e+08.. W
Output is capped at 1.5GW. => ..1.5e+09 W
Just over 600 acres were bought. => 600.. acre
Just under $9bn was drawn. => ..9e+09 USD
Several data centers closed. => 2..9 site ~
Dozens of data centers wait for power. => 10..100 site ~
Scores of engineers left. => 10..100 person ~
Hundreds of megawatts are stuck in the queue. => 1e+08..1e+09 W ~
Tens of thousands of GPUs sit in crates. => 10000..100000 chip ~
Several hundred megawatts are to follow. => 2e+08..9e+08 W ~
A few dozen companies applied. => 24..108 company ~
Several billion dollars are at risk. => 2e+09..9e+09 USD ~
Half a dozen utilities objected. => 6 company
A dozen states passed such laws. => 12 count
Two dozen turbines are on order. => 24 count
The developer paid HK$3.2 billion. => 3.2e+09 HKD
The order is worth NT$45 billion. => 4.5e+10 TWD
It raised RMB 8.6 billion in bonds. => 8.6e+09 CNY
The contract is worth 12 billion yuan. => 1.2e+10 CNY
US$1.4 trillion is a lot of money. => 1.4e+12 USD
They paid A$24bn for the group. => 2.4e+10 AUD
The grant is C$2bn over five years. => 2e+09 CAD
It cost ¥1.5 trillion, the Japanese lender said in yen terms. => 1.5e+12 JPY
The fund committed 10 billion dirhams. => 1e+10 AED
The state gave INR 500 crore. => 5e+09 INR
Power sells at $0.062/kWh. => 0.062 USD per kWh
Power sells at 6.2 cents per kWh. => 0.062 USD per kWh
Gas costs $3.50 per MMBtu. => 3.5 USD per MMBtu
The line carries 2 Bcf/d of gas. => 5.66337e+10 count per day
The pipeline moves 500 million cubic feet per day. => 1.41584e+10 count per day
The model writes 1,200 tokens per second. => 1200 count per second
Renting costs $2.10 per GPU-hour. => 2.1 USD per GPU-hour
An H100 rents for $1.90 an hour. => 1.9 USD per hour
Capacity cleared at $329 per megawatt-day. => 329 USD per MW-day
The unit earns $9 million per megawatt per year. => 9e+06 USD per MW
They pay $45,000 an acre. => 45000 USD per acre
The substation takes 345 kV lines. => 345000 count
Two 500-kV lines will feed it. => 2 count ; 500000 count
The transformer is rated at 120 MVA. => 1.2e+08 W
The tract covers 2,250 acres near the river. => 2250 acre
The hall has 1.2 million sq. ft. of space. => 111484 m2
It spans 40 hectares. => 400000 m2
Cooling takes 3 million gallons of water per day. => 1.13562e+07 count per day
It emits 1.2 million tons of CO2 a year. => 1.2e+06 tonne per year
It avoided 40,000 metric tons of carbon dioxide. => 40000 tonne
Each GB200 NVL72 rack links 72 GPUs. => 72 chip
The GB300 NVL72 and the MI355X ship in Q3. => -
They bought 36 GB200 NVL72 racks. => 36 rack
It runs on Llama 3.1 405B and GPT-5. => -
The Tesla V100 and the RTX 4090 are old. => -
Route 66 and Building 7 stay open. => -
Revenue grew 18% year over year to $9.3 billion. => 0.18 ratio ; 9.3e+09 USD
Net income fell 12.5 percent. => -0.125 ratio
Margins widened by 150 basis points. => 0.015 ratio
The yield dropped 8 bps. => -0.0008 ratio
Sales could quadruple by 2030. => 4 x
Demand will be three times as high as today. => 3 x
It is 2.5x faster. => 2.5 x
Shares rose as much as 7%. => ..0.07 ratio
The stake is worth 5.5 times EBITDA. => 5.5 x
The plan (about $4.5 billion) was approved. => 4.5e+09 USD ~
The park ("1.2 GW") was approved. => 1.2e+09 W
It costs $1.2 billion (¥180 billion). => 1.2e+09 USD ; 1.8e+11 CNY
Lead times stretch to 128 weeks for transformers. => 896 day
The wait is three-and-a-half years. => 3.5 year
The study took 18 to 24 months. => 18..24 month
A 12-hour battery holds 1.2 GWh. => 1.2e+09 Wh
The 1.5-million-square-foot hall is leased. => 139355 m2
Its backlog of $138bn grew from $98bn. => 1.38e+11 USD ; 9.8e+10 USD
Some 27,000 homes could be served. => 27000 count ~
They cut 4% of staff, or 1,300 jobs. => 0.04 ratio ; 1300 job
The first phase, 250 to 300MW, opens soon. => 2.5e+08..3e+08 W
Up to $15 billion to $20 billion may be needed. => ..2e+10 USD
The bond pays 9.25% for seven years. => 0.0925 ratio ; 7 year
It is a $500-billion plan. => 5e+11 USD
Multi-gigawatt campuses are rare. => -
A gigawatt-scale campus costs $50bn. => 5e+10 USD
"""
)

SIMPLIFIED = table(
    """
园区PUE低于1.3。 => ..1.3 ratio
数据中心的PUE值为1.15。 => 1.15 ratio
平均电能利用效率约1.25。 => 1.25 ratio ~
近半企业表示电力不足。 => 0.5 ratio ~
约三分之二的机柜已出租。 => 0.666667 ratio ~
四分之三的受访者持乐观态度。 => 0.75 ratio
超过一半的项目延期。 => 0.5.. ratio
缺口为13~44吉瓦。 => 1.3e+10..4.4e+10 W
预计投资70亿-75亿美元。 => 7e+09..7.5e+09 USD
总投资不超过50亿元。 => ..5e+09 CNY
年用电量逾12亿千瓦时。 => 1.2e+12.. Wh per year
园区面积约800亩。 => 533333 m2 ~
建筑面积达12.5万平方米。 => 125000 m2
用地30万平方英尺。 => 27870.9 m2
每年耗水200万吨。 => 2e+06 tonne per year
二氧化碳排放减少15万吨。 => 150000 tonne
上网电价为0.35元/千瓦时。 => 0.35 CNY per kWh
电价每千瓦时0.42元。 => 0.42 CNY per kWh
租金为每机柜每月6000元。 => 6000 CNY per month
算力租赁价格约为每卡时12元。 => 12 CNY ~ per GPU-hour
推理速度达到每秒1200个token。 => 1200 count per second
该线路电压为500千伏。 => 500000 count
主变容量240兆伏安。 => 2.4e+08 W
公司在100多个国家设有办事处。 => 100.. count
全球设有8大研发中心。 => 8 count
裁员人数达三位数。 => 100..999 person ~
增速达到三位数。 => 1..9.99 ratio ~
数十座数据中心排队等电。 => 10..100 site ~
数百兆瓦容量闲置。 => 1e+08..1e+09 W ~
数万张GPU尚未开箱。 => 10000..100000 chip ~
投资额上看100亿美元。 => 1e+10 USD ~
营收同比增长18.6%，达到930亿元。 => 0.186 ratio ; 9.3e+10 CNY
净利润同比下降12%。 => -0.12 ratio
毛利率提升2.5个百分点。 => 0.025 ratio
预算上调50亿美元至760亿美元。 => 5e+09 USD ; 7.6e+10 USD
指引从120亿美元下调至100亿美元。 => 1.2e+10 USD ; 1e+10 USD
注册资本10亿元人民币。 => 1e+09 CNY
出价45亿港元收购。 => 4.5e+09 HKD
耗资3000万欧元。 => 3e+07 EUR
罚款50万英镑。 => 500000 GBP
需求将增至三倍。 => 3 x
体积缩小到原来的十分之一。 => 0.1 ratio
建设周期为18至24个月。 => 18..24 month
变压器交付要等128周。 => 896 day
至少需要三年半。 => 3.5.. year
创造2300余个就业岗位。 => 2300.. job
不到两成的项目能按时并网。 => ..0.2 ratio
七八成的算力闲置。 => 0.7..0.8 ratio ~
容量从300MW扩至1.2GW。 => 3e+08 W ; 1.2e+09 W
采购英伟达GB200 NVL72机柜36台。 => 36 rack
搭载昇腾910C的集群上线。 => -
第二代架构和第三工厂同时发布。 => -
单机柜功率密度达到130千瓦。 => 130000 W per rack
一期规划2万个机架。 => 20000 rack
共有1.5万名工程师参与。 => 15000 person
耗时不到两年。 => ..2 year
最多可容纳20万颗芯片。 => ..200000 chip
最低气温零下5摄氏度。 => -5 count
日均访问量超过3000万次。 => 3e+07.. count per day
市值一度突破5万亿美元。 => 5e+12.. USD
“总投资约30亿元”的说法不实。 => 3e+09 CNY ~
项目（投资额50亿元）已获批。 => 5e+09 CNY
"""
)

TRADITIONAL = table(
    """
機房PUE低於1.3。 => ..1.3 ratio
三分之二的電力來自天然氣。 => 0.666667 ratio
近半客戶延後付款。 => 0.5 ratio ~
公司投資5億美元,不到預算的一半。 => 5e+08 USD ; ..0.5 ratio
採購金額逾300萬美元。 => 3e+06.. USD
貸款不超過新台幣200億元。 => ..2e+10 TWD
營收上看500億元人民幣。 => 5e+10 CNY ~
基地佔地25公頃。 => 250000 m2
廠區面積約1200畝。 => 800000 m2 ~
每度電0.08美元。 => 0.08 USD per kWh
電價為0.1美元/度。 => 0.1 USD per kWh
業務遍及100多個國家。 => 100.. count
設有8大研發中心及12座機房。 => 8 count ; 12 site
數十億美元的債務將到期。 => 1e+09..1e+10 USD ~
員工人數達三位數。 => 100..999 person ~
每秒產出1,500個詞元。 => 1500 count per second
缺口介於3至4吉瓦之間。 => 3e+09..4e+09 W
募資70億至75億美元。 => 7e+09..7.5e+09 USD
至少10萬顆晶片已交付。 => 100000.. chip
功率最高達1.2GW。 => ..1.2e+09 W
年增三成,季減5%。 => 0.3 ratio ; -0.05 ratio
股價重挫逾8%。 => ..-0.08 ratio
費用由20億港元增至35億港元。 => 2e+09 HKD ; 3.5e+09 HKD
工期約兩年半。 => 2.5 year ~
"""
)

DATES = table(
    """
Deliveries slipped to Q3 FY2026. => 2026-07..2026-09 date
The unit opens in 1H27. => 2027-01..2027-06 date
The second unit follows in 2H 2027. => 2027-07..2027-12 date
It will be ready by the end of the decade. => 2029-12 date
Power arrives by year-end. => 2025-12 date
The line opens in mid-2028. => 2028-06 date ~
Work starts in the third quarter of fiscal 2027. => 2027-07..2027-09 date
It closes in the first half of next year. => 2026-01..2026-06 date
Work ends late next year. => 2026-10..2026-12 date ~
Power flows from summer 2026. => 2026-06..2026-08 date ~
2026财年第三季投产 => 2026-07..2026-09 date
预计2027年底并网 => 2027-12 date
預計2027年中完工 => 2027-06 date ~
2028年上半年投产 => 2028-01..2028-06 date
計畫2026年第四季度啟用 => 2026-10..2026-12 date
预计本世纪末完成 => -
力争在2030年前后建成 => 2030 date ~
预计明年年中通电 => 2026-06 date ~
"""
)

SPANS = table(
    """
The park ("1.2 GW") was approved. => 1.2 GW
The plan (about $4.5 billion) was approved. => about $4.5 billion
“约30亿元”的说法不实。 => 约30亿元
耗资“逾50亿美元”建设。 => 逾50亿美元
業務遍及100多個國家。 => 100多個國家
全球设有8大研发中心。 => 8大研发中心
裁员人数达三位数。 => 三位数
The site runs at a PUE of 1.2. => 1.2
PUE低于1.3。 => 低于1.3
The price is north of $40 billion. => north of $40 billion
No more than 500 people will work there. => No more than 500 people
Gas costs $3.50 per MMBtu. => $3.50 per MMBtu
Renting costs $2.10 per GPU-hour. => $2.10 per GPU-hour
贷款不超过新台币200亿元。 => 不超过新台币200亿元
Hundreds of megawatts are stuck. => Hundreds of megawatts
Nearly half of the turbines are sold. => Nearly half
"""
)


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH, *SIMPLIFIED, *TRADITIONAL])
def test_sentence(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_date_with_frames(text, expected):
    found = find_quantities(text, reference_day=REFERENCE_DAY)
    assert (" ; ".join(written(q) for q in found) or "-") == expected


@pytest.mark.parametrize(("text", "expected"), SPANS)
def test_span(text, expected):
    (quantity,) = find_quantities(text, reference_day=REFERENCE_DAY)
    assert text[quantity.start : quantity.end] == expected
