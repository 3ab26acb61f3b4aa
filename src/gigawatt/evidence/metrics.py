"""What a quantity measures: the nearest and surest word of a metric in its sentence, else the default of its unit.

score = weight - 0.09 width - 1.3 clauses between - 0.7 quantities between - 0.8 if the word follows the quantity
The weights are those of `lexicon/metrics.toml`; the four costs were set on one half of the sample labels and checked on
the other (docs/method/claims.md).
"""

import re

from gigawatt.evidence.scene import Spot, gap
from gigawatt.evidence.units_of_claims import FRAMES, unit_class
from gigawatt.evidence.words import metric_defaults

_GROWTH_OF = {"revenue": "revenue_growth", "share_price": "price_change"}
_UP = re.compile(r"(?:up|down|an? (?:[\w-]+ ){0,2}(?:increase|rise|jump|drop)|rising|同比|年增|年减|季增|环比|较)")
_REACH = 240  # characters: farther away no word can score
_PER_CLAUSE = 1.3
_PER_WIDTH = 0.09
_PER_QUANTITY = 0.7
_AFTER = 0.8
_OWNED = 1.5
_LEAST = 0.3
_SMALL_MONEY = 1e6  # any currency: below it an amount without a word is a price, not a commitment

_PARALLEL = re.compile(r":(?:增长|成长|增加|提升|下降|下滑|减少|grew|rose|up|climbed|gained|fell|down)$")
_MULTIPLE_OF = re.compile(r"(?:是|为|相当于|达到?|接近|近|约为|仅为)[^，,。倍]{0,10}的?$")
_DEAL_TERM = re.compile(r"(?:签|协议|合同|租约|期限|为期|term|contract|agreement)")
_FUTURE = re.compile(
    r"计划|承诺|推迟|延期至|延后|提前至|delayed to|pushed back|"
    r"(?<![超及达于])预期|会在|将会|将于|将在|预计|有望|力争|争取|目标|拟|前(?:完成|通电|上线|建成|"
    r"投)|最快|最早|启用|年底前|年前|盈亏平衡|明年|will|plan|expect|target|aim|by 20|schedul|slated|due|"
    r"go(?:ing)? live|come online|coming "
    r"online|投入运营|投运|退出|上线计划"
)
_COMPARED = re.compile(
    r"(?:compared (?:with|to)|versus|vs\.?|up from|down from|from|相比|高于[^，,]{0,12}的?|较[^，,]{0,8}的|"
    r"(?:提高|上升|升|降低?|减少?|增加?|增长|[上下]调|扩大)[至到为])\s*(?:the\s)?$"
)
_TOUCHING = re.compile(r"\s?(?:of|in|的)?\s?(?:annual |total |new |net )?$")
_OF_TOTAL = re.compile(r"\s+of (?:the |its )?(?:total|national|country|nation|state)")
_OF_POWER = re.compile(
    r"\s+of (?:the |its |their )?[^,]{0,24}(?:electricity|power (?:use|demand|consumption|supply)|peak (?:demand|"
    r"load))\b"
)
_SOURCE_OF_POWER = re.compile(r"renewable|solar|wind|clean|nuclear|hydro|\bgas\b|coal")
_INTO = re.compile(r"向@@?\s?(?:投资|注资|投入)|(?:^|[^的将作行总续大加险风权股])投资@(?:@|\s?[(（])")
_IN_ONE_YEAR = re.compile(
    r"(?<![到至])(?:今年|去年|明年|本年|20\d\d\s?年|上?季度|财年|this year|last year|next year|in 20\d\d)(?!宣布|底|末|"
    r"前|至)[^，,。宣承]{0,16}"
    r"(?:投资|投入|开支|invest|spend|spent)[^，,。]{0,6}$"
)
_MORE_THAN = re.compile(r"\s(?:more|higher|less|lower|fewer) than\b")
_GREW = re.compile(r"\b(?:rose|grew|grown|up|jumped|climbed|increased|fell|down)\b|增长|同比|年增|上升|增加|激增|下降")
_EARLIER = re.compile(r"去年|前年|上年|年前|此前|同期|过去|上季|上月|last year|a year|earlier")
_OF_ANOTHER = re.compile(r"(?:是|为|相当于)[^，,。倍]{1,10}的$")
_PART_INVESTED = re.compile(r"(?:其中|of which|including)[^，,。]{0,20}(?:投资|出资|invest\w*)[^，,。]{0,4}$")
_STILL_AFTER = re.compile(r"\s?(?:过去|之)?后(?:仍|还|依然|却仍)")
_RELATIVE_CLAUSE = re.compile(r",\s(?:which|who|whose)\s[^,;]{1,60},\s")
_SPENT_IN_A_YEAR = re.compile(r"\s(?:respectively\s)?(?:in|during|for)\s(?:20\d\d|fiscal\b|this year|next year)")
_SPENDING = re.compile(r"\b(?:spend|spent|spending|spends)\s[^;.]{0,60}$")
_HOUSEHOLDS = re.compile(r"家庭|用户|households|homes|customers")


def decide_metric(spot: Spot, previous: str | None = None, previous_class: str | None = None) -> tuple[str, str]:
    """(metric, rule id). `previous`, `previous_class`: metric and unit class of the quantity before in the sentence."""
    quantity = spot.quantity
    group = unit_class(quantity.unit)
    if previous and previous_class == group and _COMPARED.search(spot.before(14)):
        return previous, "metric.compared-with"
    special = _special(spot, group, previous)
    if special:
        return special
    best, rule, top = "", "", _LEAST
    for hit, trigger in spot.sentence.of_role("metric"):
        if group not in trigger.units or not quantity.start - _REACH <= hit.start <= quantity.end + _REACH:
            continue
        if hit.start and spot.scene.folded[hit.start - 1] in "该此" and hit.word in ("协议", "合同", "项目", "交易"):
            continue  # 该协议 only points back
        if hit.word == "造价" and spot.scene.folded[hit.start - 1 : hit.start] == "建":
            continue  # 建造价值800亿美元的X
        if trigger.value == "financing_raised" and _RAISES_ELSE.match(spot.scene.lowered, hit.start):
            continue
        if hit.start >= quantity.end and "其中" in spot.scene.folded[quantity.end : hit.start]:
            continue  # what a part of the amount is for
        if trigger.value == "rack_density" and spot.sentence.clause_of(hit.start) != spot.clause:
            continue
        score = trigger.weight - _cost(spot, hit.start, hit.end)
        if score > top:
            best, rule, top = trigger.value, f"metric.word:{hit.word}", score
    if best == "growth_rate" and previous == "revenue_growth" and previous_class == group and _PARALLEL.search(rule):
        return previous, "metric.growth-as-before"
    if best:
        return _settle(spot, group, best, rule, previous)
    if previous and previous_class == group and previous != "target_date":
        return previous, "metric.same-as-before"
    default = metric_defaults()[group]
    if group == "money" and previous == "revenue_growth":
        return "revenue", "metric.amount-of-the-growth"
    if group == "money" and previous == "price_change":
        return "share_price", "metric.price-after-its-change"
    if group == "money" and _largest(spot) < _SMALL_MONEY:
        return "other", "metric.small-amount"
    if group == "x" and _OF_ANOTHER.search(spot.before(14)) and not _EARLIER.search(spot.before(14)):
        return "other", "metric.multiple-of-another-thing"
    return _settle(spot, group, default, f"metric.default:{group}")


def _largest(spot: Spot) -> float:
    values = [abs(v) for v in (spot.quantity.low, spot.quantity.high) if isinstance(v, float | int)]
    return max(values, default=0.0)


def _cost(spot: Spot, start: int, end: int) -> float:
    quantity, sentence = spot.quantity, spot.sentence
    if start < quantity.end and end > quantity.start:
        return 0.0
    crossed = clause_cost(spot, start)
    low, high = (end, quantity.start) if end <= quantity.start else (quantity.end, start)
    between = sentence.count_between(low, high)
    countable = unit_class(quantity.unit) in ("count", "company", "person")
    cost = (3 if countable else 1) * _PER_WIDTH * gap(spot.scene, start, end, quantity.start, quantity.end)
    cost += (3 if countable else 1) * _PER_CLAUSE * crossed + (2 if countable else 1) * _PER_QUANTITY * between
    word_clause = sentence.clause_of(start)
    if word_clause != spot.clause and sentence.asides[word_clause]:
        cost += _OWNED  # the word stands in an aside of its own
    owner = sentence.quantity_before(start)
    if owner is not None and owner is not quantity:
        if start < owner.end:
            cost += 2 * _OWNED  # the word is a part of another quantity
        elif start - owner.end <= 1 and unit_class(owner.unit) not in FRAMES:
            cost += _OWNED  # the word stands right behind another quantity and belongs to it
    if start >= quantity.end:
        cost += 0.0 if _TOUCHING.match(spot.scene.lowered, quantity.end, start) else _AFTER
    return cost


def clause_cost(spot: Spot, position: int) -> float:
    """Clauses between a position and the quantity; the edge of a bracket counts 0.4."""
    low, high = sorted((spot.sentence.clause_of(position), spot.clause))
    edges = spot.sentence.edges
    return edges[high] - edges[low]


_ISSUED = re.compile(r"\b(?:issue[sd]?|issuing|sell|sold|selling|raise[sd]?|raising)\s[^;]*$")
_SHARES = re.compile(r"\s(?:in|of)\s(?:new\s)?(?:equity|shares|stock)\b")
_RAISES_ELSE = re.compile(
    r"(?:raise[sd]?|raising)\s(?:(?:its|the|their|his|her|our|full|household|customer|electricity|power|annual)[\s-](?:[\w-]+\s){0,3})?"
    r"(?:bills?|prices?|rates?|costs?|taxes|tariffs?|forecasts?|guidance|outlook|estimates?|targets?|spending|capex|capital|rents?)\b"
)
_DEARER_BY = re.compile(
    r"\b(?:rais|increas|lift|push|driv|cut|lower|reduc|add)\w*\s(?:up\s|to\s)?(?:[\w']+\s){0,4}(?:bills?|prices?|rates?|rents?)"
    r"\s(?:up\s|down\s)?by\s$"
)
_TO_A_PRICE = re.compile(r"(?:%|percent)\s(?:to|at)\s$|%[，,]?(?:[至到报]|收报|报收)\s?$")
_LEVELS = (
    (re.compile(r"份额|市占|占有率|market share"), "market_share"),
    (re.compile(r"上架率|出租率|入住率|空置率|occupancy|vacancy"), "lease_rate"),
    (re.compile(r"比重|占比|比例|毛利率|利润率|净利率|税率|使用率|利用率|gross margin|proportion"), "other"),
)
_GROWING = re.compile(
    r"增速|增长率|增幅|涨幅|growth|税收抵|抵免|tax credit|可再生|绿电|绿色|清洁|风电|光伏|用电|耗电|能耗|冷却|制冷"
)
_LEVEL_BEHIND = re.compile(r"(?:升|降|提高|提升|增加?|上调|下调|下降|下滑|扩大|回升)?[至到为]\s?[约近逾超]?\s?$")
_LEVEL_AHEAD = re.compile(r"\s?(?:大幅|进一步|逐步)?(?:升|降|提高|提升|增加?|上调|下调|下降|下滑|扩大|回升)[至到为]")
_BOUGHT_FOR = re.compile(
    r"\b(?:buy|buying|bought|acquir\w+|purchas(?:e[ds]?|ing)|sell|selling|sold|take over|takeover|acquisition)\b"
    r"[^.;]*\sfor\s"
    r"(?:about|around|roughly|nearly|some|up to|more than)?\s?$"
)
_OF_ALL = re.compile(r"占(?:全[美国球]|美国|总)[^，,。]{0,6}(?:需求|用电量?|电量|电力)[^，,。]{0,3}$")
_POWER_USED = re.compile(r"用电|耗电|电力消耗|电力需求")
_PLANTS = re.compile(
    r"[座处个间]?(?:新的?|先进的?|未公开的?)?(?:[一-鿿a-z\d-]{0,4})(?:厂房?|工厂|晶圆厂|封装厂|地点|站点|据点|基地)(?![商家址牌])"
)
_FOR_A_DEAL = re.compile(
    r"\s?的?(?:算力|云端?|服务|租赁|供应|采购|购电|多年期?|长期){0,3}的?(?:交易|合约|合同|订单|协议)(?!负债)"
)
_WORTH_OF_DEALS = re.compile(
    r"\b(?:agreements?|contracts?|deals?|orders?|leases?|ppas?),? (?:totall?ing|worth|valued at|together worth)\s"
    r"(?:about |more than |up to |nearly )?$"
)
_PIPELINE = re.compile(r"\s(?:[\w-]+\s)?pipeline\b")
_UTILITY = re.compile(r"utilit|load|customer|request|interconnect")
_OF_OUTPUT = re.compile(
    r"\s?(?:以上)?的?(?:总|全部|全球)?(?:产能|产量|供应)|\s+of (?:the |its |all )?(?:total |global )?(?:capacity|"
    r"output|supply)\b"
)
_TAKES = re.compile(r"吃掉|吃下|包下|预订|预定|拿下|占据?|锁定|囊括|book|secur|reserv|tak(?:e|en|ing)|account")
_OF_WHICH = re.compile(r"\s(?:of|in)\s(?:which|that|them|it|those)\b")
_CLUSTERS = re.compile(r"[^，,。的]{0,6}(?:数据|资料|智算)中心")
_PART_OF_A_CHANGE = re.compile(
    r"\s(?:of|in)\s(?:the|this|that|its)\s(?:\w+\s)?(?:increase|rise|growth|decline|drop|jump)\b"
)


def _is_level(spot: Spot) -> bool:
    """Whether a percentage is where a share stands before or after a change (由20%升至33%), not the change."""
    inside = spot.scene.lowered[spot.quantity.start : spot.quantity.end]
    if spot.quantity.signed or inside.startswith(("增", "升", "涨", "降", "跌")):
        return False
    leaves = re.search(r"[由从自]\s?[约近]?\s?$", spot.before(5)) and _LEVEL_AHEAD.match(spot.after(10))
    return bool(leaves) or bool(_LEVEL_BEHIND.search(spot.before(8)))


def _special(spot: Spot, group: str, previous: str | None) -> tuple[str, str] | None:
    quantity, clause = spot.quantity, spot.clause_text
    inside = spot.scene.lowered[quantity.start : quantity.end].rstrip('”"」』)）')
    if group == "ratio" and re.search(r"(?:用电|耗电|电力)[^，,。]{0,14}占[^，,。]{0,8}$", spot.before(28)):
        if not re.search(r"冷却|制冷|可再生", spot.before(28)):
            return "energy_share", "metric.share-of-power"
    if group == "ratio" and _OF_ALL.search(spot.before(12)) and _POWER_USED.search(spot.before(60)):
        return "energy_share", "metric.share-of-all-power"
    if group == "ratio" and previous == "power_demand" and _OF_TOTAL.match(spot.after(24)):
        return "energy_share", "metric.share-of-the-total"
    if group == "ratio" and _OF_POWER.match(spot.after(48)) and not _SOURCE_OF_POWER.search(spot.before(48)):
        return "energy_share", "metric.share-of-power"
    if group == "ratio" and _is_level(spot) and not _GROWING.search(spot.before(40)):
        share = next((m for pattern, m in _LEVELS if pattern.search(spot.before(40))), None)
        if share:
            return share, "metric.level-of-a-share"
    if group == "ratio" and _MORE_THAN.match(spot.after(14)):
        return "growth_rate", "metric.more-than"
    if group == "ratio" and (_PART_OF_A_CHANGE.match(spot.after(40)) or _OF_WHICH.match(spot.after(12))):
        return "other", "metric.part-of-a-change"
    if group == "site" and re.search(r"层|storey|stories|story|floors", inside):
        return "other", "metric.storeys"
    if group in ("count", "site"):
        if re.search(r"相当于|equivalent to|as much as", spot.before(24)) and re.search(
            r"用电|能耗|耗电|electricity|power", spot.after(24) + inside
        ):
            gap_said = re.search(r"缺口|\bgap\b|shortfall", spot.sentence.text.lower())
            return ("power_gap" if gap_said else "power_demand"), "metric.as-much-power-as"
        if re.match(r"[^，,。]{0,6}(?:交易|协议|合同|deal|agreement)", spot.after(16)):
            return "other", "metric.counted-deals"
        if group == "count" and previous == "site_count" and re.search(r"[座处]$", inside):
            return "site_count", "metric.more-sites"
    if group == "count" and "大" in inside[:4] and _CLUSTERS.match(inside.partition("大")[2] + spot.after(16)):
        return "site_count", "metric.counted-sites"
    if (
        group == "count"
        and re.search(r"[座处个]$", inside)
        and re.search(r"(?:数据|资料)中心|园区", spot.before(10) + spot.after(14))
    ):
        return "site_count", "metric.counted-sites"
    if group in ("count", "site") and _PLANTS.match(inside[-4:] + spot.after(10), min(4, len(inside)) - 1):
        return "site_count", "metric.counted-plants"
    if quantity.unit == "acre" and not re.search(r"building|floor|建筑", clause):
        return "land_area", "metric.acres-are-land"
    if group == "power" and _PIPELINE.match(spot.after(14)) and not _UTILITY.search(clause):
        return "power_capacity", "metric.pipeline-of-projects"
    if group == "ratio" and (_OF_OUTPUT.match(spot.after(16)) and _TAKES.search(spot.before(24))):
        return "market_share", "metric.takes-of-the-output"
    if group == "chip" and re.search(r"晶圆|wafer|dram|hbm", spot.after(8)):
        return "memory_supply", "metric.wafers"
    if group == "power" and quantity.per == "rack":
        return "rack_density", "metric.per:rack"
    if group == "time" and _STILL_AFTER.match(spot.after(8)):
        return "lead_time", "metric.still-waiting"
    if group == "money":
        if quantity.per == "chip":
            return "chip_price", "metric.per:chip"
        if _FOR_A_DEAL.match(spot.after(14)) or _WORTH_OF_DEALS.search(spot.before(90)):
            return "contract_value", "metric.worth-of-a-deal"
        if _BOUGHT_FOR.search(spot.before(120)):
            return "contract_value", "metric.bought-for"
        if _DEARER_BY.search(spot.before(60)):
            return "price_change", "metric.dearer-by"
        if quantity.per in ("kWh", "MWh", "kW", "W", "MW"):
            return "other", "metric.price-of-power"
        if previous == "price_change" and quantity.per in (None, "share") and _TO_A_PRICE.search(spot.before(10)):
            return "share_price", "metric.price-after-its-change"
        if quantity.per == "share" and not re.search(r"每股[^，,]{0,4}(?:股息|价值)|dividend", clause):
            earned = re.search(r"earn|profit|eps|income|estimates|每股收益|盈利", spot.sentence.text.lower())
            return ("profit", "metric.per:share-earned") if earned else None
        if _ISSUED.search(spot.before(90)) and _SHARES.match(spot.after(20)):
            return "financing_raised", "metric.issued"
        if previous in ("financing_raised", "valuation") and _PART_INVESTED.search(spot.before(30)):
            return "equity_contribution", "metric.part-of-a-round"
        if _goes_into_a_firm(spot):
            return "equity_contribution", "metric.into-a-firm"
    if group == "x":
        lead = spot.before(14) + inside
        if re.search(r"的$|的?(?:两|二|三|\d+(?:\.\d+)?) ?倍$", lead) or "times" in inside:
            if _MULTIPLE_OF.search(spot.before(14)) or re.search(r"是[^，,]{0,8}的[^，,]{0,4}倍", lead):
                if previous and previous not in ("other", "growth_rate", "target_date"):
                    return previous, "metric.multiple-of-the-quantity-before"
    if group == "count" and quantity.noun and re.search(r"household|home|家庭", quantity.noun):
        if re.search(r"缺口|gap|shortfall", spot.sentence.text.lower()):
            return "power_gap", "metric.households-in-a-gap"
    return None


def _goes_into_a_firm(spot: Spot) -> bool:
    """向X投资…, 投资X(…), 投资X10亿美元: the money goes into a named firm, and is not what the firm is worth."""
    text, quantity = spot.scene.folded, spot.quantity
    if re.search(r"估值|价值", spot.before(6)):
        return False
    for mention in spot.sentence.mentions:
        if mention.kind not in ("company", "fund", "utility") or mention.end > quantity.start:
            continue
        if spot.sentence.clause_of(mention.start) < spot.clause - 1:
            continue
        before = text[max(0, mention.start - 4) : mention.start]
        touching = "@@" if quantity.start - mention.end <= 1 else "@"
        if _INTO.search(before + touching + text[mention.end : mention.end + 3]):
            return True
    return False


def _inside(spot: Spot) -> str:
    return spot.scene.lowered[spot.quantity.start : spot.quantity.end]


def _settle(spot: Spot, group: str, metric: str, rule: str, previous: str | None = None) -> tuple[str, str]:
    """Adjust a metric to its unit and clause: growth of what, lead time or term, plan or past date."""
    if group == "money" and metric == "capital_commitment" and _IN_ONE_YEAR.search(spot.before(40)):
        return "capex", rule + "+one-year"
    if group == "money" and metric == "capital_commitment" and _SPENDING.search(spot.before(80)):
        if _SPENT_IN_A_YEAR.search(spot.after(60)):
            return "capex", rule + "+one-year"
    clause = spot.clause_text
    if group == "time":
        if metric in ("construction_time", "lead_time") and re.search(r"年期|期限|history|历史|以来", clause):
            return "other", "metric.term"
        if spot.quantity.unit in ("hour", "minute"):
            return "other", "metric.clock"
    if group == "date":
        planned = bool(_FUTURE.search(clause)) and not re.search(
            r"(?:于|在)[^，,]{0,8}(?:首次|成立|创立|推出|宣布)", clause
        )
        return ("target_date", "metric.date:plan") if planned else ("other", "metric.date:past")
    if metric == "growth_rate" and previous in _GROWTH_OF and _UP.match(clause.lstrip()):
        return _GROWTH_OF[previous], rule + "+of-the-amount-before"
    if metric == "backlog_rpo" and group == "ratio" and _GREW.search(spot.before(14) + _inside(spot)):
        return "growth_rate", rule + "+grew"
    if metric == "growth_rate" and group in ("ratio", "x"):
        lead = _RELATIVE_CLAUSE.sub(" ", spot.before(100))[-16:]
        near = lead + spot.scene.lowered[spot.quantity.start : spot.quantity.end]
        if re.search(r"营收|收入|销售额|revenue|(?<!electricity )(?<!power )(?<!unit )sales", near) and not re.search(
            r"占|份额|每用户", near
        ):
            return "revenue_growth", rule + "+revenue"
        if re.search(r"\b(?:shares|stock) (?:of|in) [^,.;]{2,40}$", spot.before(60)):
            return "price_change", rule + "+shares"
        if re.search(r"股价|电费|电价|指数|房价|租金|盘中|\bbills?\b|\bprices?\b|\bshares\b", near):
            return "price_change", rule + "+price"
    return metric, rule
