"""Errors that a user can act on.

GigawattError
 |- InputError     exit 2: a file, option or value that cannot be used as given
 |- EvidenceError  exit 3: the documents hold nothing that can be read, or the ledger is damaged
 |- Infeasible     exit 4: limits that cannot hold together; names the limits that clash
 |- PluginError    exit 5: a plug-in that breaks its contract

Each carries a stable code, where it happened, what was got, what was expected and a hint. A user's
mistake is shown as one message without a traceback; anything else that is raised is a bug and shows one.
"""

from collections.abc import Sequence
from typing import ClassVar

_PART_LIMIT = 300  # characters of outside text that one part of a message may show


def printable(text: object, limit: int = _PART_LIMIT) -> str:
    """Outside text made safe for a terminal: control and bidi characters become escapes, long text is cut."""
    shown = "".join(c if c.isprintable() or c == " " else c.encode("unicode_escape").decode() for c in str(text))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


class GigawattError(Exception):
    """Base of all errors meant for the user.

    code: stable identifier such as `file-missing`; where: file, line, key or option; got and expected: what was
    found and what would have been right; hint: what to do next.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, *, where: str = "", got: object = "", expected: object = "", hint: str = "") -> None:
        self.code = code
        self.where = printable(where)
        self.got = printable(got)
        self.expected = printable(expected)
        self.hint = printable(hint, 600)
        super().__init__(self.message())

    def message(self) -> str:
        """One line: code, where, got, expected, hint; empty parts are left out."""
        parts = [f"{self.code}"]
        if self.where:
            parts.append(f"at {self.where}")
        if self.got:
            parts.append(f"got {self.got}")
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.hint:
            parts.append(f"hint: {self.hint}")
        return "; ".join(parts)

    def as_dict(self) -> dict[str, str]:
        """The parts by name, for `--json`."""
        return {
            "code": self.code,
            "where": self.where,
            "got": self.got,
            "expected": self.expected,
            "hint": self.hint,
        }


class InputError(GigawattError):
    """A file, option or value that cannot be used as given."""

    exit_code = 2


class EvidenceError(GigawattError):
    """Documents that hold nothing readable, or a ledger that is damaged."""

    exit_code = 3


class Infeasible(GigawattError):
    """Limits that cannot hold together; `limits` names those that clash."""

    exit_code = 4

    def __init__(
        self,
        code: str,
        *,
        limits: Sequence[str] = (),
        where: str = "",
        got: object = "",
        expected: object = "",
        hint: str = "",
    ) -> None:
        self.limits = tuple(limits)
        super().__init__(code, where=where, got=got or ", ".join(limits), expected=expected, hint=hint)


class PluginError(GigawattError):
    """A plug-in that breaks its contract."""

    exit_code = 5


class FaultList(InputError):
    """Several faults of one file or folder, told at once."""

    def __init__(self, faults: Sequence[GigawattError]) -> None:
        if not faults:
            raise ValueError("a FaultList needs at least one fault")
        self.faults = tuple(faults)
        first = faults[0]
        super().__init__(first.code, where=first.where, got=first.got, expected=first.expected, hint=first.hint)

    def message(self) -> str:
        """One line per fault."""
        return "\n".join(fault.message() for fault in getattr(self, "faults", ())) or super().message()
