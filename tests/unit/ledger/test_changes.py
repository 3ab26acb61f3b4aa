"""What changed between two days: plans that moved on and figures told anew, never copies and never slips."""

from dataclasses import replace

from gigawatt.ledger.changes import changes
from gigawatt.ledger.records import Held
from unit.ledger.helpers import claim, document

DOCS = [document(str(n), path=f"{n}.txt") for n in range(4)]


def told(n, low, day, *, unit="W", metric="power_capacity", **values):
    return Held(claim(low, unit=unit, doc=DOCS[n], metric=metric, item_day=day, **values), day)


def test_a_plan_that_moved_on_is_told_from_its_last_state():
    planned = told(0, 48e6, "2025-01-10", status="planned")
    building = told(1, 48e6, "2025-06-10", status="under_construction")
    running = told(2, 48e6, "2025-11-10", status="operational")
    found = [(c.kind, c.before.id, c.after.id) for c in changes([running, planned, building])]
    assert found == [("progress", planned.id, building.id), ("progress", building.id, running.id)]


def test_another_size_or_another_place_is_no_progress():
    planned = told(0, 48e6, "2025-01-10", status="planned", location="Ohio")
    assert changes([planned, told(1, 96e6, "2025-06-10", status="operational", location="Ohio")]) == []
    assert changes([planned, told(1, 48e6, "2025-06-10", status="operational", location="Texas")]) == []


def test_a_moving_figure_told_on_two_days_is_a_series():
    old = told(0, 5e8, "2025-04-01", unit="user", metric="users", subject="Chat")
    new = told(1, 8e8, "2025-10-06", unit="user", metric="users", subject="Chat")
    assert [(c.kind, c.before.id, c.after.id) for c in changes([new, old])] == [("series", old.id, new.id)]
    slip = told(2, 8e9, "2025-11-06", unit="user", metric="users", subject="Chat")
    assert len(changes([old, new, slip])) == 1


def test_flows_of_two_periods_copies_and_texts_without_a_day_are_no_change():
    old = told(0, 4e9, "2025-04-01", unit="USD", metric="revenue", period="2025Q1")
    new = told(1, 5e9, "2025-07-01", unit="USD", metric="revenue", period="2025Q2")
    assert changes([old, new]) == []
    first = told(0, 5e8, "2025-04-01", unit="user", metric="users")
    copy = replace(told(1, 8e8, "2025-10-06", unit="user", metric="users"), copy_of=(DOCS[0].sha256, 0, 9))
    undated = told(2, 9e8, None, unit="user", metric="users")
    assert changes([first, copy, undated]) == []
