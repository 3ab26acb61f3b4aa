"""A reason as a phrase of the locale files with its computed values, so that it can be told in either language."""

from dataclasses import dataclass
from typing import Union

from gigawatt.i18n import text

Value = Union[str, "Phrase", tuple["Phrase", ...]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A key of the section `judgement` and what goes into its places; a tuple of phrases is told as a list."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def say(self, lang: str) -> str:
        """The phrase in a language."""
        return text(self.key, lang, **{name: _say(value, lang) for name, value in self.values})


def phrase(key: str, **values: Value) -> Phrase:
    """The phrase `judgement.KEY` with values; a key with a dot is taken as it is."""
    return Phrase(key if "." in key else f"judgement.{key}", tuple(values.items()))


def known(section: str, word: str) -> Value:
    """A word of a closed list as a phrase, the word itself when the list does not hold it."""
    from gigawatt.i18n import table

    key = f"{section}.{word}"
    return Phrase(key) if key in table() else word


def _say(value: Value, lang: str) -> str:
    if isinstance(value, Phrase):
        return value.say(lang)
    if isinstance(value, tuple):
        return text("judgement.joint", lang).join(part.say(lang) for part in value)
    return value
