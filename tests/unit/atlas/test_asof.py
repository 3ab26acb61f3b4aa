"""A view of the past never sees ahead, at any depth."""

from gigawatt.atlas.asof import Cut, cut_fact, newest_day
from gigawatt.atlas.types import Block, Campus


def block(name, known_on):
    return Block(id=name, power_mw=1, source="s", known_on=known_on)


CAMPUS = Campus(
    id="c", name="C", country="US", region="r", source="s", known_on="2025-01",
    blocks=(block("old", "2025-02-01"), block("new", "2025-10"), block("undated", None)),
)  # fmt: skip


def test_later_and_undated_facts_are_left_out_and_counted():
    cut = Cut("2025-10-30", is_newest_view=False)
    seen = cut_fact(CAMPUS, cut)
    assert [b.id for b in seen.blocks] == ["old"]  # "2025-10" may mean the 31st
    assert (cut.later, cut.undated) == (1, 1)
    assert cut_fact(CAMPUS, Cut("2025-01-30", False)) is None


def test_newest_day_looks_inside():
    assert newest_day([CAMPUS]) == "2025-10-01"  # the month has begun; the day is not known
    assert cut_fact(CAMPUS, Cut("2025-10-31", is_newest_view=True)) == CAMPUS
