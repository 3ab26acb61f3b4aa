"""Who or what a quantity is about: first eligible name of the clause, then of earlier clauses, then coreference.

A name is not a subject when a preposition or a transitive verb stands in front of it (与X, 向X, 收购X, with X), when it
is the one who speaks, or when it is only cited. Market-type subjects are put together from a place, qualifiers and a
field noun ("US" + "residential" + "electricity bill").
"""

import re
from dataclasses import dataclass

from gigawatt.evidence.candidates import (
    _NATIONWIDE,
    _OWNS,
    ELIGIBLE,
    Candidate,
    firm_of_who_says_we,
    is_oblique,
    named_in,
    start_of_the_list,
    told_from_outside,
)
from gigawatt.evidence.clauses import is_aside
from gigawatt.evidence.coreference import Thread, section_of_a_call
from gigawatt.evidence.entities import OBSERVERS, ORGANISATIONS, Mention
from gigawatt.evidence.markets import (
    HEAD_FIRST,
    actor_of,
    counted_actor,
    goes_into,
    market,
    narrowest,
    place_of,
    stock_of_a_place,
)
from gigawatt.evidence.neighbours import dealt_out, nearest_product, told_by_its_neighbour, turn_of
from gigawatt.evidence.scene import Spot, width
from gigawatt.evidence.speakers import Voice
from gigawatt.evidence.units_of_claims import unit_class

_GENERIC = frozenset(
    "growth_rate price_change energy_share cooling_share renewable_share power_gap power_demand survey_share "
    "market_size market_share construction_time lead_time lease_rate other target_date".split()
)
_PLACE_TOO = frozenset("power_gap renewable_share price_change energy_share growth_rate market_size site_count".split())
_DEALS_OF_THE_FIRM = frozenset(
    "capital_commitment equity_contribution capex ownership_share financing_raised contract_value debt "
    "headcount".split()
)
_SUPPLIED_BY = re.compile(r"^[^，,。]{0,12}由(?=[^，,。]{1,14}(?:供应|提供|承担|生产|承建))")
_COUNTRIES = {"US": "United States", "CN": "China", "GB": "United Kingdom", "IN": "India", "PK": "Pakistan"}
_FARTHEST = 10  # clauses back; a subject is not carried farther within a sentence
_OF_SITES = frozenset("power_demand power_capacity construction_time lead_time target_date".split())
_SITES_TOLD_OF = re.compile(
    r"(?:新建的?|新增的?|这些|上述|首批|[两三四五六七八九十\d]座|[两三四五六七八九十\d]个)[^，,。]{0,6}(?:数据|资料)中心"
    r"|\b(?:these|(?:the|its) (?:new|two|three|four|five|six))\s(?:\w+\s){0,2}data cent"
)
_CHANGE_BEFORE = re.compile(
    r"\s?(?:an?\s)?(?:up|down|compared (?:with|to)|versus|increase|rise|jump|drop|同比|环比|年增|年减|季增|较)"
)
_ACTS = re.compile(
    r"\s(?:has|have|had|will|is|plans?|wants|expects?|received|approved|allocate[sd]?|announced|needs?|agreed|aims)\b|"
    r"(?:政府)?(?:已|正|将|拟|计划)?(?:批准|分配|划拨|宣布|要求|承诺|同意|收到)"
)
_OF_FIRMS = frozenset("share_price valuation market_cap pe_ratio revenue revenue_growth profit".split())
_OF_CHIPS = frozenset("chip_price performance_ratio chips_per_pod".split())
_SPREAD = re.compile(r"各(?!方|地|州|类|种|国|界|个|项|市场|行|自)|分别|各自|each")
_RATIO_BACK = re.compile(
    r"(?:该|这一|此)(?:比例|数字|占比|比重|金额|数据)|that (?:figure|share|number)|the (?:figure|share) "
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Canonical names of the subject (several when a quantity is said of each), with kind, mention and rule."""

    names: tuple[str, ...]
    rule: str
    mention: Mention | None = None
    proposed: bool = False


def decide_subject(spot: Spot, thread: Thread, voice: Voice | None) -> Subject:
    """The subject of a quantity, with the rule that decided it."""
    metric, sentence = spot.metric, spot.sentence
    if thread.last_subject and _RATIO_BACK.search(spot.before(24)):
        return Subject((thread.last_subject,), "subject.that-ratio")
    if metric == "tax_credit_rate":
        own = [m.name for m in sentence.mentions if m.sector == "policy"]
        if own or thread.policy:
            return Subject((own[-1] if own else str(thread.policy),), "subject.policy")
    supplier = _SUPPLIED_BY.search(spot.scene.folded[spot.quantity.end : spot.sentence.end])
    if supplier:
        at = spot.quantity.end + supplier.end()
        named = next((m for m in sentence.mentions if m.start == at and m.kind in ORGANISATIONS), None)
        if named:
            return Subject((named.name,), "subject.supplied-by", named)
    if spot.metric in _OF_CHIPS:
        product = nearest_product(spot)
        if product:
            return Subject((product.name,), "subject.nearest-product", product)
    dealt = dealt_out(spot)
    if dealt:
        return Subject((dealt.name,), "subject.each-its-own", dealt)
    told = told_by_its_neighbour(spot, is_oblique)
    if told:
        return Subject((told[0].name,), told[1], told[0])
    for mention in reversed(sentence.mentions):
        if mention.kind in ELIGIBLE and mention.end <= spot.quantity.start:
            if _OWNS.fullmatch(spot.scene.lowered, mention.end, spot.quantity.start):
                return Subject((mention.name,), "subject.owner", mention)
            break
    if thread.last_subject and spot.clause and _CHANGE_BEFORE.match(spot.clause_text.lstrip(" ,，")):
        earlier = [q for q in sentence.quantities if q.end <= spot.clause_span[0] and unit_class(q.unit) != "date"]
        low, high = spot.clause_span
        if earlier and not any(low <= m.start < high and m.kind in ELIGIBLE for m in sentence.mentions):
            return Subject((thread.last_subject,), "subject.change-of-the-one-before")
    counted = counted_actor(spot)
    if counted:
        return Subject((counted,), "subject.counted-actors")
    bracket = _in_brackets_of(spot)
    if bracket and metric not in ("equity_contribution", "capital_commitment"):
        return Subject((bracket.name,), "subject.in-its-brackets", bracket)
    head_first = metric in HEAD_FIRST
    if metric == "lead_time" and not [m for m in sentence.mentions if m.kind in ORGANISATIONS]:
        places = [m for m in sentence.mentions if m.kind == "place"]
        if places:
            start, end = spot.clause_span
            near = next((m for m in places if start <= m.start < end), places[0])
            return Subject((near.name,), "subject.place-of-the-wait", near)
    stock = stock_of_a_place(spot) or goes_into(spot)
    if stock:
        return Subject((stock,), "subject.there-is")
    for clause in range(spot.clause, max(-1, spot.clause - _FARTHEST), -1):
        low, high = sentence.clauses[clause]
        if 0 < clause < spot.clause and is_aside(spot.scene.lowered, low):
            continue  # X, which owns Y, ...; X, a unit of Y, ...: X acts
        limit = spot.quantity.start if clause == spot.clause else high
        low = start_of_the_list(spot, low)
        named = named_in(spot, thread, voice, low, limit, clause < spot.clause)
        head = market(spot, low, limit, metric) if metric in _GENERIC else None
        told_by_another = voice is not None and voice.name not in (thread.main, thread.company())
        if head and not head_first and thread.dominant and head.endswith("ata centers") and not told_by_another:
            head = None
        if (
            head
            and metric in _OF_SITES
            and head.endswith("ata centers")
            and _SITES_TOLD_OF.search(spot.scene.folded, low, limit)
        ):
            told = thread.programme or thread.fallback()
            if told and not (named and not named.weak):
                return Subject((told,), "subject.sites-told-of")
        if head and head_first:
            return Subject((head,), "subject.head")
        if head and named and named.weak:
            return Subject((head,), "subject.head")
        watching = named is not None and named.mention is not None and named.mention.sector in OBSERVERS
        if watching and not head:
            head = market(spot, low, limit, metric) or place_of(spot, low, limit, thread)
        if named and not named.weak:
            return _spread(spot, named)
        if head:
            return Subject((head,), "subject.head")
        if metric in _PLACE_TOO and metric != "site_count":
            place = place_of(spot, low, limit, thread)
            if place:
                unit = thread.units_of_places.get(place) if thread.transcript else None
                return Subject((unit or place,), "subject.place")
        if watching and metric in _OF_FIRMS and thread.dominant and thread.main:
            return Subject((thread.main,), "subject.watched")
        if named:
            return _spread(spot, named)
        if clause in (spot.clause, 0):
            begins = low + 2 if spot.scene.folded.startswith("其中", low) else low
            opening = next(
                (m for m in sentence.mentions if begins <= m.start <= begins + 1 and m.kind == "place"), None
            )
            if opening and clause and _only_says_where(spot, opening, begins):
                continue  # …, 在X建置: the actor stands before
            if (
                opening
                and opening.end <= limit
                and (not thread.dominant or _ACTS.match(spot.scene.lowered, opening.end))
            ):
                places = [m for m in sentence.mentions if m.kind == "place" and m.start >= opening.start]
                return Subject((narrowest(spot.scene, places),), "subject.place-opens-the-clause", opening)
        actor = actor_of(spot, low, limit)
        if actor and clause == spot.clause:
            return Subject((actor,), "subject.actor")
    return _from_context(spot, thread, voice)


def _only_says_where(spot: Spot, place: Mention, begins: int) -> bool:
    """Whether 在X only says where, and the sentence names an actor before the clause."""
    if place.start != begins + 1 or spot.scene.folded[begins] not in "在于":
        return False
    return any(m.kind in ELIGIBLE and m.end <= begins for m in spot.sentence.mentions)


def _in_brackets_of(spot: Spot) -> Mention | None:
    """The name right before the bracket the quantity stands in: X(…, 9倍)."""
    text = spot.scene.folded
    opening = text.rfind("(", spot.sentence.start, spot.quantity.start)
    if opening < 0 or ")" in text[opening : spot.quantity.start]:
        return None
    if (
        re.search(r"[一-鿿]", text[spot.quantity.start - 1 : spot.quantity.start])
        and opening < spot.quantity.start - 60
    ):
        return None
    return next((m for m in spot.sentence.mentions if m.end == opening and m.kind in ELIGIBLE), None)


def _from_context(spot: Spot, thread: Thread, voice: Voice | None) -> Subject:
    metric, sentence, quantity = spot.metric, spot.sentence, spot.quantity
    end = sentence.clauses[spot.clause][1]
    after = [
        m
        for m in sentence.mentions
        if quantity.end <= m.start < end and m.kind in ELIGIBLE and width(spot.scene.text[quantity.end : m.start]) <= 3
    ]
    if told_from_outside(voice) and _NATIONWIDE.search(sentence.scene.folded, sentence.start, sentence.end):
        if not any(m.kind == "place" for m in sentence.mentions):
            return Subject(("China",), "subject.nationwide")
    if voice and voice.mention and voice.mention.kind in ORGANISATIONS - {"agency"} and "cited" not in voice.rule:
        if sentence.start <= voice.mention.start < sentence.end or voice.mention.kind != "media":
            return Subject((voice.mention.name,), "subject.speaker", voice.mention)
    own = firm_of_who_says_we(spot, voice)
    if own:
        return Subject((own,), "subject.firm-of-the-speaker")
    if after and not thread.fallback():
        return Subject((after[0].name,), "subject.after", after[0])
    if metric in _GENERIC:
        head = market(spot, sentence.start, sentence.end, metric)
        if head and (metric in HEAD_FIRST or not thread.fallback()):
            return Subject((head,), "subject.head-later")
    if thread.last_subject and re.match(r"[\s“\"]*其中", spot.sentence.text):
        return Subject((thread.last_subject,), "subject.part-of-the-one-before")
    spent = metric in _DEALS_OF_THE_FIRM or (metric == "other" and unit_class(quantity.unit) == "money")
    section = section_of_a_call(thread, sentence, quantity.start, spent)
    if section:
        return Subject((section,), "subject.section-of-a-call")
    if thread.fallback() and not (told_from_outside(voice) and not thread.fresh and not thread.dominant):
        return Subject((str(thread.fallback()),), "subject.thread")
    if voice and voice.mention and voice.mention.kind == "agency" and voice.mention.country in _COUNTRIES:
        return Subject((_COUNTRIES[voice.mention.country],), "subject.country-of-the-agency")
    products = [m for m in sentence.mentions if m.kind == "product" and m.end <= quantity.start]
    if products:
        return Subject((products[0].name,), "subject.product", products[0])
    persons = [
        m
        for m in sentence.mentions
        if m.kind == "person" and m.end <= quantity.start and (voice is None or m.name != voice.name)
    ]
    if persons:
        return Subject((persons[0].name,), "subject.person", persons[0])
    head = market(spot, sentence.start, sentence.end, metric)
    if head:
        return Subject((head,), "subject.head-any")
    places = [m for m in sentence.mentions if m.kind == "place"]
    if places:
        return Subject((places[0].name,), "subject.place-any", places[0])
    if after:
        return Subject((after[0].name,), "subject.after", after[0])
    return Subject((), "subject.none")


def _spread(spot: Spot, named: Candidate) -> Subject:
    """One row per name when the quantity is said of each (各, 分别), one joint name otherwise."""
    if len(named.group) > 1 and named.mention is not None:
        start, end = spot.clause_span
        between = spot.scene.folded[max(start, named.start) : spot.quantity.start]
        turn = turn_of(spot, named.start, len(named.group))
        if turn is not None:
            return Subject((named.group[turn],), "subject.each-its-own", named.mention)
        if _SPREAD.search(between):
            return Subject(named.group, "subject.each", named.mention)
        return Subject((" and ".join(named.group),), "subject.together", named.mention)
    return Subject((named.name,), named.rule, named.mention)
