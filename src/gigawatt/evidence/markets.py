"""Subjects that are no names: markets, kinds of actors, the stock of a place, put together from field nouns.

A field noun of `lexicon/heads.toml` takes the place and the qualifiers in front of it: "US" + "residential" +
"electricity bill".
"""

import re
from collections.abc import Sequence

from gigawatt.evidence.coreference import Thread
from gigawatt.evidence.entities import ORGANISATIONS, Mention
from gigawatt.evidence.folding import is_han
from gigawatt.evidence.scene import Scene, Spot, width
from gigawatt.evidence.words import Hit, Trigger

HEAD_FIRST = frozenset("energy_share cooling_share price_change power_gap survey_share market_size".split())
"""metrics whose subject is the market, even where a firm is named"""
_THERE_ARE = re.compile(
    r"\b(?:there (?:are|were|will be)|is home to)\b|\b(?:will have|has|have)\b|(?:目前|共|现|拥)有|有[约近超]?\s*$"
)
_COUNTRY = {"United States": "US", "United Kingdom": "UK", "European Union": "EU", "United Arab Emirates": "UAE"}


def short(place: str) -> str:
    """A place as it stands before a market's name: US, Ohio, Santa Clara."""
    return _COUNTRY.get(place, place.split(",")[0])


def stock_of_a_place(spot: Spot) -> str | None:
    """圣克拉拉目前有57座数据中心, "there are over 5,000 data centers in the U.S.": the data centers of that place."""
    start, end = spot.clause_span
    if spot.metric != "site_count" or not _THERE_ARE.search(spot.scene.lowered[start : spot.quantity.start]):
        return None
    inside = [m for m in spot.sentence.mentions if start <= m.start < end]
    places = [m for m in inside if m.kind == "place"]
    if not places or any(m.kind in ORGANISATIONS for m in inside):
        return None
    return f"{narrowest(spot.scene, places).split(',')[0]} data centers"


def narrowest(scene: Scene, places: Sequence[Mention]) -> str:
    """Of places that stand together (马来西亚柔佛州) the last, which lies in the one before it; else the first."""
    best = places[0]
    for place in places[1:]:
        if place.start - best.end > 1 or not is_han(scene.folded[best.end - 1]):
            break
        best = place
    return best.name


def goes_into(spot: Spot) -> str | None:
    """将有数万亿美元投入建设X, "trillions will go into X": what the money of nobody named goes into."""
    if not re.search(r"(?:将有|会有|有)[约近超]?\s*$", spot.before(5)) or not re.match(
        r"\s?投入|\s?will", spot.after(8)
    ):
        return None
    end = spot.clause_span[1]
    heads = [t.value for h, t in spot.sentence.of_role("head") if spot.quantity.end <= h.start < end]
    return heads[0] if heads else None


def market(spot: Spot, low: int, limit: int, metric: str) -> str | None:
    """A market-type subject: the best field noun of the stretch with the place and qualifiers in front of it."""
    best: tuple[float, Hit, Trigger] | None = None
    for hit, trigger in spot.sentence.of_role("head"):
        reach = spot.quantity.end + 14 if metric in HEAD_FIRST or spot.quantity.unit == "company" else limit
        if hit.start < low or hit.end > max(limit, reach if limit == spot.quantity.start else 0):
            continue
        if any(0 <= m.start - hit.end <= 1 and m.kind in ORGANISATIONS for m in spot.sentence.mentions):
            continue  # an apposition: the name follows
        if best is None or trigger.weight > best[0]:
            best = (trigger.weight, hit, trigger)
    if best is None or (metric == "target_date" and best[0] < 3):
        return None
    _, hit, trigger = best
    parts: list[str] = []
    place = None
    for mention in spot.sentence.mentions:
        if (
            mention.kind == "place"
            and mention.end <= hit.start
            and width(spot.scene.text[mention.end : hit.start]) <= 8
        ):
            place = mention
    if place is None:  # "residential bills in Georgia"
        behind = [m for m in spot.sentence.mentions if m.kind == "place" and 0 < m.start - hit.end <= 8]
        if behind and re.fullmatch(r"\s(?:in|across)\s(?:the\s)?", spot.scene.lowered[hit.end : behind[0].start]):
            place = behind[0]
    if place:
        parts.append(short(place.name))
    for q, t in spot.sentence.of_role("qualifier"):
        if (
            q.end <= hit.start
            and (place is None or q.start >= place.end)
            and hit.start - q.end <= 4
            and t.value
            and not trigger.value.lower().startswith(t.value)
        ):
            parts.append(t.value)
    name = trigger.value
    if parts and name.split()[0] in ("Data", "Transmission", "Global", "Autonomous", "Fund", "Personalized"):
        name = name[0].lower() + name[1:]
    return " ".join([*parts, name])


def actor_of(spot: Spot, low: int, limit: int) -> str | None:
    """A kind of actor that opens the stretch ("the technology industry pours ..."), when nobody is named in it."""
    for hit, trigger in spot.sentence.of_role("head"):
        if trigger.side == "actor" and low <= hit.start <= low + 14 and hit.end <= limit:
            return trigger.value
    return None


def counted_actor(spot: Spot) -> str | None:
    """四大云巨头, "three utilities": the kind of actor that a bare number counts, with the place in front of it."""
    quantity = spot.quantity
    if quantity.unit not in ("count", "company") or spot.metric != "other":
        return None
    for hit, trigger in spot.sentence.of_role("head"):
        if trigger.side == "actor" and quantity.start <= hit.start <= quantity.end + 1:
            near = [m for m in spot.sentence.mentions if m.kind == "place" and 0 <= quantity.start - m.end <= 1]
            return f"{short(near[-1].name)} {trigger.value}" if near else trigger.value
    return None


def place_of(spot: Spot, low: int, limit: int, thread: Thread) -> str | None:
    """The place a stretch is about (美国可能面临…), also behind 该国 or 该州."""
    for mention in spot.sentence.mentions:
        if mention.kind == "place" and low <= mention.start < limit:
            if not re.search(
                r"(?:在|于|到|自)$|\b(?:in|at|from)\s$", spot.scene.lowered[max(low, mention.start - 4) : mention.start]
            ):
                return mention.name
    for hit, trigger in spot.sentence.of_role("anaphor"):
        if trigger.value == "place" and low <= hit.start < limit:
            own = [m for m in spot.sentence.mentions if m.kind == "place" and m.end <= hit.start]
            return own[-1].name if own else thread.place
    return None
