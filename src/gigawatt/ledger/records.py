"""What the ledger keeps besides documents and claims: judgements, merges of names, and claims as held.

All are frozen and content-hashed: the same statement by the same judge about the same claims is one row.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

from gigawatt.errors import InputError
from gigawatt.evidence.types import Claim
from gigawatt.ledger.phrases import Phrase

Kind = Literal[
    "same", "conversion", "revision", "narrower", "wider", "contradiction", "magnitude_slip", "not_comparable"
]
KINDS: tuple[Kind, ...] = (
    "same", "conversion", "revision", "narrower", "wider", "contradiction", "magnitude_slip", "not_comparable",
)  # fmt: skip
CONFLICTS: frozenset[str] = frozenset({"contradiction", "magnitude_slip"})
"""kinds that say two claims cannot both be right"""


def content_hash(body: Mapping[str, Any]) -> str:
    """20 hex digits of the SHA-256 of the canonical JSON of a body."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Judgement:
    """By whom, on which day: how two claims stand to each other, and why.

    `narrower` means that the left claim says more than the right one (its interval lies inside); `wider` the reverse.
    For `revision` the left claim is the older.
    """

    kind: Kind
    left: str
    """claim id"""
    right: str
    reason: str
    rule: str = ""
    """id of the rule that decided, empty for a person"""
    by: str = "gigawatt"
    day: str | None = None
    """day for which the judgement was made (the younger claim's day), or on which a person made it"""
    told: Phrase | None = field(default=None, compare=False, repr=False)
    """the reason as a phrase of the locale files; None for a person's reason and for rows read from a ledger"""

    @property
    def id(self) -> str:
        """Content hash."""
        return content_hash(self._body())

    def said(self, lang: str) -> str:
        """The reason in a language; a person's reason, and one read from a ledger, as it was written."""
        return self.told.say(lang) if self.told else self.reason

    def _body(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "told"}

    @property
    def is_conflict(self) -> bool:
        """Whether both claims cannot be right."""
        return self.kind in CONFLICTS

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionary with the id."""
        return {"id": self.id, **self._body()}


@dataclass(frozen=True, slots=True)
class Merge:
    """A statement that two names mean one subject, or (undo) that they do not. Statements are never deleted."""

    name: str
    into: str
    action: Literal["merge", "unmerge"]
    by: str
    day: str
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionary."""
        return asdict(self)


@dataclass(frozen=True)
class Held:
    """A claim as the ledger holds it: with the day it was known and the group of copies that it belongs to."""

    claim: Claim
    known_on: str | None
    """ISO day on which the claim was public (day of the item or document), else the day of recording"""
    recorded_on: str | None = None
    """ISO day on which this ledger took it in"""
    cluster: str = ""
    """independence cluster: claims of one cluster are one voice"""
    copy_of: tuple[str, int, int] | None = None
    """(document hash, start, end) of the item that the claim's item copies; None when it copies none"""

    @cached_property
    def id(self) -> str:
        """The id of the claim."""
        return self.claim.id

    @property
    def is_copy(self) -> bool:
        """Whether it is no source of its own: a near-duplicate of another item, or machine-spun text."""
        return self.copy_of is not None or not self.claim.independent

    @property
    def voice(self) -> str:
        """The independence cluster, or the document when none was computed."""
        return self.cluster or self.claim.doc_sha256


_CLAIM_FIELDS = {field.name for field in fields(Claim)}
_BESIDE = {"id", "known_on", "recorded_on", "cluster", "copy_of"}
_TEXT = ("doc", "doc_sha256", "qty", "quote", "unit", "metric", "status")
_WHOLE = ("start", "end", "quote_start", "quote_end")


def claim_from_dict(row: Mapping[str, Any], where: str = "claim") -> Claim:
    """The claim of one row of `gigawatt read --jsonl`; InputError naming the field when it does not fit."""
    unknown = sorted(set(row) - _CLAIM_FIELDS - _BESIDE)
    if unknown:
        raise InputError("claim-field", where=where, got=", ".join(unknown), expected="fields of the claim schema")
    values = {name: row[name] for name in row if name in _CLAIM_FIELDS}
    for name in _TEXT:
        if not isinstance(values.get(name), str):
            raise InputError("claim-field", where=f"{where}: {name}", got=values.get(name), expected="text")
    for name in _WHOLE:
        if not isinstance(values.get(name), int) or isinstance(values.get(name), bool):
            raise InputError("claim-field", where=f"{where}: {name}", got=values.get(name), expected="a whole number")
    values.setdefault("subject", None)
    values.setdefault("approx", False)
    for name in ("low", "high"):
        value = values.setdefault(name, None)
        kind = str if values["unit"] == "date" else (int, float)
        if value is not None and (isinstance(value, bool) or not isinstance(value, kind)):
            expected = "an ISO date" if kind is str else "a number or null"
            raise InputError("claim-field", where=f"{where}: {name}", got=value, expected=expected)
        if isinstance(value, int):
            values[name] = float(value)
    if isinstance(values.get("equivalent_of"), list):
        values["equivalent_of"] = tuple(values["equivalent_of"])
    return Claim(**values)
