"""Two languages, one glossary: `text(key, lang)` from `i18n/*.toml`, each key with `en` and `zh`."""

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from gigawatt.errors import InputError
from gigawatt.schema import read_toml

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, str]]:
    """All keys of all files in the `locale` folder, flattened to dotted names; a key in two files is a fault."""
    from pathlib import Path

    flat: dict[str, dict[str, str]] = {}
    for path in sorted(Path(str(files("gigawatt") / "locale")).glob("*.toml")):
        for section, entries in read_toml(path).items():
            for key, texts in entries.items():
                name = f"{section}.{key}"
                if name in flat or set(texts) != set(LANGUAGES):
                    raise InputError("locale-entry", where=f"{path.name}: {name}", expected="each key once, en and zh")
                flat[name] = texts
    return flat


def text(key: str, lang: str, **values: object) -> str:
    """The phrase for a key in a language, with `{name}` places filled."""
    if lang not in LANGUAGES:
        raise InputError("language", got=lang, expected="en or zh")
    phrase = table()[key][lang]
    return phrase.format(**values) if values else phrase
