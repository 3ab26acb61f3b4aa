"""Status words -> stage of construction, building numbers, and whether a thing was seen or only inferred."""

import re

from gigawatt.atlas.types import STAGES

# From late to early; the first that fits a clause wins for that clause.
_STAGE_WORDS: tuple[tuple[str, str], ...] = (
    (
        "operational",
        r"\b(?:is|are|now|fully|first|looks?|be|was|were|estimated) operational\b|^operational|operational[.,;]?$|"
        r"\bonline\b|\bgo(?:es)? live\b|\bin service\b|training workload|\bin use\b|\benergi[sz]ed\b",
    ),
    (
        "commissioning",
        r"\bcommission|\bconnected up\b|\bfully installed\b|fully equipped|"
        r"(?:chillers?|cooling|generators?|equipment|infrastructure)[^.;]{0,40}"
        r"\b(?:look|looks|appear|all look)?\s*complete",
    ),
    (
        "equipment",
        r"\bchillers?\b|\bgenerators?\b|\bcooling (?:towers?|units?|infrastructure|equipment)\b|\bmechanical\b|"
        r"\bsubstation\b|\btransformers?\b|\bturbines?\b|\bbatter(?:y|ies)\b|\bpipes?\b",
    ),
    ("roof", r"\broof(?:s|ing|ed)?\b"),
    (
        "shell",
        r"\bwalls?\b|\bshells?\b|\bsteel\b|\bframing\b|\bframe\b|\bunder construction\b|\bstructures?\b|"
        r"\bfacade\b|\bbuilding construction\b|\bhalfway\b",
    ),
    ("foundations", r"\bfoundations?\b|\boutlines?\b|\bconcrete\b|\bpads?\b|\btrench"),
    (
        "land_clearing",
        r"\bland[ -]?clear|\bland (?:is |has been |being |was )?(?:more )?cleared|\bcleared\b|\bclearing\b|"
        r"\bgrading\b|\bbreaks? ground\b|\bgroundbreaking\b|\bconstruction (?:starts|begins)\b|"
        r"\bearthworks?\b|\bexcavat|begins expanding",
    ),
    ("permitted", r"\bpermits? (?:issued|granted|approved)\b|\bapproved\b"),
)
_COMPILED = tuple((stage, re.compile(words, re.IGNORECASE)) for stage, words in _STAGE_WORDS)
_NOT_YET = re.compile(
    r"\bnot (?:yet )?(?:be )?(?:quite )?operational|isn't operational|still not operational|unlikely to be operational|"
    r"to become operational", re.IGNORECASE,
)  # fmt: skip
_PARTIAL = re.compile(
    r"\b(?:half|partly|partially|almost|starting|started|starts|begins?|underway|some)\b", re.IGNORECASE
)
_SEEN = re.compile(
    r"\bconfirm|\bvisible\b|\blooks?\b|\bappears?\b|\bseen\b|\bimage|\bstated\b|\bsaid\b|\breported\b|\bconfident\b",
    re.IGNORECASE,
)
_INFERRED = re.compile(
    r"\bexpect|\bassum|\bestimate|\bdefault\b|\blikely\b|\bprobably\b|\bshould\b|\bbased on\b|\bguess|\bpredict",
    re.IGNORECASE,
)
_START = re.compile(
    r"\bland[ -]?clearing begins\b|\bconstruction (?:starts|begins)\b|\bbreaks? ground\b|\bgroundbreaking\b",
    re.IGNORECASE,
)
_BUILDINGS = re.compile(
    r"\b(?:buildings?|phases?|halls?)\s+((?:[A-Z]{0,3}-?\d+[A-Z]?)(?:\s*(?:-|–|to|and|,|&|through)\s*\d+)*)",
    re.IGNORECASE,
)
_ONSITE = re.compile(
    r"\bturbines?\b|\bgas (?:power|engines?|generat)|\bfuel cells?\b|\bon-?site (?:power|generation)|\bmicrogrid",
    re.IGNORECASE,
)


def says_construction_starts(status: str) -> bool:
    """Whether the words say that work on the ground begins."""
    return bool(_START.search(status)) and not re.search(r"\bbuildings?\s+(?:[2-9]|1\d)", status, re.IGNORECASE)


def building_numbers(text: str) -> frozenset[int]:
    """Numbers of the buildings that the words name: `Building 5-8`, `Buildings 3 and 4`, `building 7`."""
    found: set[int] = set()
    for match in _BUILDINGS.finditer(text):
        numbers = [int(n) for n in re.findall(r"\d+", match.group(1))]
        joined = re.split(r"\d+", match.group(1))[1:-1]
        found.add(numbers[0])
        for low, link, high in zip(numbers, joined, numbers[1:], strict=False):
            if re.search(r"-|–|to|through", link) and 0 < high - low < 100:
                found.update(range(low, high + 1))
            else:
                found.add(high)
    return frozenset(found)


def clauses(text: str) -> list[str]:
    """Sentences without link targets."""
    plain = re.sub(r"\]\([^)]*\)", "]", text)
    return [part.strip() for part in re.split(r"(?<=[.;!?])\s+|\n", plain) if part.strip()]


def stage_of(clause: str) -> str | None:
    """The stage that a clause speaks of, None when it names none; `not operational` counts as commissioning at most."""
    for stage, words in _COMPILED:
        if words.search(clause):
            if stage == "operational" and _NOT_YET.search(clause):
                continue
            if stage == "roof" and _PARTIAL.search(clause):
                return "shell"
            if stage == "commissioning" and re.search(
                r"\b(?:not|in)complete|still being installed|being installed", clause, re.I
            ):
                return "equipment"
            return stage
    return None


def stages_in(text: str) -> list[tuple[str, frozenset[int]]]:
    """(stage, buildings named) per clause that speaks of a stage."""
    found = []
    for clause in clauses(text):
        stage = stage_of(clause)
        if stage is not None:
            found.append((stage, building_numbers(clause)))
    return found


def is_seen(text: str) -> bool:
    """Whether the words report something seen or stated and do not infer it."""
    return bool(_SEEN.search(text)) and not _INFERRED.search(text)


def has_onsite_power(text: str) -> bool:
    """Whether the words speak of power made on the site."""
    return bool(_ONSITE.search(text))


def later(first: str, second: str) -> str:
    """The later of two stages."""
    return first if STAGES.index(first) >= STAGES.index(second) else second
