"""Names of firms, people and places as a brief shows them in either language, escaped."""

import re
from functools import lru_cache

from gigawatt.i18n import table
from gigawatt.i18n import text as phrase

_ARTICLE = re.compile(
    r"(?:United (?:States|Kingdom|Arab Emirates)|Netherlands|Philippines|Middle East|European Union)\b"
)
_ROLE = re.compile(r"(?P<name>.+) (?P<role>[A-Za-z]+)$")


def plain(text: str) -> str:
    """Outside text on one line, with what Markdown or HTML would act on escaped and control characters shown."""
    from gigawatt.errors import printable

    one_line = printable(" ".join(text.split()), 400)
    return re.sub(r"([\\`*_{}\[\]<>|#!])", r"\\\1", one_line)


@lru_cache(maxsize=1)
def _zh_names() -> dict[str, str]:
    """Canonical name -> first attested Simplified name, from the entity files as they stand."""
    from gigawatt.evidence.entities import entity_folder
    from gigawatt.schema import read_toml

    names: dict[str, str] = {}
    for path in sorted(entity_folder().glob("*.toml")):
        for row in read_toml(path).get("entity", []):
            if row.get("zh"):
                names.setdefault(row["name"], row["zh"][0])
    return names


def shown_name(name: str, lang: str) -> str:
    """A canonical name in a language: the attested Chinese one, `X CEO` and `A and B` by their parts, else as it is."""
    if lang != "zh":
        return name
    key = "brief_voice." + re.sub(r"\W+", "_", name.casefold())
    if key in table():
        return phrase(key, lang)
    if name in _zh_names():
        return _zh_names()[name]
    role = _ROLE.match(name)
    if role and f"brief_role.{role['role'].casefold()}" in table():
        return phrase(f"brief_role.{role['role'].casefold()}", lang, name=shown_name(role["name"], lang))
    parts = re.split(r" and |;", name)
    return name if len(parts) == 1 else "、".join(shown_name(part.strip(), lang) for part in parts)


def shown_place(name: str, lang: str) -> str:
    """A place as it follows `in`: with the article where English wants one."""
    article = "the " if lang == "en" and _ARTICLE.match(name) else ""
    return article + plain(shown_name(name, lang))
