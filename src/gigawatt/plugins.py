"""Plug-ins: behaviour behind an entry point. Built-ins come through the same door as everybody else's.

An entry point of the group `gigawatt.plugins` is a function without arguments that returns a mapping
{kind: {name: object}}, for example {"power_source": {"gas_turbine": GasTurbine}}.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module, metadata
from typing import Any

from gigawatt.errors import PluginError

GROUP = "gigawatt.plugins"
Provider = Callable[[], Mapping[str, Mapping[str, Any]]]


# Our own providers by kind, `module:function`; a room is imported only when its kind is asked for.
_ROOMS = {
    "check_rule": "gigawatt.ledger.check:provider",
    "supply_profile": "gigawatt.campus.profiles:provider",
}


def kinds() -> tuple[str, ...]:
    """The kinds of plug-in that this package asks for."""
    return tuple(_ROOMS)


def builtin(kind: str) -> dict[str, dict[str, Any]]:
    """What this package itself brings of one kind, in the form that every provider gives."""
    module, _, name = _ROOMS[kind].partition(":")
    return getattr(import_module(module), name)()


class Registry:
    """Objects by kind and name, gathered from providers; two providers may not give the same name."""

    def __init__(self, providers: Iterable[tuple[str, Provider]]) -> None:
        self._kinds: dict[str, dict[str, Any]] = {}
        owner: dict[tuple[str, str], str] = {}
        for who, provider in providers:
            try:
                brought = provider()
            except Exception as error:
                raise PluginError("plugin-load", where=who, got=f"{type(error).__name__}: {error}") from error
            for kind, entries in brought.items():
                for name, thing in entries.items():
                    if (kind, name) in owner:
                        raise PluginError(
                            "plugin-name-twice", where=f"{kind}.{name}", got=f"{owner[kind, name]}, {who}"
                        )
                    owner[kind, name] = who
                    self._kinds.setdefault(kind, {})[name] = thing

    def get(self, kind: str, name: str) -> Any:
        """The object of that kind and name; PluginError names what exists."""
        known = self._kinds.get(kind, {})
        if name not in known:
            raise PluginError("plugin-unknown", got=f"{kind}.{name}", expected=", ".join(sorted(known)) or "none")
        return known[name]

    def names(self, kind: str) -> list[str]:
        """Sorted names of a kind."""
        return sorted(self._kinds.get(kind, {}))


def installed(kind: str) -> Registry:
    """The registry of one kind: the built-ins and every installed entry point of the group."""
    found: list[tuple[str, Provider]] = [("gigawatt", lambda: builtin(kind))]
    for entry in metadata.entry_points(group=GROUP):
        try:
            found.append((entry.name, entry.load()))
        except Exception as error:
            raise PluginError("plugin-load", where=entry.value, got=f"{type(error).__name__}: {error}") from error
    return Registry(found)
