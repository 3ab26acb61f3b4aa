"""How far a quantity has got: announced, planned, signed, actual, forecast ... decided by verb and aspect."""

import re

from gigawatt.evidence.scene import Spot, gap, is_said, width
from gigawatt.evidence.units_of_claims import unit_class

_PER_CLAUSE = 1.2
_PER_WIDTH = 0.07
_AFTER = 1.4
_LEAST = 0.4
_REACH = 240  # characters: farther away no word can score

_REPORTED = frozenset(
    "revenue profit loss free_cash_flow valuation market_cap share_price price_change pe_ratio revenue_growth "
    "growth_rate ownership_share debt backlog_rpo market_share survey_share renewable_share cooling_share energy_share "
    "tax_credit_rate lease_rate headcount users customers other rack_density performance_ratio chips_per_pod "
    "chip_price power_demand lead_time construction_time market_size memory_supply".split()
)
_BUILT = frozenset("site_count floor_area land_area power_capacity chip_count capex capital_commitment".split())
_DEAL = frozenset(
    "contract_value chip_count power_capacity power_demand debt financing_raised other capital_commitment "
    "equity_contribution".split()
)
_MONEY_OUT = frozenset("capital_commitment capex equity_contribution financing_raised contract_value".split())
_JOINED = re.compile(r"和|及|、|但|而(?!且)| and | but | while ")
_BASE = re.compile(
    r"(?:高于|低于|超过|超出|超越|多于|少于|相比|较|比|more than|above|than|from)[^，,。]{0,16}"
    r"(?:今年|去年|上年|前年|上季度|同期|目前|this year|last year|year earlier)[^，,。]{0,24}$"
)
_TARGET_PRICE = re.compile(r"目标价|price target|target price")
_IF = re.compile(
    r"(?:[^，,。]{0,8}若获|(?:但|而|那么|不过|则|and |but )?(?:如果|若(?!干)|假如|倘若|一旦(?!完工|建成|投产|"
    r"竣工|落成|启用|全面)|if ))"
)
_ANNOUNCED_WILL = re.compile(r"宣布(?:了[^，,。]{0,10})?[，,：:]?[^，,。]{0,18}(?:将|会)[^。；]*$")
_WEIGHED = re.compile(r"考虑(?!到|因素)|正商讨|商讨|洽谈|正洽商|正评估")
_UNNAMED = re.compile(r"据[^，,]{2,12}报[道导]|\breported\b|知情人士|消息人士|据悉|据传|people familiar|sources")
_HOPED = re.compile(r":(?:有望|可能|可能会|或|或将|could|may|might|likely)$")
_GIVEN = re.compile(r"获(?:得|了)?[^，,。将]{0,24}(?:投资|注资|融资|增资|入股)了?$")
_SAID_WOULD = re.compile(
    r"\b(?:said|announced|confirmed|told [\w ]{2,30})\s(?:[\w ]{0,12}\s)?(?:that\s)?"
    r"(?:it|they|he|she|the (?:company|utility|firm|group)) would\b"
    r"(?![^.;]*\bif\b)"
)
_ANNOUNCED = re.compile(r"宣布|announced")
_APPROVED = re.compile(r"\bapprov(?:al|ed)\b[^.;]{0,40}\bto (?:build|construct|develop|install|add)\b")
_DONE = re.compile(r"(?:部署|采购|购买|安装|交付|投入|上线|租|购入)了$")
_CREATED = re.compile(r"\b(?:has|have|had|already)\s(?:\w+\s)?(?:created|added|brought)\s|(?:创造|带来|新增|提供)了")
_IN_THE_NEXT = re.compile(r"(?:未来|今后|接下来)\s?$|\bnext\s$")
_STARTS_FROM = re.compile(r"(?:\b(?:up|down|compared (?:with|to)|versus|from))\s(?:about |around |roughly |just )?$")
_BY_NOW = re.compile(r"\s(?:today|now|currently|at present|last year|a year (?:ago|earlier)|this year)")
_UNDER = re.compile(r".*\bunder ((?:an?|the|its|this) (?:\w+[ -]){0,3}(?:agreement|contract|deal)\b).*")
_FROM = re.compile(
    r"(?:\b(?:up|down|rising|rose|increase[sd]?|grow[ns]?|grew|climb\w*|jump\w*)\s(?:\w+ly\s)?from"
    r"|\b(?:double|triple|twice|compared (?:with|to)|versus))\s(?:the\s|about\s|around\s|roughly\s|just\s)*$"
)
_LEAVES = re.compile(r"(?:[从由自]|\bfrom)\s?(?:目前|现有|当前|原本|原先)?(?:的|约|about\s|around\s)*$")
_ARRIVES = re.compile(
    r"[^，,。]{0,6}?(?:提升|提高|增加?|升|扩大|扩建|扩充|扩增|拉升|上升|攀升|降低?|减少?)[至到为]|\s?to\s"
)
_REVISED = re.compile(
    r"指引|预期|预估|目标|上修|下修|上调|下调|调高|调低|forecast|guidance|estimate|expectation|target|previously|outlook"
)
_FORESEEN = re.compile(
    r"\bwill\b|\bplans?\b|\bplann(?:ing|ed)\b|\bto (?:build|develop|construct|deploy)\b|计划|(?<![即领])将(?![军领近])"
)
_AS_OF = re.compile(r"截至|截止|目前|\bas of\b|\bcurrently\b")
_RUMOUR = re.compile(r"传出|据传|盛传|传闻|\breportedly\b|\brumou?red\b")
_SHARE_OF = re.compile(r"占比|贡献|比重|毛利率|\bmargins?\b|\bshare of\b")
_AGREED = re.compile(
    r"\b(?:signed|signs|inked|finali[sz]ed|entered into|struck|agreed)\b[^.;]*\b(?:agreement|contract|deal|ppa|"
    r"lease)s?\b"
    r"|(?:签署|签订|签下|达成)[^，,。]{0,16}(?:协议|合同|合约)"
)
_ACCORDING_TO_A_DEAL = re.compile(
    r"\s?(?:根据|依据?|按照?)(?:该|这份|上述|双方)?(?:协议|合同|合约|备忘录)|under (?:the|this|that|its) (?:new |"
    r"revised )?(?:terms of (?:the|this) )?"
    r"(?:new |revised )?(?:deal|agreement|contract|ppa)\b"
)
_BY_A_YEAR = re.compile(
    r"[^.;。；]{0,50}\bby (?:20[2-9]\d|the end of the decade)|[^。；]{0,3}(?:by|in) the (?:early|mid|"
    r"late)?[ -]?20[3-9]0s"
)
_UNDERWAY = re.compile(r"(?:目前|正)[^，,。]{0,16}(?:兴建|建造|修建|新建|建设|推进)")
_SPENT = re.compile(r"投资|投入|耗资|斥资|invest|spent|cost")
_AND = re.compile(r"并|且|和|但|;| and | but ")
_PAST = re.compile(r"已|了|过去|去年|同比|当前|目前|上季度|现有|was|were|has|had|ago|last year|since")
_ESTIMATE = re.compile(
    r"预计|预测|预估|据估计|估计|猜测|(?<![超及达于])预期|expected|forecast|estimate|projected|predict"
)
_INTENT = re.compile(r"计划|拟|打算|准备|规划|承诺|plans?\b|intends?|pledge")
_EFFECTS = frozenset(
    "jobs headcount revenue profit loss free_cash_flow valuation market_cap share_price power_gap growth_rate "
    "revenue_growth market_size market_share energy_share power_demand users price_change".split()
)
_SHARES = frozenset("cooling_share energy_share market_share ownership_share renewable_share".split())
_FUTURE = re.compile(r"将|会|到\s?20\d\d|预计|未来|will|by 20\d\d|expected")
_OWN_WORK = re.compile(
    r"投入运营|投运|投产|完成|上线|通电|交付|建成|启动|开业|开服|开放|发布|online|complete|operational|open|"
    r"deliver|launch|service"
)
_AIM = re.compile(r"争取|力争|目标|计划|拟|将|预计|plans?\b|will|aims?\b|target")
_TARGETS = frozenset(("争取", "力争", "目标", "aim", "aims", "target"))
_DEPLOY = re.compile(r"部署|提供另外|deploy")
_SIGNED = re.compile(r"签|达成|协议|合同|大单|交易|出售|收购|agreement|contract|signed|deal")
_DEFAULT = {
    "capital_commitment": "announced",
    "contract_value": "signed",
    "target_date": "planned",
    "chip_count": "planned",
    "jobs": "forecast",
    "equity_contribution": "announced",
    "power_gap": "forecast",
}


def allowed(status: str, metric: str) -> bool:
    """Whether a status makes sense for a metric: a revenue is not signed, a share price not under construction."""
    if status in ("under_construction", "operational"):
        return metric in _BUILT
    if status == "signed":
        return metric in _DEAL
    if status == "invested":
        return metric in _MONEY_OUT
    if status == "announced":
        return metric not in ("other", "price_change", "loss", "survey_share") and metric in (
            _MONEY_OUT | _BUILT | frozenset(("jobs", "target_date", "debt"))
        )
    if status == "committed":
        return metric in _MONEY_OUT | _BUILT | frozenset(
            ("power_demand", "jobs", "debt", "target_date", "renewable_share")
        )
    if status == "actual":
        return metric != "target_date"
    return True


def decide_status(
    spot: Spot,
    speaker: str | None,
    negated: bool,
    outsider: bool = False,
    previous: str | None = None,
    future: bool = False,
) -> tuple[str, str]:
    """(status, rule id) of the quantity, given its metric.

    `outsider`: the speaker is a person of another house than the firm spoken of; `previous`: status of the quantity
    before it in the sentence, which a multiple of that quantity shares; `future`: its period lies ahead of the day.
    """
    metric = spot.metric
    if previous and spot.rules.get("metric", "").endswith("multiple-of-the-quantity-before"):
        return previous, "status.as-the-quantity-before"
    best, rule, top = "", "", _LEAST
    bare = _is_bare(spot)
    for hit, trigger in spot.sentence.of_role("status"):
        if not allowed(trigger.value, metric):
            continue
        if not spot.quantity.start - _REACH <= hit.start <= spot.quantity.end + _REACH:
            continue
        crossed = _crossed(spot, spot.sentence.clause_of(hit.start))
        if bare and hit.start < spot.quantity.start:
            crossed = max(0, crossed - 1)
        if trigger.reach == "clause" and crossed and (hit.start > spot.quantity.end or crossed > 2):
            continue
        if hit.start and spot.scene.folded[hit.start - 1] in "该此" and hit.word in ("协议", "合同"):
            continue
        if trigger.value == "operational" and _aimed_at(spot, hit.start):
            continue
        if not _is_word(spot, hit.start, hit.end, hit.word):
            continue
        if hit.start >= spot.quantity.end and (
            _of_the_next(spot, hit.start) or "其中" in spot.scene.folded[spot.quantity.end : hit.start]
        ):
            continue
        cost = _PER_WIDTH * gap(spot.scene, hit.start, hit.end, spot.quantity.start, spot.quantity.end)
        cost += _PER_CLAUSE * crossed
        opens = hit.start - spot.quantity.end in (0, 1) and spot.quantity.start - spot.clause_span[0] <= 3
        if opens and not hit.word[0].isascii():
            cost -= _AFTER  # the amount itself is what will be paid: 首笔100亿美元将于…支付
        if hit.start >= spot.quantity.end:
            joined = _AND.search(spot.scene.lowered[spot.quantity.end : hit.start])
            cost += 2 * _AFTER if joined else _AFTER
        score = trigger.weight - cost
        if score > top:
            best, rule, top = trigger.value, f"status.word:{hit.word}", score
    if negated and speaker and best in ("", "actual", "planned"):
        return "alleged", "status.denied-by-a-third-party"
    if outsider and best in ("", "actual"):
        return "alleged", "status.said-by-an-outsider"
    if not best:
        best, rule = _DEFAULT.get(metric, "actual"), f"status.default:{metric}"
    status, rule = _settle(spot, best, rule)
    if future and status == "actual" and rule != "status.base-of-a-comparison" and metric != "survey_share":
        return "forecast", "status.period-ahead"
    return status, rule


def _crossed(spot: Spot, clause: int) -> int:
    """Clause edges between a clause and the quantity's; an aside between them parts nothing."""
    low, high = sorted((clause, spot.clause))
    return max(0, high - low - 2 * sum(spot.sentence.asides[low + 1 : high]))


def _is_bare(spot: Spot) -> bool:
    """Whether the clause is hardly more than the quantity (…投资，最高达5000亿美元): it goes with the one before."""
    start, end = spot.clause_span
    outside = spot.scene.text[start : spot.quantity.start] + spot.scene.text[spot.quantity.end : end]
    return spot.clause > 0 and width(outside) <= 2


def _under_an_if(spot: Spot) -> bool:
    """Whether the clause before sets a condition: 如果今天申请，可能要等3年."""
    if not spot.clause:
        return False
    spans = spot.sentence.clauses[max(0, spot.clause - 2) : spot.clause]
    return any(_IF.match(spot.scene.lowered, low) for low, _ in spans)


def _of_the_next(spot: Spot, position: int) -> bool:
    """Whether a word behind the quantity belongs to another one joined to it: 3亿美元首付和预计支付的5亿美元."""
    if not _JOINED.search(spot.scene.lowered[spot.quantity.end : position]):
        return False
    end = spot.sentence.clauses[spot.sentence.clause_of(position)][1]
    group = unit_class(spot.quantity.unit)
    return any(position < q.start < end and unit_class(q.unit) == group for q in spot.sentence.quantities)


def _aimed_at(spot: Spot, position: int) -> bool:
    """Whether a state is only aimed at in its own clause (预计2027年投运)."""
    start = spot.sentence.clauses[spot.sentence.clause_of(position)][0]
    return bool(_AIM.search(spot.scene.lowered[start:position]))


def _is_word(spot: Spot, start: int, end: int, word: str) -> bool:
    """Whether a short Chinese status word is meant as such: 将 not in 将领, 为 not in 因为, 或 between numbers."""
    text = spot.scene.lowered
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if word == "将":
        return after not in "军领近" and not re.match(
            r"将[^，,]{2,14}(?:上调|下调|提高|推|列|纳|视|定位|最佳)", text[start : start + 18]
        )
    if word == "或":
        return (
            bool(re.match(r"或(?:将|可|会|达|高达|超|近|约|许|有|需|面临|增|减|降|升|\d)", text[start : start + 4]))
            and not before.isdigit()
        )
    if word == "projects":
        return is_said(spot.scene, start)
    if word in ("新建", "拟建", "兴建", "建造", "合建", "修建", "建置"):
        return spot.metric in _BUILT and "已" not in text[max(0, start - 3) : start]
    if word in ("目标", "target", "targets") and (
        text.startswith(("价", " price"), end) or text[:start].endswith("price ")
    ):
        return False  # a target price is what an analyst expects
    if word == "在建":
        return after not in ("立", "议")
    if word == "一旦":
        return not re.match(r"完工|建成|投产|竣工|落成|启用|全面", text[end : end + 2])
    if word in ("已", "已经") and spot.metric in _BUILT:
        return not re.match(r"(?:与[^，,]{1,20})?(?:达成|签|宣布|同意|计划|获批|批准|决定)", text[end : end + 24])
    if word == "合同":
        return not text.startswith(("负债", "期", "资产"), end)
    if word == "待":
        return before not in "等期对" and after not in "遇"
    if word == "若":
        return after not in "干"
    return True


def _is_base(spot: Spot) -> bool:
    """Whether the quantity is where a change starts (从1.2GW提升至2GW, "up from 3%"), and not an older forecast."""
    lead, behind = spot.before(40), spot.after(30)
    if not (_FROM.search(lead) or (_LEAVES.search(lead) and _ARRIVES.match(behind))):
        return False
    return not _REVISED.search(lead[-24:] + " " + behind)


def _settle(spot: Spot, status: str, rule: str) -> tuple[str, str]:
    """Repairs that need two words at once."""
    clause, metric = spot.clause_text, spot.metric
    group = unit_class(spot.quantity.unit)
    lead = spot.scene.lowered[spot.sentence.start : spot.quantity.start]
    near = spot.scene.lowered[spot.clause_span[0] : spot.quantity.start]
    if status in ("forecast", "planned") and _STARTS_FROM.search(lead[-16:]) and _BY_NOW.match(spot.after(24)):
        return "actual", "status.base-of-a-comparison"
    if status == "planned" and rule.split(":")[-1] in ("将", "will", "即将", "还会", "会再"):
        first = spot.sentence.clauses[max(0, spot.clause - 2)][0]
        if _ESTIMATE.search(spot.scene.lowered[first : spot.quantity.start]) and not _INTENT.search(near):
            if not _ANNOUNCED.search(near):
                return "forecast", "status.estimated-will"
        if (metric in _EFFECTS or (group == "ratio" and _SHARE_OF.search(near))) and not _INTENT.search(near):
            return "forecast", "status.effect-will"
    if (
        status in ("planned", "announced")
        and metric in _DEAL - _MONEY_OUT
        and _ACCORDING_TO_A_DEAL.match(spot.scene.lowered, spot.sentence.start, spot.sentence.end)
    ):
        return "signed", "status.under-a-deal"
    if rule.startswith("status.default") and status == "actual" and _BY_A_YEAR.match(spot.after(70)):
        if not _PAST.search(clause):
            return "forecast", "status.by-a-year"
    if status in ("forecast", "planned", "announced", "target", "conditional") and _is_base(spot):
        return "actual", "status.base-of-a-change"
    told = _RUMOUR.search(spot.scene.lowered, spot.sentence.start, spot.quantity.start)
    if told and status in ("forecast", "planned", "actual", "announced"):
        return "rumoured", "status.by-hearsay"
    if status == "planned" and metric in _BUILT and _UNDERWAY.search(near) and not _INTENT.search(near):
        return "under_construction", "status.underway"
    if rule.startswith("status.default") and metric in _BUILT & _DEAL - _MONEY_OUT and _AGREED.search(lead):
        return "signed", "status.agreed-before"
    if rule.startswith("status.default") and metric in _BUILT | {"power_demand", "construction_time"}:
        if _FORESEEN.search(lead) and not _PAST.search(clause) and not _AS_OF.search(lead):
            return "planned", "status.planned-before"
    if rule.startswith("status.default") and metric in _BUILT | {"other"} and _APPROVED.search(lead):
        return "planned", "status.approval-to-build"
    if group == "time" and rule.startswith("status.default") and _IN_THE_NEXT.search(spot.before(8)):
        return "forecast", "status.in-the-next"
    if metric == "jobs" and rule.startswith("status.default") and _CREATED.search(near):
        return "actual", "status.done"
    if metric == "chip_count" and rule.startswith("status.default") and _DONE.search(near):
        return "actual", "status.done"
    if status == "forecast" and rule.endswith(":would") and metric in _MONEY_OUT | _BUILT and _SAID_WOULD.search(lead):
        return "planned", "status.said-it-would"
    if status in ("planned", "forecast", "announced") and _BASE.search(near):
        return "actual", "status.base-of-a-comparison"
    if rule.startswith("status.default") and metric in _MONEY_OUT and _GIVEN.search(near):
        return "actual", "status.money-received"
    if (
        rule.endswith(":will have")
        and metric == "power_capacity"
        and re.search(r"campus|facility|site|project|phase", near)
    ):
        return "planned", "status.own-project"
    if spot.rules.get("metric") == "metric.date:past" and status in ("target", "planned", "announced", "signed"):
        return ("signed" if status == "signed" else "actual"), "status.past-date"
    if status == "forecast" and metric == "target_date" and _OWN_WORK.search(clause) and not _HOPED.search(rule):
        return "planned", "status.own-schedule"
    if status == "actual" and metric not in _SHARES and metric != "survey_share":
        if _ESTIMATE.search(lead) and not _PAST.search(clause):
            return "forecast", "status.within-an-estimate"
    if metric == "survey_share" and status in ("conditional", "forecast", "planned"):
        return "actual", "status.answers-of-a-survey"
    if metric == "capex" and status == "invested" and "已" not in rule and "has" not in rule:
        return "actual", "status.spent-in-a-period"
    if status == "forecast" and metric in _SHARES and not _FUTURE.search(spot.sentence.text.lower()):
        return "actual", "status.estimated-share"
    if status == "actual" and metric in _BUILT and re.search(r"已[^，,]{0,14}建成", near):
        return ("invested" if metric in _MONEY_OUT else "operational"), "status.built"
    if status in ("signed", "planned", "announced", "committed") and re.search(r"\bif\s", near):
        return "conditional", "status.if"
    if metric == "share_price" and status in ("actual", "target") and _TARGET_PRICE.search(near):
        return "forecast", "status.target-price"
    if status in ("forecast", "planned", "actual", "announced") and metric != "survey_share" and _under_an_if(spot):
        return "conditional", "status.under-an-if"
    if (
        status == "planned"
        and metric in _MONEY_OUT | _BUILT
        and _ANNOUNCED_WILL.search(lead)
        and not _INTENT.search(lead)
    ):
        return "announced", "status.announced-will"
    if status in ("invested", "announced", "actual") and _WEIGHED.search(near):
        told = _UNNAMED.search(spot.scene.lowered, spot.sentence.start, spot.sentence.end)
        return ("rumoured", "status.weighed-by-hearsay") if told else ("conditional", "status.weighed")
    if status == "operational" and metric in _MONEY_OUT and _SPENT.search(near):
        return "invested", "status.spent-on-what-runs"
    if status in ("operational", "under_construction", "invested") and _AIM.search(near):
        if _ESTIMATE.search(lead):
            return "forecast", "status.estimated-will"
        return ("target" if _AIM.search(near).group() in _TARGETS else "planned"), "status.aim-before-state"
    if metric == "chip_count" and status in ("signed", "announced", "actual") and _DEPLOY.search(near):
        return "planned", "status.to-be-deployed"
    expected = rule.split(":")[-1] in ("预计", "expected", "expects")
    if (
        metric == "contract_value"
        and status in ("forecast", "announced", "actual", "planned")
        and not expected
        and _SIGNED.search(clause if status != "planned" else _UNDER.sub(r"\1", spot.sentence.text.lower()))
        and (status != "planned" or _UNDER.search(spot.sentence.text.lower()))
    ):
        return "signed", "status.contract"
    if status == "planned" and re.search(r"宣布[^，,]{0,8}(?:将|会)", clause) and not re.search(r"计划|拟", clause):
        if group == "money":
            return "announced", "status.announced-will"
    return status, rule
