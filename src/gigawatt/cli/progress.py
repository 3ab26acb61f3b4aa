"""A progress bar on stderr for people: silent when stderr is no terminal, gone when the work is done."""

import sys
from types import TracebackType
from typing import Any


class Bar:
    """Call it with (what, done, total); total 0 means that the amount of work is not known."""

    def __init__(self, quiet: bool = False) -> None:
        self._live: Any = None
        self._tasks: dict[str, Any] = {}
        self._show = sys.stderr.isatty() and not quiet

    def __enter__(self) -> "Bar":
        if self._show:
            from rich.console import Console
            from rich.progress import Progress

            self._live = Progress(console=Console(stderr=True), transient=True)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that `done` of `total` of a step are done."""
        if self._live is None:
            return
        if what not in self._tasks:
            self._tasks[what] = self._live.add_task(what, total=total or None)
        self._live.update(self._tasks[what], completed=done, total=total or None)
