"""What a text is about from sentence to sentence: who 公司, "the utility", 该项目 or a missing subject stands for."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from gigawatt.evidence.entities import OBSERVERS, ORGANISATIONS, Mention
from gigawatt.evidence.scene import Scene, Sentence

_NOT_MAIN = OBSERVERS | {"policy", "history"}
_FIRMS = frozenset({"company", "utility", "fund"})
_HEADLINE_WEIGHT = 3
_LEAST_NAMED = 4  # a name counted less than this, and
_LEAST_SHARE = 0.3  # for less than this share of all names, is not what an item is about
_LEAST_AGENCY = 6  # agencies are mostly cited, seldom what an item is about
_BUSINESS = re.compile(r"(?:的)?(?:市场|业务)|(?:'s|n)?\s(?:market|business|operations|unit)\b")
_PARTING = re.compile(r"\s*(?:分拆|拆分|剥离|上市)(?!了)")
_PARTED = re.compile(r"(?:分拆|拆分|剥离)(?:了)?\s?$")
_DOMINANT = 1.3  # how much oftener the main firm must be named than the next to be what 公司 means everywhere


@dataclass(slots=True)
class Thread:
    """The running state of one item: its main names, and who was last talked about."""

    main: str | None = None
    main_firm: str | None = None
    main_programme: str | None = None
    dominant: bool = False
    """the main name is named so much oftener than the next that a new paragraph without a subject is about it"""
    dominant_firm: bool = False
    fresh: bool = False
    """whether an organisation has been the subject in this paragraph"""
    local_firm: str | None = None
    """the firm last talked about in this very paragraph"""
    assumed: bool = False
    """inside an author's stated assumption (假设1: …)"""
    sectioned: bool = False
    """headings name firms, so each section is about its own"""
    transcript: bool = False
    """the item records one firm speaking: a conference or earnings call"""
    heading: str | None = None
    salient: str | None = None
    salient_firm: str | None = None
    programme: str | None = None
    policy: str | None = None
    place: str | None = None
    last_subject: str | None = None
    last_metric: str | None = None
    last_class: str | None = None
    speaker: str | None = None
    person_speaking: Mention | None = None
    presenter: str | None = None
    """the person who presents what this paragraph tells (X举了一个例子)"""
    person: str | None = None
    """whom 他 or "she" means: the person the last sentence that named one named first"""
    before: Sentence | None = None
    default_speaker: str | None = None
    units_of_places: dict[str, str] = field(default_factory=dict)
    """in a call: the unit that is named where a country's business is first spoken of (荷兰市场与X合作)"""
    parted: str | None = None
    """in a call: the unit that was last spun off, which the next points about the spin-off mean"""
    counterparties: dict[str, str] = field(default_factory=dict)

    def company(self) -> str | None:
        """Whom 公司 means here: the firm of the heading, the dominant firm of the item, the firm last talked about."""
        if self.transcript and self.main_firm:
            return self.main_firm
        if self.local_firm:
            return self.local_firm
        if self.heading:
            return self.heading
        if self.dominant_firm and self.main_firm:
            return self.main_firm
        return self.salient_firm or self.main_firm or self.salient

    def project(self) -> str | None:
        """Which programme 该项目 means here."""
        return self.programme or self.main_programme or self.main

    def fallback(self) -> str | None:
        """The subject of a sentence that names none."""
        return self.salient or self.heading or (None if self.sectioned else self.main)


def section_of_a_call(thread: Thread, sentence: Sentence, position: int, spent: bool) -> str | None:
    """Whom a sentence of a call means that names nobody: the unit spun off, that of the country or of the section.

    `spent`: the quantity is money paid, held or sold, which the firm itself does.
    """
    if not thread.transcript:
        return None
    if thread.parted and _PARTING.match(sentence.text):
        return thread.parted
    if spent:
        return None
    for mention in sentence.mentions:
        unit = thread.units_of_places.get(mention.name) if mention.end <= position else None
        if unit and _BUSINESS.match(sentence.scene.lowered, mention.end):
            return unit
    return thread.heading


def start_thread(headline: Scene | None, scenes: Iterable[Scene]) -> Thread:
    """The thread of an item from its headline and text: its main firm and programme by how often they are named."""
    thread = Thread()
    count: Counter[str] = Counter()
    units: Counter[tuple[str, str]] = Counter()
    kinds: dict[str, str] = {}
    for weight, group in ((_HEADLINE_WEIGHT, [headline] if headline else []), (1, scenes)):
        for scene in group:
            for sentence in scene.sentences:
                _learn_unit(sentence, thread.units_of_places)
                named = [m for m in sentence.mentions if m.kind in ORGANISATIONS and m.sector not in _NOT_MAIN]
                for mention in named:
                    count[mention.name] += weight + (mention is named[0])  # the first name is mostly the subject
                    kinds.setdefault(mention.name, mention.kind)
                    if mention.parent:
                        units[mention.parent, mention.name] += weight
    for (parent, unit), number in units.items():
        if count[parent] and kinds[unit] in _FIRMS and kinds[parent] in _FIRMS:
            count[parent] += number  # an item about a group names its units as well
    least = min(_LEAST_NAMED, _LEAST_SHARE * sum(count.values()))
    ranked = [name for name, number in count.most_common() if number >= least]
    if len(ranked) > 1 and count[ranked[0]] == count[ranked[1]] < _LEAST_NAMED:
        ranked = []  # several names in passing: the item is about none of them
    firms = [name for name in ranked if kinds[name] in _FIRMS]
    programmes = [name for name in ranked if kinds[name] == "programme"]
    agencies = [name for name in ranked if kinds[name] == "agency" and count[name] >= _LEAST_AGENCY]
    thread.main = next((name for name in ranked if kinds[name] != "agency"), agencies[0] if agencies else None)
    thread.main_firm = firms[0] if firms else None
    thread.main_programme = programmes[0] if programmes else None
    own = [name for name in ranked if kinds[name] != "agency"]
    thread.dominant = bool(own) and (len(own) == 1 or count[own[0]] >= _DOMINANT * count[own[1]])
    thread.dominant_firm = bool(firms) and (len(firms) == 1 or count[firms[0]] >= _DOMINANT * count[firms[1]])
    if headline:
        named = [m.name for m in headline.mentions if m.kind in ORGANISATIONS]
        thread.salient = named[0] if named else None
        lowered = headline.lowered
        if any(
            word in lowered for word in ("transcript", "conference call", "earnings call", "电话会", "纪要", "业绩会")
        ):
            thread.default_speaker = named[0] if named else thread.main_firm
            thread.main_firm = thread.default_speaker
            thread.main = thread.default_speaker
            thread.dominant = thread.dominant_firm = thread.transcript = True
    return thread


def _learn_unit(sentence: Sentence, units: dict[str, str]) -> None:
    for place in sentence.mentions:
        if place.kind == "place" and place.name not in units and _BUSINESS.match(sentence.scene.lowered, place.end):
            firm = next((m for m in sentence.mentions if m.start > place.end and m.kind in _FIRMS), None)
            if firm:
                units[place.name] = firm.name


def new_paragraph(thread: Thread) -> None:
    """A new paragraph or bullet: what is talked about falls back to the heading's firm or the dominant name."""
    thread.local_firm = None
    thread.fresh = False
    thread.assumed = False
    if thread.heading and not thread.transcript:
        thread.salient = thread.heading
    elif thread.dominant and not thread.sectioned:
        thread.salient = thread.main
    elif thread.main is None:
        thread.salient = None  # a text about nobody in particular: a name in passing does not last


def remember(thread: Thread, subject: Mention | None, sentence: Sentence) -> None:
    """Take note of a sentence: its subject becomes what is talked about; its places and programmes stay at hand."""
    mentions, text = sentence.mentions, sentence.scene.folded
    if (
        subject is not None
        and subject.kind in ORGANISATIONS
        and subject.sector not in _NOT_MAIN
        and (subject.kind != "agency" or not thread.main)
    ):
        thread.fresh = True
        if not thread.transcript:
            thread.salient = subject.name
        if subject.kind in _FIRMS and (subject.parent or "") not in (thread.main_firm, thread.salient_firm):
            thread.salient_firm = thread.local_firm = subject.name
    for mention in mentions:
        if (
            thread.transcript
            and mention.kind in _FIRMS
            and _PARTED.search(text[max(0, mention.start - 6) : mention.start])
        ):
            thread.parted = mention.name
        if mention.kind == "programme" and mention.sector == "policy":
            thread.policy = mention.name
        elif mention.kind == "programme" and mention.sector != "history":
            thread.programme = mention.name
        elif mention.kind == "place":
            thread.place = mention.name
