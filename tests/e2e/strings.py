"""Every text of outside in a view, replaced at once: for injection and for untranslated words."""

from dataclasses import fields, is_dataclass, replace

STRUCTURAL = {
    "figure", "promised_figure", "months", "layer", "constraint", "basis", "promised_basis", "by", "promised_by", "day",
    "newest_fact_on", "as_of", "since", "from_day", "to_day", "first_due", "p10", "p50", "p90", "spread", "stage",
    "state", "status", "kind", "metric", "unit", "language", "severity", "version", "before", "after", "ours", "theirs",
    "scenario_hash", "command", "side",
}  # fmt: skip
"""fields that hold ids, days, numbers or words of closed lists rather than text of outside"""


def with_texts(thing, change):
    """The same frozen data with every outside text passed through `change`; structural fields stay."""
    if is_dataclass(thing):
        new = {}
        for entry in fields(thing):
            value = getattr(thing, entry.name)
            if entry.name not in STRUCTURAL or is_dataclass(value):
                new[entry.name] = with_texts(value, change)
        return replace(thing, **new)
    if isinstance(thing, tuple):
        return tuple(with_texts(part, change) for part in thing)
    return change(thing) if isinstance(thing, str) else thing
