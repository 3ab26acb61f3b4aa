"""The words of the field: units, currencies, classifiers, nouns. Tables in reading form (small letters, Simplified).

A surface form leads to a `Unit`: the base unit of the claim schema, the factor to it, what is counted, and the kind
that decides which two ends of a range may share it. Factors are exact by definition (international foot, SI prefixes).
"""

from functools import cache
from typing import NamedTuple


class Unit(NamedTuple):
    """A unit as written: base unit, factor to it, noun when it is a plain count, kind, per when it is a rate."""

    unit: str
    factor: float
    noun: str | None
    kind: str
    per: str | None = None


_SI = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}
_SI_WORD = {"": 1.0, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12}
_SI_ZH = {"": 1.0, "千": 1e3, "兆": 1e6, "百万": 1e6, "吉": 1e9, "太": 1e12}

# currency words after a number: word -> (ISO code, factor)
MONEY_WORDS: dict[str, tuple[str, float]] = {
    word: (code, factor)
    for code, factor, words in (
        ("USD", 1.0, "美元|美金|美刀|us dollars|us dollar|u.s. dollars|dollars|dollar|bucks"),
        ("USD", 0.01, "美分|cents|cent|us cents"),
        ("CNY", 1.0, "元人民币|人民币元|人民币|元|块钱|yuan|renminbi|rmb"),
        ("EUR", 1.0, "欧元|euros|euro"),
        ("EUR", 0.01, "欧分"),
        ("GBP", 1.0, "英镑|pounds|pound|pounds sterling|sterling"),
        ("GBP", 0.01, "便士|pence"),
        ("HKD", 0.01, "港仙"),
        ("HKD", 1.0, "港元|港币|港圆|元港币|元港元|hong kong dollars"),
        ("TWD", 1.0, "新台币|台币|元新台币|元台币"),
        ("SGD", 1.0, "新加坡元|新元|新币|singapore dollars"),
        ("JPY", 1.0, "日元|日圆|yen"),
        ("KRW", 1.0, "韩元|韩圆|韩币|won"),
        ("CAD", 1.0, "加元|加币|加拿大元|canadian dollars"),
        ("AUD", 1.0, "澳元|澳币|澳大利亚元|australian dollars"),
        ("NZD", 1.0, "新西兰元|纽元"),
        ("CHF", 1.0, "瑞郎|瑞士法郎|swiss francs|francs"),
        ("INR", 1.0, "卢比|印度卢比|rupees|rupee"),
        ("MYR", 1.0, "林吉特|令吉|马币|ringgit"),
        ("AED", 1.0, "迪拉姆|dirhams|dirham"),
        ("SAR", 1.0, "沙特里亚尔|里亚尔|riyals|riyal"),
        ("RUB", 1.0, "卢布|rubles|roubles"),
        ("BRL", 1.0, "雷亚尔|reais"),
        ("THB", 1.0, "泰铢|baht"),
        ("VND", 1.0, "越南盾|dong"),
        ("IDR", 1.0, "印尼盾|印尼卢比|rupiah"),
        ("PHP", 1.0, "菲律宾比索"),
        ("MXN", 1.0, "墨西哥比索|比索|pesos"),
        ("SEK", 1.0, "瑞典克朗|swedish kronor|kronor"),
        ("NOK", 1.0, "挪威克朗|norwegian kroner"),
        ("DKK", 1.0, "丹麦克朗|danish kroner"),
        ("ZAR", 1.0, "兰特|rand"),
        ("TRY", 1.0, "土耳其里拉|lira"),
        ("ILS", 1.0, "谢克尔|shekels"),
        ("PLN", 1.0, "兹罗提|zloty"),
    )
    for word in words.split("|")
}

# ISO 4217 alphabetic codes; read as a currency only when written in capitals
ISO_CODES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR "
    "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT "
    "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF "
    "SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS "
    "VES VND "
    "VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL CNH RMB".split()
)
# codes that stand before or behind any number; the others (ALL, COP, TOP, ...) only with a magnitude word
MAJOR_CODES = frozenset(
    "USD EUR GBP JPY CNY RMB CNH HKD TWD KRW INR AUD CAD CHF SGD SEK NOK DKK NZD AED SAR BRL MXN ZAR MYR THB IDR VND "
    "PLN ILS RUB".split()
)
CODE_ALIAS = {"RMB": "CNY", "CNH": "CNY"}

# signs before a number; those with a Latin letter need capitals in the raw text
MONEY_SIGNS: dict[str, str] = {
    "us$": "USD", "u.s.$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "hk$": "HKD", "nt$": "TWD",
    "s$": "SGD", "nz$": "NZD", "r$": "BRL", "mx$": "MXN", "$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY", "₩": "KRW",
    "₹": "INR", "rs.": "INR", "rs": "INR", "rm": "MYR", "人民币": "CNY", "港币": "HKD", "cn¥": "CNY", "₽": "RUB",
    "₫": "VND", "฿": "THB", "₺": "TRY", "₪": "ILS",
    "新台币": "TWD", "台币": "TWD", "日币": "JPY", "欧元": "EUR", "美金": "USD", "卢比": "INR",
}  # fmt: skip


def _power() -> dict[str, Unit]:
    out: dict[str, Unit] = {}
    for p, f in _SI.items():
        for tail in ("w", "ws", "wp", "we", "watt", "watts", "va", "wac", "wdc"):
            if (p and (tail != "ws" or p in "mgt")) or tail in ("watt", "watts", "w"):
                out[p + tail] = Unit("W", f, None, "power")
        if p:
            for tail in ("wh", "w h", "w·h", "w-h", "whr"):
                out[p + tail] = Unit("Wh", f, None, "energy")
    for p, f in _SI_WORD.items():
        for tail in ("watt", "watts"):
            out[p + tail] = Unit("W", f, None, "power")
        for tail in ("watt-hours", "watt-hour", "watt hours", "watt hour", "watthours", "watthour"):
            out[p + tail] = Unit("Wh", f, None, "energy")
    for p, f in _SI_ZH.items():
        for tail in ("瓦特", "瓦"):
            out[p + tail] = Unit("W", f, None, "power")
        for tail in ("瓦时", "瓦小时"):
            out[p + tail] = Unit("Wh", f, None, "energy")
    out["千伏安"] = Unit("W", 1e3, None, "power")
    out["兆伏安"] = Unit("W", 1e6, None, "power")
    out["瓩"] = Unit("W", 1e3, None, "power")
    for word in ("度电", "千瓦·时", "度"):
        out[word] = Unit("Wh", 1e3, None, "energy")
    return out


_FOOT = 0.3048
_MILE_KM = 1.609344


def _plain() -> dict[str, Unit]:
    """Area, time, shares, multiples, speed, mass, points, and physical units that stay counts with a noun."""
    out: dict[str, Unit] = {}

    def put(unit: str, factor: float, noun: str | None, kind: str, words: str, per: str | None = None) -> None:
        out.update({w.strip(): Unit(unit, factor, noun, kind, per) for w in words.split("|")})

    put(
        "m2",
        1.0,
        None,
        "area",
        "平方米|平方公尺|平米|㎡|m2|m²|sq m|sqm|sq. m|square meters|square metres|square meter|square metre",
    )
    put("m2", 1e6, None, "area", "平方公里|平方千米|km2|km²|sq km|square kilometers|square kilometres")
    put("m2", 1e4, None, "area", "公顷|hectares|hectare|ha")
    put("m2", 10000 / 15, None, "area", "亩|mu")
    put(
        "m2",
        _FOOT**2,
        None,
        "area",
        "平方英尺|平方尺|平方呎|square feet|square foot|square-foot|sq ft|sq-ft|sq. ft|sqft|sf|ft2|ft²",
    )
    put("m2", (_MILE_KM * 1e3) ** 2, None, "area", "平方英里|square miles|square mile|sq mi")
    put("acre", 1.0, None, "area", "英亩|acres|acre")
    put("year", 1.0, None, "time", "年|years|year|yrs|yr")
    put("year", 10.0, None, "time", "decades|decade|个年代")
    put("year", 100.0, None, "time", "centuries|century|个世纪")
    put("month", 1.0, None, "time", "个月|months|month|mos")
    put("month", 3.0, None, "time", "个季度|quarters")
    put("day", 1.0, None, "time", "天|个工作日|工作日|个交易日|交易日|days|day|个昼夜")
    put("day", 7.0, None, "time", "周|个星期|星期|weeks|week|礼拜|个礼拜")
    put("count", 1.0, "hours", "hours", "小时|个小时|钟头|hours|hour|hrs")
    put("count", 1.0, "minutes", "minutes", "分钟|minutes|minute|mins")
    put("count", 1.0, "seconds", "seconds", "秒|秒钟|seconds|毫秒|milliseconds|ms")
    put(
        "ratio",
        0.01,
        None,
        "ratio",
        "%|percent|per cent|pct|percentage points|percentage point|percentage-point|percentage-points|个百分点"
        "|百分点|个点|pp",
    )
    put("ratio", 0.001, None, "ratio", "‰|个千分点")
    put("ratio", 1e-4, None, "ratio", "个基点|基点|basis points|basis point|bps|bp")
    put("ratio", 0.1, None, "ratio", "成")
    put("x", 1.0, None, "x", "倍|x|times|-fold|fold")
    put("km/h", 1.0, None, "speed", "km/h|公里/小时|千米/小时|kph|公里每小时|kilometers per hour|kilometres per hour")
    put("mph", 1.0, None, "speed", "英里/小时|mph|miles per hour|英里每小时")
    put("tonne", 1.0, None, "mass", "吨|tonnes|tonne|tons|ton|metric tons|公吨")
    put("tonne", 1e-3, None, "mass", "公斤|千克|kg|kilograms|kilogram")
    put("points", 1.0, None, "points", "点|points|point")
    put("share", 1.0, None, "share", "股|shares")
    put("count", 1e3, "m", "length", "公里|千米|km|kilometers|kilometres|kilometer")
    put("count", _MILE_KM * 1e3, "m", "length", "英里|miles|mile")
    put("count", 1.0, "m", "length", "米|meters|metres|公尺")
    put("count", _FOOT, "m", "length", "英尺|feet|ft")
    put("count", 1.0, "L", "volume", "升|公升|liters|litres|liter|litre")
    put("count", 1e-3, "L", "volume", "毫升|milliliters|millilitres")
    put("count", 1e3, "L", "volume", "立方米|立方公尺|cubic meters|cubic metres|m3|m³")
    put("count", 3.785411784, "L", "volume", "加仑|加侖|gallons|gallon")
    put("count", 0.158987294928e3, "L", "volume", "barrels|桶")
    put("count", 28.316846592, "L", "volume", "cubic feet|cubic foot|cu ft|立方英尺")
    put("count", 28.316846592e9, "L", "volume", "bcf")
    put("count", 28.316846592e6, "L", "volume", "mmcf")
    put("Wh", 293071.07, None, "energy", "mmbtu|百万英热单位")
    put("wafer/month", 1e3, None, "wafers", "kwpm")
    put("wafer/month", 1.0, None, "wafers", "wpm|wafers per month|wafers a month")
    put("count", 1e3, "V", "volt", "千伏|kv|kilovolts")
    put("count", 1.0, "V", "volt", "伏|伏特|volts")
    put("count", 1.0, "C", "temperature", "℃|°c|摄氏度|degrees celsius")
    put("count", 1.0, "F", "temperature", "°f|华氏度|degrees fahrenheit")
    put("count", 1.0, "Gbit/s", "bandwidth", "gig|gbps|gbit/s|gb/s")
    put("count", 1e3, "Gbit/s", "bandwidth", "tbps|tbit/s|tb/s")
    put("count", 1e9, "byte", "storage", "gb|gigabytes")
    put("count", 1e12, "byte", "storage", "tb|terabytes")
    put("count", 1e15, "byte", "storage", "pb|petabytes")
    put("count", 1e18, "byte", "storage", "eb|exabytes")
    put("count", 1e12, "FLOPS", "compute", "tflops|teraflops")
    put("count", 1e15, "FLOPS", "compute", "pflops|petaflops|petaflop|p算力|p的算力")
    put("count", 1e18, "FLOPS", "compute", "eflops|exaflops|exaflop")
    put("count", 1e21, "FLOPS", "compute", "zflops|zettaflops|zettaflop")
    return out


# Chinese classifiers: the unit when the noun behind it does not say more
CLASSIFIERS: dict[str, str] = {
    word: unit
    for unit, words in (
        ("company", "家"),
        ("person", "名 位 人"),
        ("building", "栋 幢"),
        (
            "count",
            "颗 块 片 张 枚 个 座 台 架 项 款 种 条 份 次 轮 批 套 支 只 所 间 层 "
            "类 处 笔 起 组 艘 辆 部 场 户 口 大 步 幅 封 根 段 头 架次 人次 台套 例 件 宗",
        ),
    )
    for word in words.split()
}

# what 近半, 过半 may be half of, as a pattern
HALF_OF = (
    "(?:[的人州省]|企业|公司|客户|用户|受访|员工|项目|机柜|机架|产能|容量|资金|投资|电力|订单|营收|收入|股份|国家)"
)

# what is counted (Chinese): noun -> unit; the longest noun that follows within the clause decides
NOUNS_ZH: dict[str, str] = {
    noun: unit
    for unit, nouns in (
        ("chip", "gpu tpu npu 芯片 晶片 加速卡 加速器 显卡 计算卡 算力卡 智算卡 ai卡 处理器 cpu 英伟达 昇腾 h100 "
            "h200 h20 h800 a100 a800 b200 b300 gb200 gb300"),
        ("site", "数据中心 资料中心 智算中心 算力中心 超算中心 计算中心 智能计算中心 园区 机房 超级工厂 ai工厂 idc"),
        ("job", "岗位 就业 工作机会 职位 职缺 就业机会 工作岗位"),
        ("person", "员工 雇员 职工 人员 工人 工程师 专家 居民 研究员 开发者 学生 专业人员 人才"),
        ("company", "公司 企业 初创 厂商 运营商 机构 银行 供应商 客户"),
        ("user", "用户 使用者 月活 日活"),
        ("rack", "机柜 机架 标准机柜 柜机"),
        ("building", "建筑 大楼 楼宇 建筑物 空楼"),
        ("wafer", "晶圆 dram晶圆"),
        ("household", "家庭 住户 户家庭"),
        ("server", "服务器 伺服器"),
        ("share", "股份 股票"),
    )
    for noun in nouns.split()
}  # fmt: skip

# what is counted (English): last word of the noun phrase -> unit
NOUNS_EN: dict[str, str] = {
    noun: unit
    for unit, nouns in (
        ("chip", "gpus gpu chips chip accelerators tpus tpu xpus cards processors superchips cpus"),
        ("site", "centers centres campuses campus sites site facilities datacenters datacentres gigafactories"),
        ("building", "buildings building"),
        ("job", "jobs job positions roles"),
        ("person", "employees people workers staff staffers engineers residents contractors students"),
        ("company", "companies company firms startups start-ups utilities businesses enterprises vendors "
            "operators banks"),
        ("user", "users user subscribers"),
        ("rack", "racks rack cabinets"),
        ("wafer", "wafers wafer"),
        ("household", "homes households families"),
        ("share", "shares"),
    )
    for noun in nouns.split()
}  # fmt: skip


_PLURAL = {"household": "households", "server": "servers", "wafer": "wafers"}


def counted_as(unit: str) -> tuple[str, str | None]:
    """(unit of the claim schema, noun) of a value of the noun tables: those without a unit of their own are counts."""
    return ("count", _PLURAL[unit]) if unit in _PLURAL else (unit, None)


@cache
def units() -> dict[str, Unit]:
    """All unit words in reading form, money included."""
    out = {**_plain(), **_power()}
    for word, (code, factor) in MONEY_WORDS.items():
        out[word] = Unit(code, factor, None, "money")
    for code in ISO_CODES:
        out.setdefault(code.lower(), Unit(CODE_ALIAS.get(code, code), 1.0, None, "money"))
    return out
