"""`gigawatt assess`: the main job."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from gigawatt.errors import FaultList


def assess(
    *documents: str,
    as_of: str | None = None,
    since: str | None = None,
    draws: int = 10_000,
    seed: int = 1,
    months: int = 120,
    override: Path | None = None,
    catalogue: Path | None = None,
    ledger: Path | None = None,
    out: Path = Path("gigawatt-out"),
    lang: Literal["en", "zh"] = "en",
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"])] = False,
) -> int:
    """Say how much of what is announced will be switched on, when, and on what that rests.

    Writes report.html, assessment.json, programmes.csv and paths.parquet, and prints a table.

    Parameters
    ----------
    documents: str
        Files, folders, `-` for standard input, or addresses; without any, the bundled catalogue alone.
    as_of: str
        Day of knowledge, YYYY-MM-DD; default: the newest known fact.
    since: str
        Say per figure what changed since this day, and which fact or claim moved it.
    draws: int
        Number of draws of the simulation.
    seed: int
        Seed: the same seed gives the same bits.
    months: int
        Horizon in months.
    override: Path
        TOML file with your own numbers; they stand beside ours, marked as yours.
    catalogue: Path
        Folder with further catalogue files, which may replace bundled entries.
    ledger: Path
        Ledger to add the documents to; default: ledger.sqlite in the output folder.
    out: Path
        Folder for the results.
    lang: str
        Language of the report and the table.
    quiet: bool
        Print no table and no progress.
    """
    import datetime as dt

    from gigawatt.assess.assess import AssessOptions
    from gigawatt.assess.assess import assess as run
    from gigawatt.assess.documents import show_faults
    from gigawatt.assess.outputs import prepare_folder, write_json
    from gigawatt.assess.scenario import check_options
    from gigawatt.cli.progress import Bar
    from gigawatt.report.html import write as write_html
    from gigawatt.report.tables import write_programmes_csv
    from gigawatt.report.terminal import print_view

    faults = check_options(as_of, since, draws, months, dt.date.today().isoformat(), lang)
    if faults:
        raise FaultList(faults)
    prepare_folder(out)
    options = AssessOptions(
        documents, as_of, since, draws, seed, months, override, catalogue,
        ledger or (out / "ledger.sqlite" if documents else None),
    )  # fmt: skip
    with Bar(quiet) as bar:
        result = run(options, bar)
        bar("writing", 0, 0)
        write_html(result.view, out / "report.html", lang)
        write_json(out / "assessment.json", result.as_dict())
        write_programmes_csv(result.view, out / "programmes.csv")
        result.run.outcome.paths.write_parquet(out / "paths.parquet")
    if not quiet:
        print_view(result.view, lang)
        print(f"{out / 'report.html'}  {out / 'assessment.json'}  {out / 'programmes.csv'}  {out / 'paths.parquet'}")
    text, code = show_faults(result.evidence.faults)
    if text:
        print(text, file=sys.stderr)
    return code
