"""Contract checks for plug-ins: what an object of a kind must do, run by its author and by our own tests alike.

    from gigawatt.testing import check_contract
    check_contract("check_rule", my_rule)

Raises PluginError naming what is broken; returns None when all holds.
"""

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

from gigawatt.errors import PluginError


def check_contract(kind: str, thing: Any) -> None:
    """Check an object against the contract of its kind; PluginError when it breaks it or the kind is unknown."""
    if kind not in CONTRACTS:
        raise PluginError("plugin-kind", got=kind, expected=", ".join(sorted(CONTRACTS)))
    CONTRACTS[kind](thing)


def _function_of(thing: Any, parameters: int, of_what: str) -> str:
    """The name of a documented function with that many required parameters."""
    name = getattr(thing, "__name__", repr(thing))
    if not callable(thing) or not (inspect.getdoc(thing) or "").strip():
        raise PluginError("plugin-contract", where=name, expected="a function with a docstring")
    required = [p for p in inspect.signature(thing).parameters.values() if p.default is p.empty]
    if len(required) != parameters:
        raise PluginError("plugin-contract", where=name, got=f"{len(required)} parameters", expected=of_what)
    return name


def _check_rule(thing: Any) -> None:
    """A check rule takes a Material and yields Findings; on no material it yields nothing and touches nothing."""
    name = _function_of(thing, 1, "one: the material")
    found = list(thing(import_module("gigawatt.ledger.check.material").material_of([])))
    if found:
        raise PluginError("plugin-contract", where=name, got=f"{len(found)} findings", expected="none without claims")


def _check_supply_profile(thing: Any) -> None:
    """A supply profile takes catalogue, power source, weather and seed and gives the share of capacity by step."""
    _function_of(thing, 4, "four: catalogue, power source, weather, seed")


CONTRACTS: dict[str, Callable[[Any], None]] = {"check_rule": _check_rule, "supply_profile": _check_supply_profile}
