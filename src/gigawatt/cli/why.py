"""`gigawatt why ID`: walk a figure to formula, parameters, claims, sentence or assumption."""

import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from gigawatt.errors import InputError, printable


def why(
    identifier: str,
    *,
    assessment: Path = Path("gigawatt-out/assessment.json"),
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Show what a figure rests on.

    Parameters
    ----------
    identifier: str
        An id from assessment.json or the report, such as `figure:fleet.probable_w.2028`; `list` shows all figures.
    assessment: Path
        The assessment.json written by `gigawatt assess`.
    as_json: bool
        Print the tree as JSON.
    """
    from gigawatt.assess.tracing import describe_figure
    from gigawatt.assess.tracing import why as tree

    try:
        stored = json.loads(assessment.read_text(encoding="utf-8"))
        figures = stored["figures"]
    except FileNotFoundError:
        raise InputError(
            "file-missing", where=str(assessment), hint="run `gigawatt assess` first, or give --assessment FILE"
        ) from None
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "assessment-unreadable", where=str(assessment), got=error, expected="an assessment.json"
        ) from None
    if identifier == "list":
        for figure in figures:
            print(printable(f"{figure['id']}: {describe_figure(figure)}"))
        return 0
    if not identifier.startswith(("figure:", "parameter:", "fact:", "claim:", "estimate:", "rule:", "source:")):
        identifier = f"figure:{identifier}"
    node = tree(stored, identifier)
    if as_json:
        print(json.dumps(node.as_dict(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(printable(line, 2000) for line in node.lines()))
    return 0
