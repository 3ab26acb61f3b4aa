"""What moved between two runs: figures before and after, and the facts or claims that became known in between."""

import re
from collections.abc import Iterable

from gigawatt.assess.run import Run
from gigawatt.atlas.build import Atlas
from gigawatt.atlas.overrides import Changed
from gigawatt.atlas.types import Block, Sourced
from gigawatt.finance.funding import LAYERS, SIDES
from gigawatt.i18n import text
from gigawatt.report.view import Change, Override, Text
from gigawatt.trace import Figure

KEY_PARTS = (".promised_w", ".probable_w.", ".probability", ".date", ".money_usd.", ".now_w", ".derived_w")
SMALLEST = 0.01  # relative change below which a figure counts as unmoved: about the sampling error of 10,000 draws
MOST = 60


def _shown(figure: Figure) -> float | str | None:
    return figure.p50 if figure.p50 is not None else figure.value


def _moved(before: float | str | None, after: float | str | None) -> bool:
    if isinstance(before, (int, float)) and isinstance(after, (int, float)):
        return abs(after - before) > SMALLEST * max(abs(before), abs(after))
    return before != after


def _size(change: Change) -> float:
    numbers = [v for v in (change.before, change.after) if isinstance(v, (int, float))]
    span = abs((change.after or 0.0) - (change.before or 0.0)) if len(numbers) == 2 else max(numbers, default=0.0)
    return span / {"W": 1e9, "USD": 1e11, "fraction": 0.2}.get(change.unit, 1.0)


def _facts_under(run: Run, identifier: str) -> set[str]:
    """Ids of all facts and claims below a figure."""
    found: set[str] = set()
    waiting = [identifier]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name.startswith(("fact:", "claim:")):
            found.add(name)
        figure = run.trace.trace.figures.get(name)
        node = run.trace.nodes.get(name)
        waiting.extend(figure.inputs if figure else node[1] if node else ())
    return found


def changed_figures(before: Run, after: Run, reason: Text | None = None) -> tuple[Change, ...]:
    """Key figures whose value moved by more than sampling error, largest first, with the facts that moved them.

    A fact moved a figure when it lies under it now and was not under it before, or differs from before.
    """
    changes = []
    old = before.trace.trace.figures
    for identifier, figure in after.trace.trace.figures.items():
        if not any(part in identifier for part in KEY_PARTS):
            continue
        was = _shown(old[identifier]) if identifier in old else None
        now = _shown(figure)
        if not _moved(was, now):
            continue
        under = _facts_under(after, identifier)
        moved = [name for name in under if _differs(before.atlas.facts, after.atlas.facts, name)]
        movers = sorted(moved, key=lambda name: (-_power_mw(after.atlas.facts[name]), name))
        cited = after.citations.facts([name for name in movers if name in after.atlas.facts])
        label = figure_label(identifier, after.atlas)
        changes.append(Change(identifier, label, figure.unit, was, now, tuple(movers[:12]), cited[:6], reason))
    changes.sort(key=_size, reverse=True)
    return tuple(changes[:MOST])


def _differs(before: dict[str, Sourced], after: dict[str, Sourced], name: str) -> bool:
    return name in after and before.get(name) != after[name]


_LABELS = (
    (r"\.promised_w\.(\d{4})$", "promised by the end of {0}", "{0} 年末承诺功率"),
    (r"\.probable_w\.(\d{4})$", "switched on by the end of {0}", "{0} 年末投运功率"),
    (r"\.promised_w$", "promised power", "承诺功率"),
    (r"\.derived_w$", "power that the pledge would pay for", "按承诺金额推算的功率"),
    (r"\.now_w$", "switched on now", "目前投运功率"),
    (r"\.money_usd\.(\w+)\.(\w+)$", "{0}, {1}", "{0}({1})"),
    (r"\.probability$", "chance that the promise is kept", "承诺兑现概率"),
    (r"\.date$", "month in which the promise is reached", "承诺达成月份"),
)


def figure_label(identifier: str, atlas: Atlas) -> Text:
    """What a key figure says, in both languages: the programme's name and the kind of figure."""
    owner, _, rest = identifier.removeprefix("figure:").partition(".")
    programme = atlas.programmes.get(owner)
    names = (programme.name, programme.name_zh or programme.name) if programme else ("fleet", "全部项目")
    for pattern, en, zh in _LABELS:
        found = re.search(pattern, f".{rest}")
        if found:
            words = found.groups()
            here, there = ([_word(word, lang) for word in words] for lang in ("en", "zh"))
            return Text(f"{names[0]}: {en.format(*here)}", f"{names[1]}:{zh.format(*there)}")
    return Text(identifier)


def _word(word: str, lang: str) -> str:
    """A layer or side of money as the glossary says it; anything else as it stands."""
    return text(f"glossary.{word}", lang) if word in (*LAYERS, *SIDES) else word


def _power_mw(fact: Sourced) -> float:
    """Power of a block, to name the largest movers first; other facts come before all blocks."""
    return fact.power_mw if isinstance(fact, Block) else float("inf")


def overrides_shown(changed: Iterable[Changed], ours: Run, theirs: Run) -> tuple[Override, ...]:
    """The user's numbers beside ours; the effects of all of them together stand under the first."""
    effects = changed_figures(ours, theirs, Text("with your numbers", "采用您的数值"))
    rows = []
    for number, one in enumerate(changed):
        rows.append(
            Override(
                one.key, Text(one.label), one.unit, one.ours, one.theirs, one.note, effects if number == 0 else ()
            )  # fmt: skip
        )
    return tuple(rows)
