"""Periods in their plain-text form as intervals, and how two of them lie."""

import pytest

from gigawatt.ledger.periods import parse_period, relation


@pytest.mark.parametrize(
    ("text", "start", "end", "form"),
    [
        ("2025", "2025-01-01", "2025-12-31", "span"),
        ("2024-02", "2024-02-01", "2024-02-29", "span"),
        ("2025Q3", "2025-07-01", "2025-09-30", "span"),
        ("2025H1", "2025-01-01", "2025-06-30", "span"),
        ("FY2026Q1", "2026-01-01", "2026-03-31", "span"),
        ("2025-2029", "2025-01-01", "2029-12-31", "span"),
        ("2025-01 to 2025-07", "2025-01-01", "2025-07-31", "span"),
        ("next 4 years from 2025-01", "2025-01-01", "2029-01-31", "next"),
        ("next 12-18 months from 2025-10", "2025-10-01", "2027-04-30", "next"),
        ("past 12 months to 2025-11", "2024-11-01", "2025-11-30", "past"),
        ("past 2 weeks to 2025-11-16", "2025-11-02", "2025-11-16", "past"),
        ("by 2028", None, "2028-12-31", "by"),
        ("through 2029", None, "2029-12-31", "by"),
        ("since 2020", "2020-01-01", None, "since"),
        ("as of 2025-07", "2025-07-01", "2025-07-31", "as_of"),
        ("end of 2025", "2025-10-01", "2025-12-31", "span"),
        ("early 2026", "2026-01-01", "2026-03-31", "span"),
        ("2025 (first cut of guidance)", "2025-01-01", "2025-12-31", "span"),
        ("before the spin-off", None, None, "unknown"),
        ("2026 to 2024", None, None, "unknown"),
        ("2025-13", None, None, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_form(text, start, end, form):
    span = parse_period(text)
    assert (span.start, span.end, span.form) == (start, end, form)


@pytest.mark.parametrize(
    ("one", "two", "how"),
    [
        (None, None, "unsaid"),
        ("2025", None, "half_said"),
        ("2025", "2025", "equal"),
        ("2025Q3", "2025", "inside"),
        ("2025", "2025Q3", "holds"),
        ("2025", "2026", "apart"),
        ("2025H2", "since 2025-10", "overlap"),
        ("by 2028", "2027", "holds"),
    ],
)
def test_relation(one, two, how):
    assert relation(parse_period(one), parse_period(two)) == how
