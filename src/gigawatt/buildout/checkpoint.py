"""Chunks of a run on disk, so that a run that was killed goes on where it stopped and gives the same bits.

One file per chunk, named by the scenario's hash and the chunk's place; a file appears whole or not at all. Files of
another scenario are never read.
"""

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from gigawatt.errors import InputError

if TYPE_CHECKING:
    import numpy as np


STATE = -1
"""place of the running counts, beside the chunks"""


class Checkpoint:
    """Chunk results, or the running counts of a run in bounded memory, in a folder."""

    def __init__(self, folder: Path, scenario_hash: str) -> None:
        self.folder = folder
        self._name = scenario_hash[:24]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("cannot-write", where=str(folder), got=error.strerror or str(error)) from None

    def _path(self, start: int, count: int) -> Path:
        return self.folder / f"{self._name}-{start:09d}-{count}.npz"

    def load(self, start: int, count: int) -> "dict[str, np.ndarray] | None":
        """The arrays of a chunk, None when it is not there or is damaged (it is then computed again)."""
        import numpy as np

        try:
            with self._path(start, count).open("rb") as file, np.load(file, allow_pickle=False) as stored:
                return {name: stored[name] for name in stored.files}
        except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError):
            return None

    def save(self, start: int, count: int, **arrays: "np.ndarray") -> None:
        """Write a chunk under a temporary name, then move it into place."""
        import numpy as np

        path = self._path(start, count)
        partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
        try:
            with partial.open("wb") as out:
                np.savez(out, **arrays)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise InputError("cannot-write", where=str(self.folder), got=error.strerror or str(error)) from None

    def load_state(self) -> "dict[str, np.ndarray] | None":
        """The running counts of a bounded-memory run, None when there are none."""
        return self.load(0, STATE)

    def save_state(self, **arrays: "np.ndarray") -> None:
        """Replace the running counts of a bounded-memory run."""
        self.save(0, STATE, **arrays)

    def clear(self) -> None:
        """Remove the chunks of this scenario."""
        for path in self.folder.glob(f"{self._name}-*"):
            path.unlink(missing_ok=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()
