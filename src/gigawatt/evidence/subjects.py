"""Who or what a quantity is about: first eligible name of the clause, then of earlier clauses, then coreference.

A name is not a subject when a preposition or a transitive verb stands in front of it (与X, 向X, 收购X, with X), when it
is the one who speaks, or when it is only cited. Market-type subjects are put together from a place, qualifiers and a
field noun ("US" + "residential" + "electricity bill").
"""

import re
from dataclasses import dataclass

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
from gigawatt.evidence.scene import Scene, Spot, points_to_a_firm, width
from gigawatt.evidence.speakers import Voice
from gigawatt.evidence.units_of_claims import unit_class
from gigawatt.evidence.words import Hit, Trigger

_ELIGIBLE = ORGANISATIONS | {"market"}
_OF_PRODUCTS = frozenset(
    "performance_ratio chips_per_pod users target_date chip_price market_share memory_supply power_demand".split()
)
_GENERIC = frozenset(
    "growth_rate price_change energy_share cooling_share renewable_share power_gap power_demand survey_share "
    "market_size market_share construction_time lead_time lease_rate other target_date".split()
)
_PLACE_TOO = frozenset("power_gap renewable_share price_change energy_share growth_rate market_size site_count".split())
_DEALS_OF_THE_FIRM = frozenset(
    "capital_commitment equity_contribution capex ownership_share financing_raised contract_value debt "
    "headcount".split()
)
_OBLIQUE_ZH = re.compile(
    r"(?:[^名成称认因作定]为|与|向|对|给|于|被|比|同|跟|从|在|使用|收购|收购了|投资|售予|出售给?|持有|注资|"
    r"入股|包括|来自|通过|购买|"
    r"采购|依赖|支持|指|让|受|超过|超越|除了?|据|对标|竞争对手|手握|手持|(?<![还于但就正的])是|成为|作为|随着|"
    r"由于|加入|绕开|分散于|提供|为|援引|打造的?|如|像|起诉|替|支援|获|由于|的由|致信)"
    r"(?:了|(?<!购|资|有|用|买|标|持|导)的)?\s*[“\"「『(（《]?$"
)
_AGENT = re.compile(r"(?:^|[^理缘因自])由\s*$")
_OBLIQUE_EN = re.compile(
    r"\b(?:in|to|with|from|for|at|against|like|than|of|on|including|into|via|between|through|under|as|near|by|told|"
    r"called|formerly|previously|formerly [a-z]+)\s+(?:the\s|its\s|their\s)?[\"“(]?$"
)
_BRAND = re.compile(
    r"\s?(?:的)?(?:最新|先进|最先进|新)?(?:的)?(?:相关(?:业务|营收|收入|订单)|gpu|gb\d|h\d00|b\d00|h20|芯片|"
    r"tpu|chips?\b|processors|ai芯片|ai服务器|servers)"
)
_PARENT = re.compile(r"(?:\s?[(（][^()（）]{1,12}[)）])?(?:的)?(?:母公司|旗下|子公司|控股股东|实控人)")
_SUPPLIED_BY = re.compile(r"^[^，,。]{0,12}由(?=[^，,。]{1,14}(?:供应|提供|承担|生产|承建))")
_COUNTRIES = {"US": "United States", "CN": "China", "GB": "United Kingdom", "IN": "India", "PK": "Pakistan"}
_WE = re.compile(r"\b(?:we|our|us)\b|我们")
_NATIONWIDE = re.compile(r"全国|我国")
_LOCAL = frozenset(("当地政府", "州政府", "当局", "local government", "local authorities", "officials"))
_OWNS = re.compile(r"['’]s\s(?:[a-z]+\s){0,2}")
_FARTHEST = 10  # clauses back; a subject is not carried farther within a sentence
_NAMING = re.compile(r"(?:名为|命名为|取名|called|named|dubbed|known as)\s*(?:the\s)?[“\"「『]?$")
_LIKE = re.compile(r"(?:\b(?:[Ll]ike|[Uu]nlike|[Aa]fter|[Aa]longside|[Ww]ith|[Bb]eyond|[Bb]esides)\s|(?:与|和|同|像)[^，,]{0,2})$")
_OF_SITES = frozenset("power_demand power_capacity construction_time lead_time target_date".split())
_SITES_TOLD_OF = re.compile(
    r"(?:新建的?|新增的?|这些|上述|首批|[两三四五六七八九十\d]座|[两三四五六七八九十\d]个)[^，,。]{0,6}(?:数据|资料)中心"
    r"|\b(?:these|(?:the|its) (?:new|two|three|four|five|six))\s(?:\w+\s){0,2}data cent"
)
_CHANGE_BEFORE = re.compile(r"\s?(?:an?\s)?(?:up|down|compared (?:with|to)|versus|increase|rise|jump|drop|同比|环比|年增|年减|季增|较)")
_LISTED = re.compile(r"\s?[,，、]\s?(?:and |和|及)?")
_JOINS = re.compile(
    r"^\s*\)?(?:资产管理公司|公司|集团)?\s*(?:和|及|以及|、|/|\+|and|&|,|, and|&)\s*(?:[一-鿿]{2,8}(?:商|公司|集团|巨头|业者))?\s*$"
)
_OWNER_OF = re.compile(
    r"(?:当前|现任|前|原)?(?:的)?(?:所有者|母公司|子公司|控股股东|大股东|实控人|合作伙伴|竞争对手|客户|供应商|运营商|旗下)(?:公司)?"
)
_ACTS = re.compile(
    r"\s(?:has|have|had|will|is|plans?|wants|expects?|received|approved|allocate[sd]?|announced|needs?|agreed|aims)\b|"
    r"(?:政府)?(?:已|正|将|拟|计划)?(?:批准|分配|划拨|宣布|要求|承诺|同意|收到)"
)
_KIND_OF = re.compile(
    r"(?:-backed|-owned|-led|-controlled)\s|(?:-backed|-owned)?\s(?:miner|mining (?:firm|company)|developer|operator|"
    r"supplier|maker|giant|startup|start-up|provider|partner|rival|unit|subsidiary)\s"
)
_OF_FIRMS = frozenset("share_price valuation market_cap pe_ratio revenue revenue_growth profit".split())
_OF_PROGRAMMES = frozenset("capital_commitment capex jobs site_count power_capacity chip_count".split())
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    name: str
    rule: str
    mention: Mention | None = None
    group: tuple[str, ...] = ()
    weak: bool = False


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
        if mention.kind in _ELIGIBLE and mention.end <= spot.quantity.start:
            if _OWNS.fullmatch(spot.scene.lowered, mention.end, spot.quantity.start):
                return Subject((mention.name,), "subject.owner", mention)
            break
    if thread.last_subject and spot.clause and _CHANGE_BEFORE.match(spot.clause_text.lstrip(" ,，")):
        earlier = [q for q in sentence.quantities if q.end <= spot.clause_span[0] and unit_class(q.unit) != "date"]
        low, high = spot.clause_span
        if earlier and not any(low <= m.start < high and m.kind in _ELIGIBLE for m in sentence.mentions):
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
        low = _start_of_the_list(spot, low)
        named = _named(spot, thread, voice, low, limit, clause < spot.clause)
        head = market(spot, low, limit, metric) if metric in _GENERIC else None
        told_by_another = voice is not None and voice.name not in (thread.main, thread.company())
        if head and not head_first and thread.dominant and head.endswith("ata centers") and not told_by_another:
            head = None
        if head and metric in _OF_SITES and head.endswith("ata centers") and _SITES_TOLD_OF.search(spot.scene.folded, low, limit):
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
    return any(m.kind in _ELIGIBLE and m.end <= begins for m in spot.sentence.mentions)


def _start_of_the_list(spot: Spot, low: int) -> int:
    """Where a list of names begins that the commas part into clauses: "A, B and C plan to ..."."""
    named = [m for m in spot.sentence.mentions if m.kind in _ELIGIBLE]
    first = next((i for i, m in enumerate(named) if m.start >= low), 0)
    if not first or named[first].start > low + 5:
        return low
    text = spot.scene.folded
    while first and _LISTED.fullmatch(text, named[first - 1].end, named[first].start):
        if _LIKE.search(text, max(0, named[first - 1].start - 12), named[first - 1].start):
            break  # Like X, Y invests
        first -= 1
        start = named[first].start
        low = max(start - 16, spot.sentence.clauses[spot.sentence.clause_of(start)][0])  # with what stands before it
    return low


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
    return next((m for m in spot.sentence.mentions if m.end == opening and m.kind in _ELIGIBLE), None)


def _firm_of_who_says_we(spot: Spot, voice: Voice | None) -> str | None:
    """The firm of a person who is quoted and says "we"."""
    if voice is None or voice.mention is None or voice.mention.kind != "person":
        return None
    return voice.mention.parent if _WE.search(spot.sentence.text.lower()) else None


def _told_from_outside(voice: Voice | None) -> bool:
    """Whether somebody speaks who looks on: an agency, a research house, a bank, unnamed analysts."""
    if voice is None:
        return False
    return voice.mention is None or voice.mention.kind == "agency" or voice.mention.sector in OBSERVERS


def _from_context(spot: Spot, thread: Thread, voice: Voice | None) -> Subject:
    metric, sentence, quantity = spot.metric, spot.sentence, spot.quantity
    end = sentence.clauses[spot.clause][1]
    after = [
        m
        for m in sentence.mentions
        if quantity.end <= m.start < end and m.kind in _ELIGIBLE and width(spot.scene.text[quantity.end : m.start]) <= 3
    ]
    if _told_from_outside(voice) and _NATIONWIDE.search(sentence.scene.folded, sentence.start, sentence.end):
        if not any(m.kind == "place" for m in sentence.mentions):
            return Subject(("China",), "subject.nationwide")
    if voice and voice.mention and voice.mention.kind in ORGANISATIONS - {"agency"} and "cited" not in voice.rule:
        if sentence.start <= voice.mention.start < sentence.end or voice.mention.kind != "media":
            return Subject((voice.mention.name,), "subject.speaker", voice.mention)
    own = _firm_of_who_says_we(spot, voice)
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
    if thread.fallback() and not (_told_from_outside(voice) and not thread.fresh and not thread.dominant):
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


def _named(spot: Spot, thread: Thread, voice: Voice | None, low: int, limit: int, earlier: bool) -> _Candidate | None:
    """The first eligible name or anaphor of a stretch; a name given by "called X" wins for the clauses after it."""
    sentence, scene = spot.sentence, spot.scene
    candidates: list[_Candidate] = []
    previous: Mention | None = None
    previous_bad = False
    for mention in sentence.mentions:
        if mention.end <= low or mention.start >= limit:
            continue
        if _PARENT.match(scene.folded[mention.end : mention.end + 8]):
            continue  # X's parent Y, Y of X: the other name is meant
        kind = _KIND_OF.match(scene.lowered, mention.end)
        if kind and any(m.start == kind.end() for m in sentence.mentions):
            continue  # Bitcoin miner X
        if any(m.start == mention.end + 3 for m in sentence.mentions) and _OWNS.match(scene.folded, mention.end):
            continue  # OpenAI's Stargate: the thing owned
        spoken = voice is not None and (
            mention is voice.mention or mention in voice.group or _is_title_of(scene, mention, voice)
        )
        joined = previous is not None and is_joined(scene, previous, mention)
        fits = (mention.kind in _ELIGIBLE and mention.sector not in ("policy", "history")) or (
            mention.kind == "product" and (spot.metric in _OF_PRODUCTS or spot.quantity.unit in ("mph", "km/h"))
        )
        agent = not joined and _AGENT.search(scene.folded[max(low, mention.start - 3) : mention.start])
        agent = agent and any(m.kind in _ELIGIBLE and m.end <= mention.start - 1 for m in sentence.mentions)
        bad = spoken or not fits or (previous_bad if joined else bool(agent) or is_oblique(scene, mention, low))
        if earlier and _NAMING.search(scene.folded[max(low, mention.start - 12) : mention.start]):
            return _Candidate(mention.start, mention.name, "subject.named-there", mention)
        if not bad:
            if joined and candidates and candidates[-1].mention is previous:
                last = candidates[-1]
                group = (*(last.group or (last.name,)), mention.name)
                candidates[-1] = _Candidate(last.start, last.name, "subject.names", mention, group)
            else:
                watching = mention.sector in OBSERVERS
                candidates.append(_Candidate(mention.start, mention.name, "subject.name", mention, weak=watching))
        elif mention.kind == "programme" and fits and not spoken and spot.metric in _OF_PROGRAMMES:
            if not any(m.kind in _ELIGIBLE and m.end <= mention.start for m in sentence.mentions):
                candidates.append(_Candidate(mention.start, mention.name, "subject.programme", mention, weak=True))
        elif (
            mention.kind == "person"
            and not spoken
            and spot.quantity.unit == "date"
            and not is_oblique(scene, mention, low)
        ):
            candidates.append(_Candidate(mention.start, mention.name, "subject.person", mention, weak=True))
        previous, previous_bad = mention, bad
    if not candidates and voice is not None and voice.mention is not None and "cited" not in voice.rule:
        spoken_org = voice.mention
        looks_on = _told_from_outside(voice) and _NATIONWIDE.search(scene.folded, sentence.start, sentence.end)
        if spoken_org.kind in ORGANISATIONS - {"agency"} and low <= spoken_org.start < limit and not looks_on:
            group = tuple(m.name for m in voice.group)
            start = voice.group[0].start if group else spoken_org.start
            spoken = _Candidate(start, spoken_org.name, "subject.speaker", spoken_org, group, weak=True)
            candidates.append(spoken)
    first = next((c for c in candidates if not c.weak), candidates[0] if candidates else None)
    for hit, trigger in sentence.of_role("anaphor"):
        if hit.start < low or hit.end > limit or (first and not first.weak and hit.start > first.start):
            continue
        if hit.word == "其" and scene.folded[hit.end : hit.end + 1] in ("中", "他", "余", "实", "次", "它"):
            continue
        if first and first.start >= hit.end and _OWNER_OF.fullmatch(scene.folded[hit.end : first.start].strip()):
            continue  # 其所有者X: X is meant
        resolved = _resolve(spot, thread, hit, trigger, low, voice)
        if resolved:
            return _Candidate(hit.start, resolved, f"subject.anaphor:{hit.word}")
    return first


def _resolve(spot: Spot, thread: Thread, hit: Hit, trigger: Trigger, low: int, voice: Voice | None) -> str | None:
    scene = spot.scene
    if _OBLIQUE_ZH.search(scene.folded[max(low, hit.start - 6) : hit.start]):
        return None
    if trigger.value == "company":
        if hit.word in ("we", "our"):
            own_firm = _firm_of_who_says_we(spot, voice)
            return own_firm or (thread.main_firm if thread.dominant_firm else None)
        if not points_to_a_firm(scene, hit):
            return None
        own = [
            m
            for m in spot.sentence.mentions
            if m.end <= hit.start and m.kind in ("company", "utility") and not is_oblique(scene, m, m.start - 8)
        ]
        if own and hit.word not in ("公司",):
            return own[0].name
        following = scene.folded[hit.end : hit.end + 8]
        for mention in spot.sentence.mentions:  # 公司首席执行官X: X's firm
            if mention.kind == "person" and mention.parent and 0 <= mention.start - hit.end <= 10:
                return mention.parent
        del following
        return thread.company()
    if trigger.value == "programme":
        if hit.word in ("项目", "我们") or (hit.word == "合资企业" and hit.start > low + 3):
            return None
        return thread.project()
    if trigger.value == "place" and hit.word in _LOCAL:
        own = [m for m in spot.sentence.mentions if m.kind == "place" and m.end <= hit.start]
        return own[-1].name if own else thread.place
    if trigger.value == "part":
        return thread.heading or thread.salient
    if trigger.value == "self" and hit.word.startswith(("该", "新")):
        own = [m for m in spot.sentence.mentions if m.end <= low and m.kind in ORGANISATIONS]
        return own[-1].name if own else thread.fallback()
    if trigger.value == "self":
        if hit.word in ("it", "its", "其", "他们", "它"):
            if hit.start > low + 4:
                return None
            own = [m for m in spot.sentence.mentions if m.end <= low and m.kind in ORGANISATIONS]
            own = [
                m for m in own if not is_oblique(scene, m, spot.sentence.start) and m is not (voice and voice.mention)
            ]
            acting = [m for m in own if m.sector not in OBSERVERS]
            return (acting or own)[0].name if own else thread.salient
        return thread.fallback() if hit.start <= low + 3 else None
    return None


def _is_title_of(scene: Scene, mention: Mention, voice: Voice) -> bool:
    """Whether a name only says who the speaker is (白宫AI事务主管David Sacks)."""
    person = voice.mention
    if person is None or person.kind != "person" or not mention.end <= person.start:
        return False
    return width(scene.text[mention.end : person.start]) <= 12 and not re.search(
        r"[，,。]", scene.text[mention.end : person.start]
    )


def is_joined(scene: Scene, first: Mention, second: Mention) -> bool:
    """Whether two names stand together (A和B, A and B)."""
    return bool(_JOINS.match(scene.folded[first.end : second.start]))


def is_oblique(scene: Scene, mention: Mention, low: int) -> bool:
    """Whether a preposition, a transitive verb or a brand use keeps a name from being a subject."""
    if mention.kind != "product" and _BRAND.match(scene.folded[mention.end : mention.end + 12].lower()):
        return True
    before = scene.folded[max(low, mention.start - 14, 0) : mention.start]
    if _NAMING.search(before) or before.endswith(("those of ", "that of ")):
        return False
    if mention.start and scene.text[mention.start - 1] in "(（" and mention.kind != "market":
        return True
    return bool(_OBLIQUE_ZH.search(before) or _OBLIQUE_EN.search(before.lower()))


def _spread(spot: Spot, named: _Candidate) -> Subject:
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
