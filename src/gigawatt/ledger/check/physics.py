"""Ratios of the field: dollars per watt, watts per chip, square metres per megawatt, shares of known totals.

Each ratio has a sourced range (`catalogue/checks/ratios.toml`); a finding is raised only when the whole interval of
the text lies outside the range widened by the tolerance parameter.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from pathlib import Path

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, amount, cite
from gigawatt.ledger.check.near import after, before, between, stops
from gigawatt.ledger.check.wording import number, percent, span, watts
from gigawatt.ledger.exchange import default_rates
from gigawatt.ledger.obstacles import is_wide
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, dimension, interval, status_class
from gigawatt.params import Parameter, ParameterBook, read_parameters


@lru_cache(maxsize=1)
def ranges() -> ParameterBook:
    """The sourced ranges of the field ratios."""
    path = Path(str(files("gigawatt") / "catalogue" / "checks" / "ratios.toml"))
    return ParameterBook(read_parameters([path]))


def in_dollars(one: Held) -> tuple[float, float] | None:
    """The amount of a money claim in US dollars; None without a rate or a number."""
    rate, found = default_rates().usd_per(one.claim.unit), amount(one.claim)
    return None if rate is None or found is None else (found[0] * rate, found[1] * rate)


def _plain(one: Held) -> tuple[float, float] | None:
    return amount(one.claim)


def _is_money(one: Held) -> bool:
    spend = one.claim.metric in ("capex", "capital_commitment", "contract_value", "debt", "financing_raised")
    return one.claim.unit in MONEY and one.claim.per is None and spend


def _is_build_money(one: Held) -> bool:
    return _is_money(one) and one.claim.metric in ("capex", "capital_commitment")


def _is_chips(one: Held) -> bool:
    return one.claim.unit == "chip" and one.claim.per is None and one.claim.metric == "chip_count"


_A_HALL_W = 5e5
"""power from which it is that of a building, not of a rack or a machine"""


def _is_power(one: Held) -> bool:
    large = (amount(one.claim) or (0.0, 0.0))[1] >= _A_HALL_W
    what = one.claim.metric in ("power_capacity", "power_demand")
    return one.claim.unit == "W" and one.claim.per is None and what and large


def _is_area(one: Held) -> bool:
    land = re.search(r"mile|acre|hectare|km|公里|公顷|亩|畝", one.claim.qty.casefold())
    return one.claim.unit == "m2" and one.claim.metric == "floor_area" and not land


def _is_racks(one: Held) -> bool:
    return one.claim.unit == "rack" and one.claim.per is None


def _is_jobs(one: Held) -> bool:
    return one.claim.unit == "job" and one.claim.per is None


@dataclass(frozen=True)
class Ratio:
    """A quotient of two claims about one thing, with the parameter that holds its range."""

    name: str
    top: Callable[[Held], bool]
    bottom: Callable[[Held], bool]
    key: str
    unit: str
    scale: float = 1.0
    low_counts: bool = True
    """whether a quotient below the range is a fault too"""
    top_value: Callable[[Held], tuple[float, float] | None] = _plain


RATIOS = (
    Ratio("money per power", _is_build_money, _is_power, "checks.usd_per_w", "USD/W", top_value=in_dollars),
    Ratio("power per chip", _is_power, _is_chips, "checks.w_per_chip", "W/chip"),
    Ratio("money per chip", _is_money, _is_chips, "checks.usd_per_chip", "USD/chip", top_value=in_dollars),
    Ratio("chips per rack", _is_chips, _is_racks, "checks.chips_per_rack", "chips/rack"),
    Ratio("area per power", _is_area, _is_power, "checks.m2_per_mw", "m2/MW", scale=1e6),
    Ratio(
        "jobs per money",
        _is_jobs,
        _is_build_money,
        "checks.jobs_per_usd_billion",
        "jobs/billion USD",
        scale=1e9,
        low_counts=False,
    ),
)


def field_ratios(material: Material) -> Iterator[Finding]:
    """Quotients of two claims of one sentence, or of one subject in one article, outside the range of the field."""
    wide = ranges()["checks.tolerance"].p50
    for members in material.by_item():
        for ratio in RATIOS:
            for top, bottom in _partners(material, members, ratio):
                if not _one_thing(material, top, bottom) or not _nearest(material, top, bottom):
                    continue
                a = ratio.top_value(top)
                b = in_dollars(bottom) if bottom.claim.unit in MONEY else amount(bottom.claim)
                if a is None or b is None or min(b) <= 0:
                    continue
                low, high = a[0] / b[1] * ratio.scale, a[1] / b[0] * ratio.scale
                field = ranges()[_range_of(ratio, top)]
                if (ratio.low_counts and high < field.p10 / wide) or low > field.p90 * wide:
                    yield _outside(ratio, field, top, bottom, low, high)


_FEW = 3
"""amounts of one kind for one subject, place and period beyond which none is shown to belong to another's sentence"""
_LISTED = 20
"""amounts of one kind in one sentence beyond which it is a table that lost its lines"""


def _partners(material: Material, members: list[Held], ratio: Ratio) -> Iterator[tuple[Held, Held]]:
    """Pairs that can belong together: of one sentence, or of one subject, place and period with few amounts each."""
    groups: dict[tuple[object, ...], tuple[list[Held], list[Held]]] = defaultdict(lambda: ([], []))
    for side, wanted in enumerate((ratio.top, ratio.bottom)):
        for one in members:
            if wanted(one):
                told, what = material.sentence(one), material.scope(one)
                if told is not None:
                    groups[told.start, told.end][side].append(one)
                if what.subject and one.claim.location:
                    groups[what.subject, one.claim.location, one.claim.period][side].append(one)
    seen: set[tuple[str, str]] = set()
    for key, (tops, bottoms) in groups.items():
        if max(len(tops), len(bottoms)) > (_LISTED if len(key) == 2 else _FEW):
            continue
        for top, bottom in product(tops, bottoms):
            if (top.id, bottom.id) not in seen:
                seen.add((top.id, bottom.id))
                yield top, bottom


def _nearest(material: Material, top: Held, bottom: Held) -> bool:
    """Whether, in one sentence, neither claim has a nearer partner of its own; a comma parts."""
    sentence = material.sentence(top)
    if sentence is None or sentence is not material.sentence(bottom):
        return True
    gap, members = _gap(material, top, bottom), material.within(sentence)
    kinds = dimension(top.claim.unit), dimension(bottom.claim.unit)
    rivals = [(m, bottom) for m in members if dimension(m.claim.unit) == kinds[0] and m is not top]
    rivals += [(top, m) for m in members if dimension(m.claim.unit) == kinds[1] and m is not bottom]
    return all(gap <= _gap(material, a, b) for a, b in rivals)


def _gap(material: Material, one: Held, two: Held) -> int:
    first, second = sorted((one, two), key=lambda m: m.claim.start)
    words = between(material, first, second)
    return second.claim.start - first.claim.end + _COMMA * len(re.findall("[,，、]", words))


_COMMA = 30
"""characters that a comma counts for when the nearest partner of a number is sought"""


def _range_of(ratio: Ratio, top: Held) -> str:
    """Key of the range; Chinese halls without their servers cost a fraction of American ones."""
    chinese = top.claim.unit == "CNY" or "China" in (top.claim.location or "")
    return f"{ratio.key}.china" if chinese and f"{ratio.key}.china" in ranges() else ratio.key


def _one_thing(material: Material, one: Held, two: Held) -> bool:
    """Whether two claims describe one site, deal or plan: same sentence, or same named subject, place and period."""
    a, b = one.claim, two.claim
    places = {a.location, b.location} - {None}
    if len(places) > 1 or a.negated or b.negated or any(_of_another_kind(material, m) for m in (one, two)):
        return False
    if material.sentence(one) is material.sentence(two):
        return _one_breath(material, one, two)
    if status_class(a.status) != status_class(b.status) and {status_class(a.status), status_class(b.status)} != {
        "ahead", "building",
    }:  # fmt: skip
        return False
    same = material.scope(one).subject == material.scope(two).subject is not None
    if is_wide(material.scope(one).location):
        return False  # a country holds many plans
    return same and a.period == b.period and a.location is not None and a.location == b.location


def _of_another_kind(material: Material, one: Held) -> bool:
    """Whether an amount is that of one piece, or a power that of batteries or a power plant."""
    near = before(material, one, 8) + "|" + after(material, one, 16)
    if one.claim.unit == "W":
        part = cue("of_which", before(material, one, 24))
        return bool(part) or any(cue(name, near) for name in ("storage", "wind", "solar", "plant"))
    if cue("no_building_money", after(material, one, 14)):
        return True
    return bool(cue("each", after(material, one, 10)) or cue("each", before(material, one, 8).replace("at ", "")))


def _one_breath(material: Material, one: Held, two: Held) -> bool:
    """Whether two claims of one sentence stand close, with no other firm and no other phase between them."""
    first, second = sorted((one, two), key=lambda m: m.claim.start)
    words = between(material, first, second)
    if len(words) >= 60 or stops(words.replace(",", " ")) or cue("phase", words) or cue("breaks_list", words):
        return False
    if material.scope(one).subject == material.scope(two).subject:
        return True
    sentence = material.sentence(one)
    between_names = [
        name for place, name in (material.named(sentence) if sentence else [])
        if first.claim.end <= place + sentence.start < second.claim.start
    ] if sentence else []  # fmt: skip
    return not between_names


def _outside(ratio: Ratio, field: Parameter, top: Held, bottom: Held, low: float, high: float) -> Finding:
    return found(
        f"ratio:{ratio.name}", "physics", "medium", (cite(top), cite(bottom)), section="ratio",
        field=span(field.p10, field.p90), unit=ratio.unit, source=field.source, got=span(low, high),
        top=top.claim.qty, bottom=bottom.claim.qty,
    )  # fmt: skip


def _households(one: Held) -> bool:
    from gigawatt.ledger.search import fold

    noun = (one.claim.noun or "").lower()
    return one.claim.unit == "count" and any(word in fold(noun) for word in ("household", "家庭", "home", "户"))


_VAGUE = 5.0
"""ends of a count from which it is a manner of speaking (hundreds of thousands)"""


def power_in_households(material: Material) -> Iterator[Finding]:
    """`equivalent to N households`: watts per household against what households draw, at both ends of a range."""
    for sentence, members in material.by_sentence():
        homes = [m for m in members if _households(m) and cue("equals", _lead(sentence, m))]
        powers = [m for m in members if m.claim.unit == "W" and amount(m.claim)]
        for home in homes:
            ahead = [m for m in powers if m.claim.end <= home.claim.start]
            count = amount(home.claim)
            field = ranges()[f"checks.w_per_household.{_homes_of(sentence, home)}"]
            if not ahead or not count or count[0] <= 0:
                continue
            power = amount(ahead[-1].claim) or (0.0, 0.0)
            low, high = power[0] / count[1], power[1] / count[0]
            fits = [field.p10 <= end <= field.p90 for end in (low, high)]
            if all(fits):
                continue
            whole = high < field.p10 or low > field.p90
            vague = count[1] >= _VAGUE * count[0] or None in (
                interval(ahead[-1].claim).low,
                interval(ahead[-1].claim).high,
            )
            if vague and not whole:
                continue
            yield found(
                "power-in-households", "physics", "high" if whole else "medium", (cite(ahead[-1]), cite(home)),
                section="households" if whole else "households_at_one_end", each=span(field.p10, field.p90),
                source=field.source, got=span(low, high), homes=home.claim.qty, power=ahead[-1].claim.qty,
                needed=span(field.p10 * count[0], field.p90 * count[0], watts),
            )  # fmt: skip


def _homes_of(sentence: Sentence, home: Held) -> str:
    """us when the households are told to be American; else the world, where most use far less."""
    place = f"{home.claim.location or ''} {home.claim.subject or ''}"
    return "us" if "United States" in place or cue("american", sentence.folded) else "world"


def _lead(sentence: Sentence, one: Held) -> str:
    begin = one.claim.start - sentence.start
    return sentence.folded[max(0, begin - 24) : begin + len(one.claim.qty) + 4]


def gap_against_system(material: Material) -> Iterator[Finding]:
    """A power gap told as a share and in watts: the system that both imply against the size of the real one."""
    field = ranges()["checks.system_peak_w.north_america"]
    wide = ranges()["checks.tolerance"].p50
    for _, members in material.by_sentence():
        shares = [m for m in members if m.claim.metric == "power_gap" and m.claim.unit == "ratio"]
        gaps = [m for m in members if m.claim.metric == "power_gap" and m.claim.unit == "W"]
        for share, gap in product(shares, gaps):
            if "United States" not in (share.claim.location, gap.claim.location, share.claim.subject):
                continue
            part, power = amount(share.claim), amount(gap.claim)
            if not part or not power or part[0] <= 0:
                continue
            low, high = power[0] / part[1], power[1] / part[0]
            if high * wide < field.p10:
                yield found(
                    "gap-base", "physics", "medium", (cite(share), cite(gap)), peak=span(field.p10, field.p90, watts),
                    source=field.source, base=span(low, high, watts), gap=gap.claim.qty, share=share.claim.qty,
                    right=span(power[0] / field.p90, power[1] / field.p10, percent),
                )  # fmt: skip


def growth_of_known_demand(material: Material) -> Iterator[Finding]:
    """Growth of United States data-centre demand to 2028 against the national forecast with which it is credited."""
    field = ranges()["checks.data_centre_growth.us_2028"]
    for one in material.held:
        claim, told = one.claim, amount(one.claim)
        about = "data cent" in (claim.subject or "").lower() and "us " in f"{(claim.subject or '').lower()} "
        if not about or claim.metric != "growth_rate" or claim.unit != "x" or not told:
            continue
        if "2028" not in (claim.period or "") or status_class(claim.status) != "ahead":
            continue
        added = any(word in material.clause(one) for word in ("增加", "增长", "increase", "grow by"))
        low, high = (value + 1.0 if added else value for value in told)
        if high > field.p90 * 1.1 or low < field.p10 / 1.1:
            yield found(
                "growth-of-known-demand", "physics", "low", (cite(one),), about=f"{claim.qty} {claim.period}",
                range=span(field.p10, field.p90), source=field.source, got=span(low, high), told=claim.qty,
            )  # fmt: skip


_WORLD_EN = re.compile(
    r"^ ?of (?:all )?(?:the )?(?:world'?s?|global|worldwide|world-wide)"
    r"(?:(?!data)[a-z' -]){0,20}?(?:electricity|power|energy)"
)
_WORLD_ZH = re.compile(r"占(?:到|了)?(?:全球|世界|全世界)[^,，;。数资]{0,6}(?:用电|电力|耗电|电量)[^,，;。]{0,8}$")


def _of_the_world(material: Material, one: Held) -> bool:
    """Whether a share is that of data centres in all electricity of the world (not of a country, not of their own)."""
    whole = material.folded(one)
    centres = any(word in whole for word in ("数据中心", "资料中心", "data cent"))
    tail = re.sub(r"\s+", " ", after(material, one, 60))
    return centres and bool(_WORLD_EN.search(tail) or _WORLD_ZH.search(before(material, one, 24)))


def shares_of_known_totals(material: Material) -> Iterator[Finding]:
    """Shares of data centres in the electricity of the world or of the United States against measured totals."""
    wide = ranges()["checks.tolerance"].p50
    for one in material.held:
        claim = one.claim
        if claim.metric != "energy_share" or claim.unit != "ratio" or status_class(claim.status) != "real":
            continue
        found_share = amount(claim)
        if not found_share or not _of_the_world(material, one):
            continue
        field = ranges()["checks.data_centre_share.world"]
        if found_share[0] > field.p90 * wide or found_share[1] < field.p10 / wide:
            yield found(
                "share-of-electricity", "physics", "high", (cite(one),), range=span(field.p10, field.p90, percent),
                source=field.source, got=claim.qty, times=number(found_share[0] / field.p50),
            )  # fmt: skip
