"""Sums and products that one sentence or two print: parts of a whole, so many of so much each, years of a rate."""

import re
from collections.abc import Iterator

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, amount, cite
from gigawatt.ledger.check.near import after, before, between, countable, stops
from gigawatt.ledger.check.wording import Shown, money, quantity
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, dimension, family, interval, metric_group

_ROUNDING = 0.05
"""share by which printed parts and wholes may differ"""
_PRODUCT = 0.12
"""share by which a printed total may differ from a product of rounded numbers"""
_LABEL = re.compile(r"[^\W\d][\w ]*[:：]\s*[$€£¥~]?$")
_BRACKET = re.compile(r"[（(]([^（()）]*)[)）]")
_SUMMABLE = MONEY | {"W", "Wh", "chip", "site", "building", "m2", "acre", "job", "rack", "share", "person", "count"}


def parts_of_a_whole(material: Material) -> Iterator[Finding]:
    """A whole followed by its parts that exceed it, or, where the text lists all of them, do not reach it."""
    for sentence, members in material.by_sentence():
        for position, whole in enumerate(members):
            if amount(whole.claim) is None or whole.claim.negated:
                continue
            rest = members[position + 1 :]
            inside = _in_bracket(sentence, whole, [m for m in rest if _strictly_alike(whole, m)])
            parts, complete = (inside, whole.claim.unit == "ratio") if inside else _listed(material, whole, rest)
            if not parts and position == len(members) - 1:
                parts, complete = _listed_next(material, sentence, whole)
            yield from _compare(whole, parts, complete and len(parts) > 1)


def _compare(whole: Held, parts: list[Held], complete: bool) -> Iterator[Finding]:
    if not parts:
        return
    totals = [_size(part) for part in parts]
    low, high = sum(total[0] for total in totals), sum(total[1] for total in totals)
    floor, roof = _size(whole)
    bound = interval(whole.claim)
    if None in (bound.low, bound.high):
        return
    open_parts = any(interval(part.claim).high is None for part in parts)
    slack = max(_ROUNDING, bound.slack)
    if low > roof * (1 + slack) or (complete and not open_parts and high < floor * (1 - slack)):
        unit = whole.claim.unit
        yield found(
            "parts-of-a-whole", "arithmetic", "high", (cite(whole), *map(cite, parts)),
            whole=quantity(roof, unit), total=quantity(low, unit), said=whole.claim.qty,
            parts=" + ".join(part.claim.qty for part in parts),
        )  # fmt: skip


def _size(one: Held) -> tuple[float, float]:
    """(low, high) of a claim without its sign: a fall of 40 % is made of falls told as 20 % each."""
    low, high = sorted(abs(value) for value in amount(one.claim) or (0.0, 0.0))
    return low, high


def _strictly_alike(one: Held, two: Held) -> bool:
    a, b = one.claim, two.claim
    same_kind = a.unit == b.unit and metric_group(a.metric) == metric_group(b.metric) and a.per == b.per
    return same_kind and a.noun == b.noun and family(a.subject or "") == family(b.subject or "")


def _in_bracket(sentence: Sentence, whole: Held, rest: list[Held]) -> list[Held]:
    """Claims in the bracket that directly follows the whole, when there are several."""
    begin = whole.claim.end - sentence.start
    match = _BRACKET.match(sentence.text, begin)
    inside = [m for m in rest if match and begin < m.claim.start - sentence.start < match.end()]
    return inside if len(inside) > 1 or (inside and cue("of_which", match[1] if match else "")) else []


def _listed(material: Material, whole: Held, rest: list[Held]) -> tuple[list[Held], bool]:
    """Claims listed behind `including`, a colon, phases or instalments; and whether the list is told to be complete."""
    if whole.claim.unit not in _SUMMABLE or whole.claim.per is not None:
        return [], False
    first = next((m for m in rest if countable(whole, m)), None)
    if first is None:
        return [], False
    lead = between(material, whole, first)
    run = _run(material, whole, rest[rest.index(first) :])
    if len(lead) > 60 or stops(lead) or cue("breaks_list", lead):
        return [], False
    if cue("of_which", lead):
        return run, False
    told = lead + "".join(between(material, a, b) for a, b in zip(run, run[1:], strict=False))
    if _LABEL.search(before(material, whole, 30)) and all(_LABEL.search(before(material, m, 30)) for m in run):
        return [], False  # fields of a form, each with its label
    if len(run) > 1 and (re.search(r"[:：]", lead) or cue("instalment", told)):
        return run, bool(cue("remainder", told)) or _as_many_as_told(rest, run)
    return ([], False) if len(run) < 2 or not cue("phase", told) else (run, False)


def _as_many_as_told(rest: list[Held], run: list[Held]) -> bool:
    """Whether a number before the list (`in two steps`) is the number of its parts."""
    counts = [amount(m.claim) for m in rest if m.claim.end <= run[0].claim.start and m.claim.unit in ("count", "site")]
    return any(count and count == (len(run), len(run)) for count in counts)


def _run(material: Material, whole: Held, rest: list[Held]) -> list[Held]:
    """Claims that follow one another without a word that opens another subject."""
    run = rest[:1]
    for one in rest[1:]:
        words = between(material, run[-1], one)
        if (
            (cue("breaks_list", words) and not cue("phase", words))
            or stops(words.replace(";", ",").replace("；", ","))
            or len(words) > 60
        ):
            break
        if countable(whole, one):
            run.append(one)
    return run


def _listed_next(material: Material, sentence: Sentence, whole: Held) -> tuple[list[Held], bool]:
    """Parts told by the next sentence in so many words (`the deal includes A and B`); complete when paid in steps."""
    if whole.claim.unit not in MONEY | {"W", "chip"} or whole.claim.per is not None:
        return [], False
    for near in material.around(sentence, 0, 1)[1:]:
        opened = cue("whole_again", near.folded[:24]) and cue("of_which", near.folded[:48])
        members = [m for m in material.within(near) if m.claim.unit == whole.claim.unit and m.claim.per is None]
        if opened and len(members) > 1:
            return _run(material, whole, members), bool(cue("instalment", near.folded))
    return [], False


def each_times_count(material: Material) -> Iterator[Finding]:
    """`N of V each, T in all`: the product against the total, for power, money, chips, shares and the like."""
    for sentence, members in material.by_sentence():
        if len(sentence.folded) != len(sentence.text):
            continue
        for each in members:
            value = amount(each.claim)
            share = each.claim.per in ("share", "chip", "site", "building", "rack")
            if not value or value[0] <= 0 or each.claim.unit not in MONEY | {"W", "Wh", "chip", "m2"}:
                continue
            if not (share or _one_each(before(material, each, 20)) or cue("each", after(material, each, 12))):
                continue
            count = _counter(material, members, each)
            total = _total(material, members, each)
            if count is None or total is None:
                continue
            many, whole = amount(count.claim), amount(total.claim)
            if not many or not whole or min(many) <= 0:
                continue
            low, high = value[0] * many[0], value[1] * many[1]
            bound = interval(total.claim)
            exact = (bound.low is not None and low > whole[1] * (1 + _PRODUCT)) or (
                bound.high is not None and high < whole[0] * (1 - _PRODUCT)
            )
            if exact and None not in (interval(count.claim).point, bound.point):
                yield found(
                    "each-times-count", "arithmetic", "high", (cite(total), cite(count), cite(each)),
                    product=quantity(low, each.claim.unit), total=total.claim.qty, count=count.claim.qty,
                    each=each.claim.qty,
                )  # fmt: skip


def _one_each(lead: str) -> bool:
    """`at`, `每座`, `each hall about` directly before a number."""
    return bool(cue("each", lead[-8:]) or re.search(r"\beach [a-z]+ (?:about |of |with |has |draws )?$", lead))


def _counter(material: Material, members: list[Held], each: Held) -> Held | None:
    """The count that the single value belongs to: the nearest countable claim of another unit."""
    counts = [
        m for m in members
        if m.claim.unit in ("chip", "site", "building", "rack", "share", "count") and m.claim.unit != each.claim.unit
        and m is not each and (m.claim.per is None or m.claim.unit == "share")
    ]  # fmt: skip
    near = [
        (len(words), m) for m in counts
        if (words := between(material, m, each) if m.claim.start < each.claim.start else between(material, each, m))
        is not None and len(words) <= 24 and not stops(words)
    ]  # fmt: skip
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _total(material: Material, members: list[Held], each: Held) -> Held | None:
    """The only other claim of the unit, told as a total."""
    same = [
        m for m in members
        if m is not each and m.claim.unit == each.claim.unit and m.claim.per is None and _told_as_total(material, m)
        and m.claim.start > each.claim.start - 90
    ]  # fmt: skip
    return same[0] if len(same) == 1 else None


def _told_as_total(material: Material, one: Held) -> bool:
    told = re.split(r"\d", before(material, one, 30))[-1] + "|" + after(material, one, 14)
    return bool(cue("in_all", told)) and not cue("breaks_list", told)


def each_against_all(material: Material) -> Iterator[Finding]:
    """An amount told of each of several parties that elsewhere in the article is the amount of all together."""
    for members in material.by_item():
        places: dict[tuple[int, int], list[Held]] = {}
        for one in members:
            places.setdefault((one.claim.start, one.claim.end), []).append(one)
        for rows in places.values():
            subjects = {material.scope(m).subject for m in rows}
            if len(rows) < 2 or len(subjects) < 2 or rows[0].claim.unit not in MONEY | {"W", "chip"}:
                continue
            if not cue("each_of", material.folded(rows[0])):
                continue
            for other in members:
                a, b = interval(rows[0].claim).point, interval(other.claim).point
                if other in rows or a is None or a != b or other.claim.unit != rows[0].claim.unit:
                    continue
                told = material.sentence(other)
                if material.scope(other).subject in subjects or cue("each_of", material.folded(other)) or not told:
                    continue
                if told.headline or not cue("first_money", material.clause(other)):
                    continue
                yield found(
                    "each-against-all", "arithmetic", "medium", (cite(rows[0]), cite(other)),
                    all=other.claim.qty, each=rows[0].claim.qty, parties=str(len(subjects)),
                    sum=quantity(a * len(subjects), rows[0].claim.unit), about="",
                )  # fmt: skip
                break


def share_of_a_count(material: Material) -> Iterator[Finding]:
    """`N of M, or p %`: the share that N and M give against the one printed."""
    for sentence, members in material.by_sentence():
        for position, told in enumerate(members):
            p = interval(told.claim).point
            if told.claim.unit != "ratio" or position < 2 or p is None or not 0 < p < 1:
                continue
            if told.claim.metric in ("growth_rate", "revenue_growth", "price_change"):
                continue
            one, two = members[position - 2], members[position - 1]
            if not (countable(one, two) or countable(two, one)) or one.claim.unit in ("ratio", "x", "date", "year"):
                continue
            lead, middle = between(material, two, told), between(material, one, two)
            if len(lead) > 14 or len(middle) > 20 or stops(lead) or not cue("share_word", lead + " "):
                continue
            a, b = interval(one.claim).point, interval(two.claim).point
            if not a or not b or min(a, b) <= 0 or not re.search(r"中|里|其中|已|\bof\b", middle):
                continue
            yield from _share(told, one, two, min(a, b) / max(a, b), p)
        yield from _bare_share(sentence, members)


def _share(told: Held, one: Held, two: Held, right: float, p: float) -> Iterator[Finding]:
    if abs(right - p) > max(0.02, 0.03 * p):
        yield found(
            "share-beside-counts", "arithmetic", "medium", (cite(told), cite(one), cite(two)),
            right=quantity(right, "ratio"), told=told.claim.qty, one=one.claim.qty, two=two.claim.qty,
        )  # fmt: skip


_OF = (
    re.compile(r"\bof (?:the |its |all |those )?(\d[\d,]*) [a-z][a-z ]*?, (?:only )?(\d[\d,]*) [^.;%]{2,40}?,? or $"),
    re.compile(r"\b(\d[\d,]*) of (?:the |its |all |those )?(\d[\d,]*) [^.;%\d]{2,70}?,? or $"),
)


def _bare_share(sentence: Sentence, members: list[Held]) -> Iterator[Finding]:
    """`Of the 40 sites, 10 are ready, or 45 %`: the second number has no noun of its own."""
    for told in members:
        p = interval(told.claim).point
        lead = sentence.folded[: told.claim.start - sentence.start]
        match = next((m for form in _OF if (m := form.search(lead))), None)
        if told.claim.unit != "ratio" or not match or not p or len(sentence.folded) != len(sentence.text):
            continue
        part, whole = sorted(float(match[side].replace(",", "")) for side in (1, 2))
        if 0 < part and abs(part / whole - p) > max(0.02, 0.03 * p):
            yield found(
                "share-beside-counts", "arithmetic", "medium", (cite(told), sentence.cite()),
                right=quantity(part / whole, "ratio"), told=told.claim.qty, one=match[1], two=match[2],
            )  # fmt: skip


def shares_above_one(material: Material) -> Iterator[Finding]:
    """A share above 100 %, or the shares of one venture or market of one sentence that add up to more."""
    for sentence, members in material.by_sentence():
        for one in members:
            low = interval(one.claim).low
            if one.claim.unit != "ratio" or low is None or low <= 1.0 + 1e-9:
                continue
            near = material.clause(one)
            told = cue("bounded_share", near)
            if told and not cue("growth_word", near) and not cue("climbs", near) and not cue("falls", near):
                yield found("share-above-one", "physics", "high", (cite(one), sentence.cite()),
                            got=one.claim.qty, what=told[0])  # fmt: skip
        yield from _too_many_shares(material, sentence, members)


def _too_many_shares(material: Material, sentence: Sentence, members: list[Held]) -> Iterator[Finding]:
    """Stakes or market shares of different holders in one list."""
    for word, metric in (("owned", "ownership_share"), ("market", "market_share")):
        told = cue(word, sentence.folded)
        rows: dict[object, Held] = {}
        for one in members:
            holder = cue("owned", before(material, one, 12)) or after(material, one, 4).startswith(" by")
            if one.claim.unit == "ratio" and amount(one.claim) and (one.claim.metric == metric or (told and holder)):
                rows.setdefault(one.claim.start if told else material.scope(one).subject, one)
        listed = list(rows.values())
        gaps = [between(material, a, b) for a, b in zip(listed, listed[1:], strict=False)]
        total = sum((amount(one.claim) or (0.0, 0.0))[0] for one in listed)
        if len(listed) < 2 or None in rows or total <= 1.02:
            continue
        if any(cue(name, sentence.folded) for name in ("against", "climbs", "falls", "raised")):
            continue
        if all(len(gap) <= 40 and not stops(gap) and not cue("breaks_list", gap) for gap in gaps):
            yield found("shares-add-up", "arithmetic", "high", tuple(cite(one) for one in listed),
                        total=quantity(total, "ratio"), parts=" + ".join(one.claim.qty for one in listed))  # fmt: skip


def yearly_times_years(material: Material) -> Iterator[Finding]:
    """A yearly amount, a term and a total of one sentence or two that follow each other."""
    for sentence, members in material.by_sentence():
        pool = [m for near in material.around(sentence, 0, 1) for m in material.within(near)]
        rates = [m for m in members if m.claim.per == "year" and m.claim.unit in MONEY | {"W"} and amount(m.claim)]
        for rate in rates:
            totals = [
                m for m in pool
                if m.claim.unit == rate.claim.unit and m.claim.per is None and amount(m.claim)
                and (material.sentence(m) is sentence or cue("in_all", before(material, m, 24)))
            ]  # fmt: skip
            if len(totals) != 1 or not _spread_over_years(material, rate, totals[0]):
                continue
            years = term_of(sentence.folded)
            each, whole = amount(rate.claim), amount(totals[0].claim)
            if years is None or not each or not whole or each[0] <= 0:
                continue
            bound, cap = interval(totals[0].claim), interval(rate.claim)
            low, high = each[0] * years, each[1] * years
            short = bound.high is not None and cap.low is not None and whole[1] < low * (1 - _PRODUCT)
            long = bound.low is not None and cap.high is not None and whole[0] > high * (1 + _PRODUCT)
            if short or long:
                yield found(
                    "years-times-rate", "arithmetic", "medium", (cite(rate), cite(totals[0])),
                    product=money(low, rate.claim.unit) if rate.claim.unit in MONEY else quantity(low, "W"),
                    years=_years(years), rate=rate.claim.qty, total=totals[0].claim.qty,
                )  # fmt: skip


def _spread_over_years(material: Material, rate: Held, total: Held) -> bool:
    """Whether the text ties the total to the yearly amount: a word of summing, or `or`, `that is` between them."""
    first, second = sorted((rate, total), key=lambda m: m.claim.start)
    told = before(material, total, 24) + "|" + after(material, total, 12)
    return bool(cue("in_all", told) or cue("that_is", between(material, first, second)))


def _years(years: float) -> Shown:
    return Shown(f"{years:g} years", f"{years:g}年")


_WORDS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_WORDS |= {"fifteen": 15, "twenty": 20}
_HAN = {w: n for n, w in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十五": 15, "二十": 20}
_TERM = re.compile(
    r"(\d+|" + "|".join(_WORDS) + r")[- ]year"
    r"|(?:over|for|in|next|coming) (?:the )?(?:next |coming )?(\d+|" + "|".join(_WORDS) + r") years"
    r"|(?:未来|今后|连续)(\d+|十五|二十|[一二两三四五六七八九十])年"
    r"|(?:未来|今后|为期|期限|长达|共|的)?(\d+|十五|二十|[一二两三四五六七八九十])年(?:期|内|间|协议|合同|租约|,|，|里)"
)  # fmt: skip


def term_of(folded: str) -> float | None:
    """The one term in years that a sentence names, or None when it names none or several."""
    found_terms = {
        float(_WORDS.get(text, _HAN.get(text, 0)) or (int(text) if text.isdigit() else 0))
        for match in _TERM.finditer(folded) for text in match.groups() if text
    }  # fmt: skip
    terms = {years for years in found_terms if 1 < years <= 40}
    return terms.pop() if len(terms) == 1 else None


def countables(members: list[Held]) -> list[Held]:
    """Claims of counts of things, for growth over years."""
    return [m for m in members if dimension(m.claim.unit) in ("site", "chip", "rack", "count", "W", "Wh", "user")]
