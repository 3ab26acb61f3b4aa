"""Options are checked together, and a scenario's hash follows every field."""

from dataclasses import replace

from gigawatt.assess.scenario import Scenario, check_options

BASE = Scenario("2026-04-03", 1000, 1, 120, "c")


def test_hash_follows_every_field():
    others = [
        replace(BASE, as_of="2026-04-04"), replace(BASE, draws=1001), replace(BASE, seed=2),
        replace(BASE, horizon_months=60), replace(BASE, catalogue_sha256="d"),
        replace(BASE, documents_sha256=("e",)), replace(BASE, override_sha256="f"), replace(BASE, version="9"),
    ]  # fmt: skip
    assert len({BASE.hash, *(o.hash for o in others)}) == len(others) + 1
    assert BASE.first_month == "2026-04"


def test_all_faults_at_once():
    codes = [f.code for f in check_options("2027-02-30", "2999-01-01", 5, 3, "2026-11-22", "fr")]
    assert codes == ["date-form", "date-future", "draws-range", "months-range", "language"]


def test_since_must_lie_before_as_of():
    assert [f.code for f in check_options("2026-01-01", "2026-01-01", 100, 12, "2026-11-22", "en")] == ["date-order"]
    assert check_options("2026-01-02", "2026-01-01", 100, 12, "2026-11-22", "en") == []
