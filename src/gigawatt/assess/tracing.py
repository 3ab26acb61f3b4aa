"""The trace of one assessment: its figures and everything under them, so that one file answers every `why`."""

from collections.abc import Iterable, Sequence
from typing import Any

from gigawatt.params import Parameter, ParameterBook
from gigawatt.trace import Figure, Node, Trace, walk


class TraceBook:
    """Figures and the nodes below them (parameters, facts, claims, estimates, rules), by id."""

    def __init__(self, book: ParameterBook) -> None:
        self.trace = Trace()
        self.nodes: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._parameters = book
        self.leaned_on: dict[str, int] = {}

    def figure(
        self,
        name: str,
        value: float | str | None,
        unit: str,
        inputs: Iterable[str],
        *,
        formula: str,
        label: str = "",
        band: tuple[Any, Any, Any] | None = None,
    ) -> str:
        """Register a figure and return its id `figure:name`; inputs may be ids of figures, nodes or parameters."""
        identifier = f"figure:{name}"
        used = tuple(dict.fromkeys(inputs))
        p10, p50, p90 = band if band is not None else (None, None, None)
        self.trace.add(Figure(identifier, value, unit, used, p10, p50, p90, formula, label))
        for one in used:
            if one.startswith("parameter:"):
                self.parameter(one.removeprefix("parameter:"))
                self.leaned_on[one] = self.leaned_on.get(one, 0) + 1
        return identifier

    def node(self, identifier: str, says: str, inputs: Sequence[str] = ()) -> str:
        """Register what an id that is not a figure says, and what lies under it; returns the id."""
        self.nodes.setdefault(identifier, (says, tuple(inputs)))
        return identifier

    def rule(self, name: str, says: str, inputs: Sequence[str] = ()) -> str:
        """Register a modelling rule and return `rule:name`."""
        return self.node(f"rule:{name}", says, inputs)

    def parameter(self, key: str) -> str:
        """Register a catalogue parameter with its source and return `parameter:key`."""
        identifier = f"parameter:{key}"
        if identifier not in self.nodes:
            self.nodes[identifier] = (
                describe_parameter(self._parameters[key]),
                (f"source:{self._parameters[key].source}",),
            )
        return identifier

    def unresolved(self) -> set[str]:
        """Ids that are used but say nothing: must be empty before an assessment is written."""
        known = set(self.trace.figures) | set(self.nodes)
        used = {i for figure in self.trace for i in figure.inputs} | {
            i for _, below in self.nodes.values() for i in below
        }
        return used - known

    def as_dict(self) -> dict[str, Any]:
        """`figures` and `nodes` as they stand in assessment.json."""
        return {
            "figures": [figure.as_dict() for figure in self.trace],
            "nodes": {key: {"says": says, "inputs": list(below)} for key, (says, below) in self.nodes.items()},
        }


def describe_parameter(parameter: Parameter) -> str:
    """One line: name, interval, unit, year, region, where the spread comes from, reason."""
    spread = "" if parameter.spread == "stated" else f" ({parameter.spread})"
    value = (
        f"{parameter.p50:g} {parameter.unit}"
        if parameter.p10 == parameter.p90
        else f"{parameter.p10:g} / {parameter.p50:g} / {parameter.p90:g} {parameter.unit} (P10/P50/P90)"
    )
    reason = f"; reason: {parameter.reason}" if parameter.reason else ""
    note = f"; {parameter.note}" if parameter.note else ""
    return f"{parameter.name}: {value}{spread}, {parameter.region}{reason}{note}"


def why(assessment: dict[str, Any], identifier: str) -> Node:
    """The tree under an id of an assessment.json; InputError when the id is not in it."""
    figures = {figure["id"]: figure for figure in assessment["figures"]}

    def describe(name: str) -> tuple[str, list[str]] | None:
        if name in figures:
            return describe_figure(figures[name]), figures[name]["inputs"]
        node = assessment["nodes"].get(name)
        return (node["says"], node["inputs"]) if node else None

    return walk(identifier, describe)


def describe_figure(figure: dict[str, Any]) -> str:
    """One line: label, value or interval with unit, formula."""
    if figure["p50"] is not None:
        value = (
            f"P10 {_plain(figure['p10'])}, P50 {_plain(figure['p50'])}, P90 {_plain(figure['p90'])} {figure['unit']}"
        )
    else:
        value = "unknown" if figure["value"] is None else f"{_plain(figure['value'])} {figure['unit']}"
    label = f"{figure['label']} = " if figure["label"] else ""
    return f"{label}{value}" + (f"  [{figure['formula']}]" if figure["formula"] else "")


def _plain(value: float | str | None) -> str:
    return value if isinstance(value, str) else "beyond the horizon" if value is None else f"{value:,.6g}"
