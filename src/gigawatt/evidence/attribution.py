"""Who is heard in a sentence: its own speakers, or who still speaks from the sentence before.

A quotation that is still open keeps its speaker; so does what is joined to it (而…, 其中…), and a paragraph in which a
person presents an example or figures.
"""

import re

from gigawatt.evidence.coreference import Thread
from gigawatt.evidence.scene import Sentence
from gigawatt.evidence.speakers import Voice, speaker_at, voices

_CARRIES = re.compile(r"[”\"’」』\s]*(?:而|且|并|其中|by that projection)", re.IGNORECASE)
_OPENS = re.compile(r"\s*[“\"「『]")
_SAID_IT = re.compile(
    r"[”\"」』][^”\"」』“「『]{0,60}(?:表示|说道?|称|指出|坦言|补充道?|强调)[。.]?$"
    r"|[”\"]\s?(?:said|says|added)\s[^”\"]{2,80}\.?$|[”\"][^”\"]{2,80}\s(?:said|says|added|told [\w ]{2,24})\.?$"
)
_PRESENTS = re.compile(
    r"(?:解释|解读|举|介绍|提供|列举|分享|拆解|列出|给出|回顾)了[^，,。“\"]{0,24}(?:问题|例子|案例|数字|数据|原因|逻辑|账|背景|理由|判断|预测)"
    r"|\b(?:gave|cited|offered|laid out|walked through)\s(?:[\w-]+\s){0,4}(?:examples?|figures|numbers|reasons)\b"
)


def heard(
    thread: Thread, sentence: Sentence, before: Sentence | None, people: dict[tuple[str, str], str], person: str | None
) -> list[Voice]:
    """The speakers of a sentence, in order of where each begins to hold; `before`: the sentence before in its segment,
    `person`: whom 他 or "she" means."""
    found = voices(sentence, thread.company(), people, person)
    if found:
        return found
    if before is not None and (carries_over(sentence) or before.text[-1] in "；;" or goes_on_quoting(sentence, before)):
        last = speaker_at(voices(before, thread.company(), people, person), before.end, before)
        name = last.name if last else thread.speaker
        who = last.mention if last and last.mention and last.mention.kind == "person" else None
        if name:
            return [Voice(name, sentence.start, "speaker.carried-over", who)]
    return _held(thread, sentence)


def listen(thread: Thread, sentence: Sentence, people: dict[tuple[str, str], str], person: str | None) -> None:
    """Take note of who speaks in a sentence without a quantity, where a quotation goes on behind it."""
    if is_within_a_quotation(sentence) or sentence.scene.is_quoted(sentence.end):
        found = voices(sentence, thread.company(), people, person)
        if found:
            thread.speaker, thread.person_speaking = found[-1].name, found[-1].mention


def note_presenter(thread: Thread, sentence: Sentence) -> None:
    """A person who presents what follows holds until another person is named."""
    who = presents(sentence)
    if who or _other_person(sentence, thread.presenter):
        thread.presenter = who


def person_of(sentence: Sentence) -> str | None:
    """The person a sentence names first."""
    return next((m.name for m in sentence.mentions if m.kind == "person"), None)


def carries_over(sentence: Sentence) -> bool:
    """Whether a sentence goes on with what the sentence before cited (而…, 其中…, "By that projection")."""
    return bool(_CARRIES.match(sentence.text))


def goes_on_quoting(sentence: Sentence, before: Sentence) -> bool:
    """Whether a quotation goes on behind its speaker: "...," X said. "..." and “…，”X表示。“…”."""
    return bool(_OPENS.match(sentence.text) and _SAID_IT.search(before.text))


def is_within_a_quotation(sentence: Sentence) -> bool:
    """Whether a quotation that was opened before the sentence is still open where it begins."""
    return sentence.scene.is_quoted(sentence.start)


def presents(sentence: Sentence) -> str | None:
    """The person who presents what the next sentences of the paragraph tell: X举了一个例子。 "X gave an example"."""
    people = [m for m in sentence.mentions if m.kind == "person"]
    match = _PRESENTS.search(sentence.scene.lowered, sentence.start, sentence.end) if people else None
    if not match:
        return None
    return next((m.name for m in people if 0 <= match.start() - m.end <= 8), None)


def _other_person(sentence: Sentence, name: str | None) -> bool:
    return any(m.kind == "person" and m.name != name for m in sentence.mentions)


def _held(thread: Thread, sentence: Sentence) -> list[Voice]:
    """Who still speaks in a sentence that names no speaker: who was quoted before, or presents what is told here."""
    if is_within_a_quotation(sentence) and thread.speaker:
        return [Voice(thread.speaker, sentence.start, "speaker.quotation-goes-on", thread.person_speaking)]
    if thread.presenter and not any(m.kind == "person" for m in sentence.mentions):
        return [Voice(thread.presenter, sentence.start, "speaker.presents")]
    return []
