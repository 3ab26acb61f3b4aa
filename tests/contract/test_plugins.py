"""Plug-ins: built-ins come through the same door, names are unique, contracts are checked."""

import pytest

from gigawatt.errors import PluginError
from gigawatt.ledger.check import rules
from gigawatt.plugins import Registry, builtin, installed, kinds
from gigawatt.testing import CONTRACTS, check_contract

BUILT_IN = [(kind, name) for kind in kinds() for name in builtin(kind)[kind]]


def test_every_kind_has_a_contract_and_something_built_in():
    assert set(kinds()) == set(CONTRACTS)
    assert len(BUILT_IN) >= 20


@pytest.mark.parametrize(("kind", "name"), BUILT_IN)
def test_built_ins_keep_their_contract(kind, name):
    check_contract(kind, installed(kind).get(kind, name))


def test_checks_run_what_the_door_lets_in():
    own = [name for kind, name in BUILT_IN if kind == "check_rule"]
    assert [rule.__name__ for rule in rules()][: len(own)] == own


def test_a_name_may_be_given_once_and_a_broken_provider_is_named():
    with pytest.raises(PluginError, match="plugin-name-twice"):
        Registry([(name, lambda: builtin("check_rule")) for name in ("one", "two")])
    with pytest.raises(PluginError, match="plugin-load; at bad; got ZeroDivisionError"):
        Registry([("bad", lambda: 1 / 0)])
    with pytest.raises(PluginError, match="plugin-unknown"):
        installed("check_rule").get("check_rule", "nothing")


def test_broken_contracts_are_told():
    def no_docstring(material):
        return iter(())

    def talkative(material):
        """Finds something in nothing."""
        return iter([1])

    def greedy(material, more):
        """Wants two things."""

    for thing in (no_docstring, talkative, greedy, 3):
        with pytest.raises(PluginError, match="plugin-contract"):
            check_contract("check_rule", thing)
    with pytest.raises(PluginError, match="plugin-kind"):
        check_contract("nonsense", talkative)
