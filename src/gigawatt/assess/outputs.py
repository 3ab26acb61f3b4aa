"""Writes the results of a run: each file appears whole or not at all, and a folder that cannot be written is said."""

import json
import os
from pathlib import Path
from typing import Any

from gigawatt.errors import InputError


def prepare_folder(folder: Path) -> None:
    """Make the folder and prove that a file can be written there; InputError otherwise."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"gigawatt")
        probe.unlink()
    except OSError as error:
        raise InputError(
            "cannot-write", where=str(folder), got=error.strerror or str(error),
            expected="a folder that can be written", hint="choose another with --out",
        ) from None  # fmt: skip


def write_text(path: Path, text: str) -> None:
    """Write a text file by way of a partial file; InputError names the path when the disk is full or read-only."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError("cannot-write", where=str(path), got=error.strerror or str(error)) from None


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write JSON with NaN refused."""
    write_text(path, json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
