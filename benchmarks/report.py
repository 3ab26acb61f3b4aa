"""The page: its size against the budget, its rendering against writing the same view as JSON, its growth.

The baseline of rendering is `json.dumps` of the same view in the same process. The sample view of the tests is used,
with its programmes repeated for 10x.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

BUDGET_BYTES = 2_000_000
REPEATS = 5


def seconds(job: Callable[[], object]) -> float:
    """Median CPU seconds of a job after one warm-up."""
    job()
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        job()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def run() -> Iterator[dict]:
    """One dictionary per figure."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from e2e.sample import sample
    from gigawatt.report import embed, html

    view = sample()
    page = len(html.render(view).encode())
    yield {"figure": "page_bytes", "value": page, "peer": "budget 2 MB", "ratio": page / BUDGET_BYTES}
    drawn = html.chart_data(view, "en")
    rows, columns = (len(embed.inside_script(data)) for data in (drawn["charts"], embed.compact(drawn["charts"])))
    yield {"figure": "chart_data_bytes", "value": columns, "peer": "the same data as rows", "ratio": columns / rows}
    render = seconds(lambda: html.render(view))
    dump = seconds(lambda: json.dumps(view.as_dict()))
    yield {"figure": "render_cpu_s", "value": render, "peer": "json.dumps of the view", "ratio": render / dump}
    many = replace(
        view,
        programmes=tuple(replace(row, id=f"{row.id}-{turn}") for turn in range(10) for row in view.programmes),
    )
    grown = seconds(lambda: html.render(many))
    yield {"figure": "render_cpu_s_10x_programmes", "value": grown, "peer": "10 times 1x", "ratio": grown / render / 10}
