"""Rates: what one unit of the quantity is per (year, share, rack, ...), read behind the number or before it."""

import re

_PER = {
    "year": "年 年度 财年 year yr annum annually yearly annual",
    "quarter": "季度 季 quarter quarterly",
    "month": "月 个月 month monthly",
    "week": "周 week weekly",
    "day": "天 日 day daily",
    "hour": "小时 hour hourly hr",
    "second": "秒 second sec",
    "share": "股 share",
    "rack": "机柜 架机柜 个机柜 柜 机架 rack cabinet",
    "site": "座 个数据中心 座数据中心 个园区 数据中心 园区 data_center site campus",
    "GPU-hour": "卡时 卡小时 gpu小时 gpu-hour gpu_hour gpu_per_hour chip-hour",
    "chip": "颗 块 片 张 枚 gpu 芯片 chip accelerator",
    "W": "瓦 watt w",
    "kW": "千瓦 kilowatt kw",
    "MW": "兆瓦 megawatt mw",
    "MW-day": "megawatt-day mw-day 兆瓦日",
    "GW": "吉瓦 gigawatt gw",
    "kWh": "千瓦时 度 度电 kilowatt-hour kwh",
    "MWh": "兆瓦时 megawatt-hour mwh",
    "MMBtu": "百万英热单位 mmbtu",
    "acre": "英亩 acre",
    "person": "人 名 位 person employee capita worker",
    "household": "户 家庭 household home customer",
    "unit": "台 套 辆 个 架 unit",
    "tonne": "吨 tonne ton",
    "m2": "平方米 平方英尺",
}
_WORD = {word.replace("_", " "): name for name, words in _PER.items() for word in words.split()}
_SLASHED = {"s": "second", "h": "hour", "d": "day", "mo": "month", "y": "year"}
PER_ZH = tuple(f"每{word}" for word in _WORD if not word.isascii())
"""Chinese words of a rate before the number: 每千瓦时, 每股"""
_EN = "|".join(sorted((w for w in _WORD if w.isascii()), key=len, reverse=True))
_ZH = "|".join(sorted((w for w in _WORD if not w.isascii()), key=len, reverse=True))

RATE_AFTER = re.compile(
    rf"[ -]?(?:(?:per|each|every|a|an)[ -](?P<en>{_EN})(?![a-z]| (?:earlier|ago|later|before|prior|previously"
    rf"|after))|/ ?(?P<slash>{_EN}|{_ZH}|{'|'.join(_SLASHED)})(?![a-z])"
    rf"|(?P<adv>annually|yearly|quarterly|monthly|daily|hourly|p\.a\.)(?![a-z])|一(?P<one>颗|块|片|张|股|台|度)"
    rf"|每(?P<zh>{_ZH}))"
)
RATE_BEHIND = re.compile(
    r" of (?:[a-z][a-z0-9]* ){1,3}?(?=(?:per|each|every|an?) (?:year|month|week|day|hour|second)(?![a-z]))"
)
"""what the quantity is of, between it and its rate: gallons of water a day"""
RATE_FIRST = frozenset("pea/yqmdh一每")
_BEFORE = re.compile(
    rf"每(?:一|个|座|架|台)?(?P<each>{_ZH})|(?P<year>年均|年(?:化)?(?:收入|贡献|产|费|租|付|支付|额|耗电|用电)"
    rf"|annual|per year)|(?P<month>月(?:均|产能?|费|租)|monthly)|(?P<quarter>单季|季均|quarterly)|(?P<head>人均)"
    rf"|(?P<day>日均|daily)|(?P<rack>单(?:机柜|柜)|单个机柜)"
)
_STOP = re.compile(r"[,。;!?\n]")
LOOK_BACK = 22
RACK_AHEAD = re.compile(r"(?:的|高|级|高功率|液冷| )*(?:单)?(?:机柜|机架|rack)|[ -](?:of )?(?:per )?rack|-per-rack")


def rate_name(m: re.Match) -> str:
    """Name of the rate that RATE_AFTER matched."""
    word = m["en"] or m["slash"] or m["zh"] or m["one"]
    if word:
        return _WORD.get(word) or _SLASHED[word]
    return {"annually": "year", "yearly": "year", "p.a.": "year", "quarterly": "quarter", "monthly": "month",
            "daily": "day", "hourly": "hour"}[m["adv"]]  # fmt: skip


def rate_before(s: str, end: int) -> str | None:
    """The rate said shortly before position `end` in the same clause (每年支付..., 年收入达..., each rack ...)."""
    window = s[max(0, end - LOOK_BACK) : end]
    if "每" not in window and "年" not in window and "月" not in window and "单" not in window and "均" not in window:
        if "annual" not in window and "ly" not in window:
            return None
    found = None
    for m in _BEFORE.finditer(window):
        found = m
    if found is None or _STOP.search(window, found.end()):
        return None
    name = found.lastgroup
    if name == "each":
        return _WORD[found["each"]]
    return {"head": "person"}.get(name or "", name)
