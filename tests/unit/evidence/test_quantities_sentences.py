"""Whole sentences of our own, as news and filings write them: every claim, and nothing else."""
# ruff: noqa: E501 (one sentence a line)

import pytest

from unit.evidence.quantity_cases import read, table

ENGLISH = table(
    """
OpenAI, Oracle and SoftBank said they will build five new US data center sites, bringing Stargate to nearly 7 gigawatts of planned capacity and over $400 billion in investment over the next three years. => 5 site ; 7e+09 W ~ ; 4e+11.. USD
The campus will span 1,100 acres and 4 million square feet, with the first 200MW phase energized by mid-2026. => 1100 acre ; 371612 m2 ; 2e+08 W
Microsoft's capex rose 74% to $34.9 billion in the quarter ended September 30, up from $20 billion a year earlier. => 0.74 ratio ; 3.49e+10 USD ; 2e+10 USD
CoreWeave raised $2.6bn in a five-year loan, taking its debt to more than $25bn. => 2.6e+09 USD ; 5 year ; 2.5e+10.. USD
The company plans to spend between $115 billion and $135 billion this year, almost double last year's $72.2 billion. => 1.15e+11..1.35e+11 USD ; 2 x ~ ; 7.22e+10 USD
Analysts at Morgan Stanley see a shortfall of as much as 44 GW by 2028, equal to about a fifth of US data center demand. => ..4.4e+10 W ; 0.2 ratio ~
It takes three to seven years to connect to the grid; turbines are sold out until 2029. => 3..7 year ; 2029 date
Nvidia shares fell 3.2% to $177.33, wiping out more than $140 billion of market value. => -0.032 ratio ; 177.33 USD ; 1.4e+11.. USD
The stock is down by about 20% since January; the Nasdaq lost 450 points. => -0.2 ratio ~ ; -450 points
Each rack draws up to 132 kW, and the pod links 72 GPUs. => ..132000 W ; 72 chip
Power costs $0.05-0.07 per kWh, or $85/MWh. => 0.05..0.07 USD per kWh ; 85 USD per MWh
Meta signed a 20-year, 1.1-GW power purchase agreement with Constellation. => 20 year ; 1.1e+09 W
The project will create 1,500 construction jobs and 100 full-time positions by 2027. => 1500 job ; 100 job
Two-thirds of respondents and a third of CFOs expect a slowdown; 54 percent said stocks were overvalued. => 0.666667 ratio ; 0.333333 ratio ; 0.54 ratio
Revenue more than doubled to €3.1 billion in the first half of 2025 from €1.4 billion. => 2.. x ; 3.1e+09 EUR ; 1.4e+09 EUR
ChatGPT has 800 million weekly users and 3mn businesses. => 8e+08 user ; 3e+06 company
RPO jumped 359% to $455bn. => 3.59 ratio ; 4.55e+11 USD
The loan carries a spread of 225 basis points over SOFR. => 0.0225 ratio
AMD will supply 6GW of GPUs; the first 1GW comes in the second half of 2026. => 6e+09 W ; 1e+09 W
They hired 1,200 people in Abilene, Texas, where eight buildings will hold 450,000 GB200 chips. => 1200 person ; 8 building ; 450000 chip
Electricity demand could reach 945 TWh in 2030, up from 415 TWh in 2024. => 9.45e+14 Wh ; 4.15e+14 Wh
SoftBank sold its 32.1m Nvidia shares for $5.83bn. => 3.21e+07 share ; 5.83e+09 USD
Vacancy fell to 2.3%, a record low. Prices climbed to $184.06 per kW per month. => 0.023 ratio ; 184.06 USD per kW
The deal, worth as much as £31bn ($42bn), includes a £1.5 billion campus in Loughton with 24,000 GB300 GPUs by 2027. => ..3.1e+10 GBP ; 4.2e+10 USD ; 1.5e+09 GBP ; 24000 chip ; 2027 date
Anthropic said Thursday it would buy up to one million TPUs worth tens of billions of dollars. => ..1e+06 chip ; 1e+10..1e+11 USD ~
Bloom will deploy $5B worth of fuel cells. Prices: 25-30% higher; 10x more; 4.5x faster. => 5e+09 USD ; 0.25..0.3 ratio ; 10 x ; 4.5 x
A couple of years ago nobody asked for 100MW, now they ask for half a gigawatt. => 1e+08 W ; 5e+08 W
By the end of this year, 400 MW; by 2028, a total of 1.2 GW. => 4e+08 W ; 1.2e+09 W
The 2GW facility in Louisiana will cost $27 billion, of which Blue Owl owns 80% and Meta 20%. => 2e+09 W ; 2.7e+10 USD ; 0.8 ratio ; 0.2 ratio
It needs 500,000 gallons of water a day. => 1.89271e+06 count
The firm has 17 data centers in 9 states and three countries; 61 more are planned. => 17 site ; 9 count ; 3 count
In Q3 2025, revenue was $1.36bn, up 134% year over year; it expects $5.05 billion to $5.15 billion for 2025, down from $5.15 billion to $5.35 billion. => 1.36e+09 USD ; 1.34 ratio ; 5.05e+09..5.15e+09 USD ; 5.15e+09..5.35e+09 USD
OpenAI's $300 billion, five-year contract with Oracle starts in 2027. => 3e+11 USD ; 5 year ; 2027 date
the first of two 345kV lines, phase 2 of the Level 3 plan, iPhone 17, GPT-5, Gemini 3 Pro, H100, B200, the top 10 companies, Fortune 500, S&P 500, Boeing 737 => 2 count ; 345000 count
About 4,500 homes were without power for 12 hours on Nov. 14, 2025. => 4500 count ~ ; 12 count
Capacity auction prices hit $329.17 per megawatt-day, a tenfold increase. => 329.17 USD per MW-day ; 10 x
Interest expense tripled; margins shrank by 5 percentage points to 14%. => 3 x ; -0.05 ratio ; 0.14 ratio
A $1.5 trillion bill; 15 million H100-equivalents; $38B of debt; one in five projects slips. => 1.5e+12 USD ; 1.5e+07 chip ; 3.8e+10 USD ; 0.2 ratio
The company has cut its forecast by 40% and laid off 14,000 employees, or 4% of staff. => 0.4 ratio ; 14000 person ; 0.04 ratio
xAI's Colossus 2 could house 550,000 chips, costing $18bn. => 550000 chip ; 1.8e+10 USD
He said the plant would be online no later than 2030 and last at least 25 years. => 25.. year
spending of US$1.2 billion, C$500 million, A$2bn, HK$600 million, S$1bn, Rs 7,000 crore, ₹1.25 lakh crore, RMB 380 billion, 380 billion yuan, ¥10 trillion yen => 1.2e+09 USD ; 5e+08 CAD ; 2e+09 AUD ; 6e+08 HKD ; 1e+09 SGD ; 7e+10 INR ; 1.25e+12 INR ; 3.8e+11 CNY ; 3.8e+11 CNY ; 1e+13 JPY
Meta is raising $29 billion—$26 billion in debt and $3 billion in equity—for Hyperion, which could scale to 5GW. => 2.9e+10 USD ; 2.6e+10 USD ; 3e+09 USD ; 5e+09 W
The utility's queue holds 18 gigawatts, and fewer than 30% of projects get built. => 1.8e+10 W ; ..0.3 ratio
Training a model used 50 gigawatt-hours; a query uses 0.3 watt-hours. => 5e+10 Wh ; 0.3 Wh
By 2035, U.S. data centers may use 106 GW, a 36% jump from a forecast made seven months ago. => 1.06e+11 W ; 0.36 ratio
It is 60 miles south of Dallas, and covers an area the size of 500 football fields. => 96560.6 count ; 500 count
Google will invest $40 billion in Texas through 2027; $25bn over the next two years in PJM. => 4e+10 USD ; 2.5e+10 USD
The bonds, rated A+, mature in 2049 and yield 6.58%. => 0.0658 ratio
Shares traded at 38 times earnings; EV/EBITDA of 12.5x. => 38 x ; 12.5 x
The tax abatement is worth $79 million a year for 10 years, at an 85% rate. => 7.9e+07 USD per year ; 10 year ; 0.85 ratio
More than two dozen states offer exemptions; dozens of lawsuits followed; hundreds of residents protested. => 24.. count ; 10..100 count ~ ; 100..1000 person ~
The plant's 820 MW reactor, closed since 2019, will restart in 2027, a year ahead of schedule. => 8.2e+08 W ; 2027 date
It has 2,400 MW under contract, 1,045 MW of which is active, up from 716 MW three months earlier. => 2.4e+09 W ; 1.045e+09 W ; 7.16e+08 W
Hyperscalers will spend a combined $602 billion in 2026, 75% of it on AI. => 6.02e+11 USD ; 0.75 ratio
The first of eight buildings opened in September; construction on the last will finish by mid-2026. => 8 building ; 2026-06 date ~
Oracle has to buy about 400,000 GB200 chips for roughly $40 billion. => 400000 chip ~ ; 4e+10 USD ~
Only 3 of 10 pilot projects reached production, and 95% saw zero return. => 10 count ; 0.95 ratio
OpenAI burns $8-9 billion a year; it made $4.3bn in H1 2025 and lost $13.5 billion. => 8e+09..9e+09 USD per year ; 4.3e+09 USD ; 1.35e+10 USD
Half the capacity is leased; a quarter of the land is idle; nearly three-quarters of voters object. => 0.5 ratio ; 0.25 ratio ; 0.75 ratio ~
Prices rose from $28.92 per MW-day to $269.92 per MW-day. => 28.92 USD per MW-day ; 269.92 USD per MW-day
Water use: 1.8 liters per kWh; PUE 1.2; 30°C supply. => 1.8 count per kWh ; 30 count
At 5 p.m. on Oct. 6, the 45-year-old CEO wrote 3 posts on X; call (555) 123-4567. => 3 count
Crusoe's 1.2-gigawatt campus in Abilene needs 360.5MW of on-site gas turbines. => 1.2e+09 W ; 3.605e+08 W
Stargate UAE: a 1GW cluster, the first 200MW of which is expected in 2026. => 1e+09 W ; 2e+08 W
The $1 trillion question; a $10bn-plus deal; multi-billion-dollar bet; a 100,000-GPU cluster; a 300,000-square-foot hall. => 1e+12 USD ; 1e+10.. USD ; 1e+09..1e+10 USD ~ ; 100000 chip ; 27870.9 m2
SK Hynix and Samsung will produce up to 900,000 DRAM wafers per month. => ..900000 wafer/month
Brookfield and Bloom agreed a $5 billion partnership; Bloom shares jumped as much as 29%. => 5e+09 USD ; ..0.29 ratio
The lease runs 15 years with two five-year options. It takes 18–24 months, not 5 years. => 15 year ; 2 count ; 18..24 month ; 5 year
Lead times for transformers have stretched to 128 weeks, versus 50 weeks in 2021. => 896 day ; 350 day
Residential bills would rise by $16 to $18 a month; rates up 7.1% from a year ago. => 16..18 USD per month ; 0.071 ratio
In fiscal 2026, sales are guided to $213 billion (+62%), gross margin of 75% plus or minus 50 basis points. => 2.13e+11 USD ; 0.62 ratio ; 0.75 ratio ; 0.005 ratio
He holds 41% of voting rights, 1.3 billion shares in all; 12% stake; 5,000 sq ft. => 0.41 ratio ; 1.3e+09 share ; 0.12 ratio ; 464.515 m2
The loan-to-cost ratio is 85:15; a 70/30 split; 24/7 power; 9/11; 4x4 grid; v2.0. => -
NextEra wants 15 GW of "data center hubs" by 2035, Alphabet 3.5 GW, of which 1 GW sits in Oklahoma. => 1.5e+10 W ; 3.5e+09 W ; 1e+09 W
Nearly 100 GW is proposed. Some 65 projects totalling $98bn were blocked or delayed between March and June. => 1e+11 W ~ ; 65 count ~ ; 9.8e+10 USD
Job cuts: Amazon 14,000; UPS 48,000; Accenture 11,000. => -
It said costs had gone up 2.5 times since 2019; turbine prices hit $2,500 per kilowatt. => 2.5 x ; 2500 USD per kW
They'll add $3.4 trillion to GDP and save 1.2 million tonnes of CO2 a year. => 3.4e+12 USD ; 1.2e+06 tonne
Blackstone and partners will pay A$24 billion; the trust's NAV was €1,234.5 million. => 2.4e+10 AUD ; 1.2345e+09 EUR
Investors bought 2.5m shares at 180 pence each. => 2.5e+06 share ; 1.8 GBP
A shortfall of 13 to 44 gigawatts would leave 33 million homes in the dark. => 1.3e+10..4.4e+10 W ; 3.3e+07 count
Between 10 and 15 percent of projects, or as few as 3 in Ohio, will be built. => 0.1..0.15 ratio
It costs $12 million per megawatt, or $12,000/kW, twice the level of 2020. => 1.2e+07 USD per MW ; 12000 USD per kW ; 2 x
The company sees capex of $91-93 billion, up from an earlier range of $85 billion to $91 billion. => 9.1e+10..9.3e+10 USD ; 8.5e+10..9.1e+10 USD
AI chips made up 62% of sales, a five-percentage-point gain. => 0.62 ratio ; 0.05 ratio
A 1.4-million-square-foot building on 300 acres. => 130064 m2 ; 300 acre
They have signed 10 contracts with three utilities, worth at least $5 billion in total. => 10 count ; 3 company ; 5e+09.. USD
The site uses fewer than 50 workers per shift and runs 24 hours a day. => ..50 person ; 24 count per day
One gigawatt costs roughly $50 billion; a one-gigawatt plant powers about 750,000 homes. => 1e+09 W ; 5e+10 USD ~ ; 1e+09 W ; 750000 count ~
An additional 4.5 gigawatts brings the total to over 5 GW and 2 million chips. => 4.5e+09 W ; 5e+09.. W ; 2e+06 chip
Lenders charged 9.25 percent, 4.5 points above the benchmark. => 0.0925 ratio ; 4.5 points
The S&P 500 rose 1.2% while the Dow dropped 300 points and yields hit 4.1%. => 0.012 ratio ; -300 points ; 0.041 ratio
ChatGPT handles 2.5 billion prompts a day from more than 700 million weekly users. => 2.5e+09 count per day ; 7e+08.. user
Each GB300 NVL72 rack holds 72 GPUs and costs $3.7 million to $4 million. => 72 chip ; 3.7e+06..4e+06 USD
Google's TPU v7 pod has 9,216 chips; it is four times faster than its predecessor. => 9216 chip ; 4 x
The bill gives a 35% tax credit, up from 25%, for five years. => 0.35 ratio ; 0.25 ratio ; 5 year
Vistra will get 1,200 MW for 20 years from two 600-MW units. => 1.2e+09 W ; 20 year ; 2 count ; 6e+08 W
Demand grew 22% a year between 2020 and 2024. => 0.22 ratio per year
Roughly half a million people and 3,000 businesses lost power for 36 hours. => 500000 person ~ ; 3000 company ; 36 count
Shares are up 3-fold, from $25 to $75, and trade at 30x earnings. => 3 x ; 25 USD ; 75 USD ; 30 x
They will need up to 700 turbines, each 35 megawatts, over 25 sq km. => ..700 count ; 3.5e+07 W ; 2.5e+07.. m2
Some 60% to 70% of the queue is speculative, said the CFO, 52. => 0.6..0.7 ratio ~
Interconnection takes five years or more, and permits take 18+ months. => 5.. year ; 18.. month
Net income was $1.2bn versus a loss of $350m a year ago. => 1.2e+09 USD ; 3.5e+08 USD
Debt is 5.5x EBITDA and 85% is fixed at an average of 6%. => 5.5 x ; 0.85 ratio ; 0.06 ratio
The seven largest firms hold a third of the index, double the share of ten years ago. => 7 company ; 0.333333 ratio ; 2 x
The pilot cut energy by 40 per cent and saved 2 TWh. => 0.4 ratio ; 2e+12 Wh
CEO pay fell to $1; the fine was 5,000 euros. => 1 USD ; 5000 EUR
The firm leased 16.5 million sq ft in 2024 and 7.5GW over two years. => 1.5329e+06 m2 ; 7.5e+09 W
Utilities expect 120 GW of large-load requests by 2030, of which only 20-25% is firm. => 1.2e+11 W ; 0.2..0.25 ratio
Up to $1.5 trillion of debt, about $300 billion of it private credit, is needed by 2028. => ..1.5e+12 USD ; 3e+11 USD ~ ; 2028 date
"""
)

SIMPLIFIED = table(
    """
计划分三期建设，总投资约120亿元人民币，其中一期投资45亿元，占地1200亩，建筑面积约30万平方米。 => 1.2e+10 CNY ~ ; 4.5e+09 CNY ; 800000 m2 ; 300000 m2 ~
该集群由10万张H100组成，功耗约150兆瓦，单机柜功率高达120千瓦。 => 100000 chip ; 1.5e+08 W ~ ; ..120000 W per rack
电价上调0.12元/千瓦时，家庭每户每年多付约180元。 => 0.12 CNY per kWh ; 180 CNY ~ per year
五分之一的受访者认为泡沫将在未来12个月内破裂，四成以上认为估值过高。 => 0.2 ratio ; 0.4.. ratio
毛利率从74.6%降至73.1%，下降1.5个百分点。 => 0.746 ratio ; 0.731 ratio ; -0.015 ratio
建设周期由24个月缩短至12个月，最快6个月交付。 => 24 month ; 12 month ; 6 month
全年裁员1.5万人，约占员工总数的7%。 => 15000 person ; 0.07 ratio
第一期10MW、第二期20MW，合计30MW；拟于2027年底前全部投产。 => 1e+07 W ; 2e+07 W ; 3e+07 W ; 2027-12 date
数据中心用电占比将从目前的4.4%升至2028年的6.7%至12%。 => 0.044 ratio ; 0.067..0.12 ratio
燃气轮机交货期已排到2029年以后，等待时间长达五到七年。 => 2029 date ; ..7 year
该公司获得摩根大通牵头的380亿美元贷款，利率为SOFR加225个基点，期限四年。 => 3.8e+10 USD ; 0.0225 ratio ; 4 year
一台GB300机柜售价约300万到400万美元，含72颗GPU。 => 3e+06..4e+06 USD ~ ; 72 chip
日本政府拟在10年内提供10万亿日元支持，软银出资占40%，即四成。 => 1e+13 JPY ; 0.4 ratio ; 0.4 ratio
上半年营收同比下滑12.3%至45.6亿元，净亏损扩大至3.2亿元。 => -0.123 ratio ; 4.56e+09 CNY ; 3.2e+08 CNY
2024年，全球数据中心耗电415太瓦时，约占全球用电量的1.5%；到2030年将翻一番，达到约945太瓦时。 => 4.15e+14 Wh ; 0.015 ratio ; 2 x ; 9.45e+14 Wh ~
约有三分之二的机组将在三年内退役，缺口达3000万千瓦。 => 0.666667 ratio ~ ; 3e+10 W
项目投产后可提供2.5万P算力，服务超过500家企业，带动就业5000余人。 => 2.5e+19 count ; 500.. company ; 5000.. person
每瓦造价10至12美元，1吉瓦约需500亿美元，其中芯片占六成。 => 10..12 USD per W ; 1e+09 W ; 5e+10 USD ; 0.6 ratio
美国联邦能源委员会要求在90天内答复。 => 90 day
阿里云三年投入3800亿，百度投入数百亿，腾讯资本开支将不低于1000亿元。 => 3 year ; 3.8e+11 CNY ; 1e+10..1e+11 CNY ~ ; 1e+11.. CNY
估值从290亿美元飙升至800亿美元，翻了近三倍。 => 2.9e+10 USD ; 8e+10 USD ; 3 x ~
他每周工作80小时，一年飞行200次。 => 80 count per week ; 200 count
月活用户达7.2亿，日均调用量超过16.4万亿tokens。 => 7.2e+08 user ; 1.64e+13.. count per day
据IDC数据，2025年上半年中国加速芯片市场规模约190万张，其中英伟达占62%。 => 1.9e+06 count ~ ; 0.62 ratio
第三季度末现金及等价物为12.5亿美元，较上季末的15亿美元减少2.5亿美元。 => 1.25e+09 USD ; 1.5e+09 USD ; 2.5e+08 USD
半年内关停三座，另有十余座延期，其中一座被取消。 => 3 count ; 10.. count
新建一座1GW数据中心需3年，而电网接入要5至7年。 => 1 site ; 1e+09 W ; 3 year ; 5..7 year
9月5日至10月12日，共签约7笔合计约1万亿美元的交易。 => 7 count ~ ; 1e+12 USD ~
降价30%，跌破100美元；成本降低两成；减排20%以上。 => -0.3 ratio ; ..100 USD ; 0.2 ratio ; 0.2.. ratio
市盈率约35倍，市销率18x；回报率15.5%～17%。 => 35 x ~ ; 18 x ; 0.155..0.17 ratio
项目距市中心约40公里，海拔1500米，气温-10℃。 => 40000 count ~ ; 1500 count ; -10 count
容量为500MW/1000MWh的储能系统；年发电2.4太瓦时。 => 5e+08 W ; 1e+09 Wh ; 2.4e+12 Wh
"""
)

TRADITIONAL = table(
    """
項目總裝機容量達1.2吉瓦，年用電量約85億度，PUE低於1.15。 => 1.2e+09 W ; 8.5e+12 Wh ~ per year
截至2025年三季度末，公司在手訂單超過400億元，同比增長逾兩倍。 => 4e+10.. CNY ; 2.. x
預計2026年資本開支將升至700億至800億港元，較2025年的550億港元增加約三成。 => 7e+10..8e+10 HKD ; 5.5e+10 HKD ; 0.3 ratio ~
公司股價收報612.5港元，跌2.3%，市值蒸發近1300億港元。 => 612.5 HKD ; -0.023 ratio ; 1.3e+11 HKD ~
台積電CoWoS月產能將由3.5萬片擴增至7.5萬片。 => 35000 wafer/month ; 75000 wafer/month
英偉達市值突破5萬億美元大關，成為首家5兆美元公司。 => 5e+12.. USD ; 5e+12 USD
今年以來，比特幣價格累計上漲15%，一度突破12萬美元。 => 0.15 ratio ; 120000.. USD
總投資高達新台幣1.2兆元，可創造逾兩萬個工作機會。 => ..1.2e+12 TWD ; 20000.. job
"""
)


FURTHER = table(
    """
Each campus needs hundreds of megawatts, and soon tens of gigawatts; thousands of acres have been bought. => 1e+08..1e+09 W ~ ; 1e+10..1e+11 W ~ ; 1000..10000 acre ~
It is nearly a gigawatt, or one and a half times the city's load. => 1e+09 W ~ ; 1.5 x
The wait is two and a half years; a year and a half ago it was six months. => 2.5 year ; 6 month
One hundred and fifty engineers and twenty-five contractors work there. => 150 person ; 25 person
Spending of $1.5 to 2 trillion, or 2 to 3 GW a year, is needed in the mid-2020s. => 1.5e+12..2e+12 USD ; 2e+09..3e+09 W per year
The $100 billion-plus programme has 100-plus partners and 20-odd sites. => 1e+11.. USD ; 100.. count ; 20 site ~
Third-quarter revenue was $35.1bn; first-half profit fell by a fifth. => 3.51e+10 USD
About one in four homes, some 2.5m, would see bills rise by €9 to €11 a month. => 0.25 ratio ~ ; 9..11 EUR per month
The order is for 1 million H100-class chips, worth $30,000 to $40,000 each. => 1e+06 chip ; 30000..40000 USD
Roughly a dozen utilities plan some 60 gas plants totalling 46.5 GW. => 12 company ~ ; 60 count ~ ; 4.65e+10 W
Between 2025 and 2030 the world will spend $6.7 trillion; $3.1 trillion of that on chips. => 6.7e+12 USD ; 3.1e+12 USD
Total cost: £10bn. Floor space: 540,000 sq m. Jobs: 4,000. Start: 2027. => 1e+10 GBP ; 540000 m2
Load factor of 85-90 per cent; 99.999% uptime; latency under 5 ms; racks at 600kW. => 0.85..0.9 ratio ; 0.99999 ratio ; ..5 count ; 600000 W
It pays a dividend of 50 cents, a yield of 1.2%, and trades at $0.95 on the dollar. => 0.5 USD ; 0.012 ratio ; 0.95 USD
Capacity would double every 18 months and quadruple by 2028. => 2 x ; 18 month ; 4 x
Moody's rated the $27bn bond A+; spreads widened 12 bps to 2.25 percentage points. => 2.7e+10 USD ; 0.0012 ratio ; 0.0225 ratio
He owns 1,234,567 shares, or 0.5%; 3.2x covered; -4.5% y/y; +12% q/q. => 1.23457e+06 share ; 0.005 ratio ; 3.2 x ; -0.045 ratio ; 0.12 ratio
The company's 2.3-million-sq-ft plant employs 1.8K people; 45K wafers a month. => 213677 m2 ; 1800 person ; 45000 wafer/month
Net debt/EBITDA stood at 3.4x; margin 20.5 per cent vs 18.1; cash $4.1bn vs $5.0bn. => 3.4 x ; 0.205 ratio ; 4.1e+09 USD ; 5e+09 USD
香港數據中心總樓面面積約118萬平方呎，可提供約5,000個機櫃，電力容量70兆瓦。 => 109626 m2 ~ ; 5000 rack ~ ; 7e+07 W
月租每千瓦約180美元，按年上升7.9%，空置率跌至2.3%的歷史新低。 => 180 USD ~ per kW ; 0.079 ratio ; 0.023 ratio
该项目用水每日数百万加仑，占全县用水量近一成半。 => 3.78541e+06..3.78541e+07 count ~ per day ; 0.15 ratio ~
两家公司各持股50%，首期出资10亿，合计不超过30亿元人民币。 => 2 company ; 0.5 ratio ; 1e+09 CNY ; ..3e+09 CNY
从2023年的17.3GW增加到2030年的逾35GW，复合增速约10%。 => 1.73e+10 W ; 3.5e+10.. W ; 0.1 ratio ~
美国有超过5400座数据中心，为德国的十倍以上，中国约450座。 => 5400.. site ; 10.. x ; 450 count ~
2025年1-9月，全国新增装机3.7亿千瓦，同比增长18.2%，其中光伏2.4亿千瓦。 => 3.7e+11 W ; 0.182 ratio ; 2.4e+11 W
一块H100约2.5万到4万美元，租金跌到每小时2美元左右。 => 25000..40000 USD ~ ; 2 USD ~ per hour
公司拟募资不超39.85亿元，发行不超过4.17亿股，占总股本30%以内。 => ..3.985e+09 CNY ; ..4.17e+08 share ; ..0.3 ratio
负债率升到72.5%，有息负债约1.1万亿元，年利息支出超300亿。 => 0.725 ratio ; 1.1e+12 CNY ~ ; 3e+10.. CNY
他们打算三年内花掉一千五百亿，每年约五百亿。 => 1.5e+11 CNY ; 5e+10 CNY ~ per year
二季度净利润环比增长近三成，毛利率提升2.3pct至35.6%。 => 0.3 ratio ~ ; 0.023 ratio ; 0.356 ratio
机房PUE降至1.1以下，单柜密度50kW+，全年可用率99.99%。 => 50000.. W per rack ; 0.9999 ratio
截至9月底，注册用户突破1.2亿，付费用户超过1000万，日活3500万。 => 1.2e+08.. user ; 1e+07.. user ; 3.5e+07 user
OpenAI与甲骨文签下为期5年、总价3000亿美元的云计算合同，相当于每年600亿美元。 => 5 year ; 3e+11 USD ; 6e+10 USD per year
阿布扎比园区规划容量5GW，首期200MW预计2026年投用，占地约10平方英里。 => 5e+09 W ; 2e+08 W ; 2.58999e+07 m2 ~
据《华尔街日报》周二报道，软银拟以65亿美元收购安培，交易最快本周公布。 => 6.5e+09 USD
英伟达第三财季营收570.1亿美元，同比增62%，环比增22%，数据中心收入512亿美元。 => 5.701e+10 USD ; 0.62 ratio ; 0.22 ratio ; 5.12e+10 USD
台积电上调2025年资本开支下限至400亿美元，上限维持420亿美元不变。 => 4e+10 USD ; 4.2e+10 USD
公司今年前三季度经营现金流净流出18.6亿元，上年同期为净流入3.1亿元。 => 1.86e+09 CNY ; 3.1e+08 CNY
该行将目标价由150美元上调至175美元，维持“买入”评级。 => 150 USD ; 175 USD
美国能源部称，数据中心用电占比到2028年可能升至12%，是2023年4.4%的近三倍。 => 0.12 ratio ; 0.044 ratio ; 3 x ~
微软称其在得州的设施将配备“数十万块”GPU，功率超过300兆瓦。 => 100000..1e+06 chip ~ ; 3e+08.. W
项目总用地面积2.3万亩，分四期建设，一期预计投资逾百亿元，年内开工。 => 1.53333e+07 m2 ; 1e+10.. CNY
全球超大规模数据中心数量已达1136座，五年间翻了一倍。 => 1136 count ; 2 x
裁员比例约为9%，涉及约6000名员工，其中三分之二在美国。 => 0.09 ratio ~ ; 6000 person ~ ; 0.666667 ratio
亞馬遜宣布未來四年向澳洲追加投資200億澳元，用於擴建數據中心，並興建三座太陽能電站，合計裝機170兆瓦。 => 2e+10 AUD ; 3 count ; 1.7e+08 W
台電表示，單一用戶申請用電達5千瓩以上者須提報計畫，審查時間約6個月。 => 5e+06.. W ; 6 month ~
三星電子股價收漲3.2%，報9.86萬韓元，創近四年新高。 => 0.032 ratio ; 98600 KRW
輝達GB200 NVL72單櫃售價約300萬美元，功耗132千瓦，重1.36公噸。 => 3e+06 USD ~ per rack ; 132000 W ; 1.36 tonne
機構預估，2026年八大CSP資本支出合計將突破5,200億美元，年增24%。 => 8 count ; 5.2e+11.. USD ; 0.24 ratio
SK海力士HBM產能明年已售罄，第二季營業利益率達41%。 => 0.41 ratio
Meta's Hyperion will cover 2,250 acres, about the size of 1,700 football fields, and draw 2 GW by 2030. => 2250 acre ; 1700 count ; 2e+09 W
The deal is valued at $6.5 billion in stock, or 3.4% of the company, and closes in the first quarter of 2026. => 6.5e+09 USD ; 0.034 ratio ; 2026-01..2026-03 date
Wholesale prices near data centers are as much as 267% higher than five years ago. => ..2.67 ratio
Crusoe said the eight-building campus would hold up to 50,000 GB200 NVL72s per building. => ..50000 chip
Its $22.4 billion OpenAI contract was expanded by $6.5bn, the third expansion this year. => 2.24e+10 USD ; 6.5e+09 USD
PJM's auction cleared at $333.44 per megawatt-day, 6,623 MW short of its reliability target. => 333.44 USD per MW-day ; 6.623e+09 W
The facility employs 115 people on 12-hour shifts and pays $90,000 a year on average. => 115 person ; 12 count ; 90000 USD per year
Oracle carries $111.6 billion of debt, 4.3 times EBITDA, and free cash flow was negative $13 billion. => 1.116e+11 USD ; 4.3 x ; -1.3e+10 USD
TSMC's Arizona site will expand to six fabs, with a total outlay of $165 billion. => 6 count ; 1.65e+11 USD
Analysts expect EPS of $2.71 on revenue of $21.4 billion; the stock trades at 32 times forward earnings. => 2.71 USD ; 2.14e+10 USD ; 32 x
The agency gave a 60-day notice and fined it $1.2 million per violation. => 60 day ; 1.2e+06 USD
At least 16 projects worth $64 billion have been blocked or delayed since 2023. => 16.. count ; 6.4e+10 USD
The company has deployed 3,000 MW of fuel cells across 1,200 sites in nine countries. => 3e+09 W ; 1200 site ; 9 count
Only about one-third of the announced 190 GW is under construction, and barely 5 GW will energise this year. => 0.333333 ratio ~ ; 1.9e+11 W ; 5e+09 W
"We will be short about 10 gigawatts by 2028," he said, citing a 3-to-1 ratio of demand to supply. => 1e+10 W ~
Power demand could triple to 134.4 GW by 2030, from 61.8 GW in 2025. => 3 x ; 1.344e+11 W ; 6.18e+10 W
Loans of between £250m and £400m were offered at rates of 7-8%, with a 10-year tenor. => 2.5e+08..4e+08 GBP ; 0.07..0.08 ratio ; 10 year
Around 40,000 workers across 30 states, over 1 million sq. ft. leased, 24 MW to 36 MW per hall. => 40000 person ~ ; 30 count ; 92903.. m2 ; 2.4e+07..3.6e+07 W
Nscale has ordered 60,000 NVIDIA Rubin GPUs and plans a further 40 MW in Glomfjord by Q2 2026. => 60000 chip ; 4e+07 W
Construction spans 24 months; 70% of the steel is up and 4,000 workers are on site daily. => 24 month ; 0.7 ratio ; 4000 person
Our 30MW Norwegian site runs on 100% hydropower, with 60MW of expansion and a PUE below 1.2. => 3e+07 W ; 1 ratio ; 6e+07 W
Guidance: adjusted EBITDA of $1.05-1.10 billion (prior: $0.9-1.0 billion), capex of $3.2 billion +/- 5%. => 1.05e+09..1.1e+09 USD ; 9e+08..1e+09 USD ; 3.2e+09 USD ; 0.05 ratio
The Fed cut rates by 25bp to 3.75%-4.00%; inflation ran at 2.9% and GDP grew 3.8% annualised. => 0.0025 ratio ; 0.0375..0.04 ratio ; 0.029 ratio ; 0.038 ratio
Fewer than one in ten projects has firm gas supply. Gas turbines have a backlog of 80 GW, sold out through 2028. => ..0.1 ratio ; 8e+10 W ; 2028 date
Construction of the 765-kV line will cost ratepayers $1.4 billion, i.e. $11 a month per household. => 765000 count ; 1.4e+09 USD ; 11 USD per month
The stake fell to 9.9% from 15.7%; the fund sold 3 million shares at $212 apiece. => 0.099 ratio ; 0.157 ratio ; 3e+06 share ; 212 USD
Subscribers rose by 1.2 million to 45.3 million; ARPU was €14.20 a month, churn 0.9%. => 14.2 EUR per month ; 0.009 ratio
He estimated 1 GW of compute at $35bn-$60bn, versus $10bn a decade ago. => 1e+09 W ~ ; 3.5e+10..6e+10 USD ; 1e+10 USD
Tokens processed rose 50-fold to 480 trillion a month. => 50 x
Ireland's data centres consumed 22% of metered electricity in 2024, against 5% in 2015. => 0.22 ratio ; 0.05 ratio
The state would lose $1.6 billion in fiscal 2025 and gain 1,000 jobs at $1.1 million per job. => 1.6e+09 USD ; 1000 job ; 1.1e+06 USD
The first 1.2GW will go live in 2026 H1, the remainder before 2029. => 1.2e+09 W ; 2029 date
数据中心REIT派息率4.5%，较国债高出250个基点。 => 0.045 ratio ; 0.025 ratio
该公司2025财年（截至6月30日）营收574亿美元，其中云业务245亿美元，占比43%。 => 5.74e+10 USD ; 2.45e+10 USD ; 0.43 ratio
单颗芯片功耗从700瓦升至1200瓦，散热成本增加近一倍。 => 700 W ; 1200 W ; 1 x ~
国家电网“十五五”期间拟投4万亿元，较“十四五”增长40%。 => 4e+12 CNY ; 0.4 ratio
上海超算中心可提供1.5万P的算力，租金约为每P每月3000元。 => 1.5e+19 count ; 3000 CNY per month
全球前十大云厂商合计占八成份额，前三名占63%。 => 0.63 ratio
其电池储能系统规模为1.2GW/4.8GWh，可在4小时内持续放电。 => 1.2e+09 W ; 4.8e+09 Wh ; 4 count
今年迄今，该股累计上涨逾180%，市值一度逼近1500亿美元。 => 1.8.. ratio ; 1.5e+11 USD ~
分析师称至少要等到2027年年中才能看到回报，投资回收期约7-8年。 => 2027-06 date ~ ; 7..8 year ~
公司计划发行180亿美元债券，分六档，最长期限40年，利差140个基点。 => 1.8e+10 USD ; 40 year ; 0.014 ratio
日均耗水190万升，相当于1.2万人用水量。 => 1.9e+06 count per day ; 12000 person
贷款总额380亿美元，银行承销六成，其余四成由私募信贷提供，利率比SOFR高2.25个百分点。 => 3.8e+10 USD ; 0.6 ratio ; 0.4 ratio ; 0.0225 ratio
预期2030年AI数据中心需要新增约55吉瓦电力，其中35吉瓦来自天然气。 => 5.5e+10 W ~ ; 3.5e+10 W
軟銀將持有的3210萬股輝達股票全數出售，套現58.3億美元，約合新台幣1800億元。 => 3.21e+07 share ; 5.83e+09 USD ; 1.8e+11 TWD ~
美國電力公司AEP表示，已簽約的負載為28GW，遠高於去年底的21GW。 => 2.8e+10 W ; 2.1e+10 W
"""
)


@pytest.mark.parametrize(("text", "expected"), ENGLISH + SIMPLIFIED + TRADITIONAL + FURTHER)
def test_sentence(text, expected):
    assert read(text) == expected
