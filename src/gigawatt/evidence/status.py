"""How far a quantity has got: announced, planned, signed, actual, forecast ... decided by verb and aspect."""

import re

from gigawatt.evidence.metrics import unit_class
from gigawatt.evidence.scene import Spot, gap

_PER_CLAUSE = 1.2
_PER_WIDTH = 0.07
_AFTER = 1.4
_LEAST = 0.4

_REPORTED = frozenset(
    "revenue profit loss free_cash_flow valuation market_cap share_price price_change pe_ratio revenue_growth "
    "growth_rate ownership_share debt backlog_rpo market_share survey_share renewable_share cooling_share energy_share "
    "tax_credit_rate lease_rate headcount users customers other rack_density performance_ratio chips_per_pod "
    "chip_price power_demand lead_time construction_time market_size memory_supply".split()
)
_BUILT = frozenset("site_count floor_area land_area power_capacity chip_count capex capital_commitment".split())
_DEAL = frozenset(
    "contract_value chip_count power_capacity power_demand debt financing_raised other capital_commitment "
    "equity_contribution lease_rate".split()
)
_MONEY_OUT = frozenset("capital_commitment capex equity_contribution financing_raised contract_value other".split())
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
        return metric in _MONEY_OUT | _BUILT | frozenset(("power_demand", "jobs", "debt", "target_date", "renewable_share"))
    return True


def decide_status(spot: Spot, speaker: str | None, negated: bool) -> tuple[str, str]:
    """(status, rule id) of the quantity, given its metric."""
    metric = spot.metric
    best, rule, top = "", "", _LEAST
    for hit, trigger in spot.sentence.of_role("status"):
        if not allowed(trigger.value, metric):
            continue
        crossed = abs(spot.sentence.clause_of(hit.start) - spot.clause)
        if trigger.reach == "clause" and crossed and (hit.start > spot.quantity.end or crossed > 2):
            continue
        if not _is_word(spot, hit.start, hit.end, hit.word):
            continue
        cost = _PER_WIDTH * gap(spot.scene, hit.start, hit.end, spot.quantity.start, spot.quantity.end)
        cost += _PER_CLAUSE * crossed + (_AFTER if hit.start >= spot.quantity.end else 0.0)
        score = trigger.weight - cost
        if score > top:
            best, rule, top = trigger.value, f"status.word:{hit.word}", score
    if negated and speaker and best in ("", "actual", "planned"):
        return "alleged", "status.denied-by-a-third-party"
    if not best:
        best, rule = _DEFAULT.get(metric, "actual"), f"status.default:{metric}"
    return _settle(spot, best, rule)


def _is_word(spot: Spot, start: int, end: int, word: str) -> bool:
    """Whether a short Chinese status word is meant as such: 将 not in 将领, 为 not in 因为, 或 between numbers."""
    text = spot.scene.lowered
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if word == "将":
        return after not in "军领近" and not re.match(r"将[^，,]{0,14}(?:上调|下调|提高|推|列|纳|视|定位|最佳)", text[start : start + 18])
    if word == "为":
        return before not in "因成作称认以名视" and after not in "了此其"
    if word == "或":
        return after not in "者" and before not in "一" and not before.isdigit()
    if word == "求":
        return before in "请要寻谋" and False
    if word in ("规模",):
        return True
    if word == "待":
        return before not in "等期对" and after not in "遇"
    if word == "若":
        return after not in "干"
    if word == "可能":
        return True
    return True


def _settle(spot: Spot, status: str, rule: str) -> tuple[str, str]:
    """Repairs that need two words at once."""
    clause = spot.clause_text
    group = unit_class(spot.quantity.unit)
    if status == "planned" and re.search(r"宣布[^，,]{0,8}(?:将|会)", clause) and not re.search(r"计划|拟", clause):
        if group == "money":
            return "announced", "status.announced-will"
    if status == "target" and spot.metric == "tax_credit_rate":
        return "target", rule
    return status, rule
