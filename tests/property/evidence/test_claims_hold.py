"""Claims of any text: spans are raw and in order, quotes hold the quantity, nothing crashes, ids repeat."""

import hashlib
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gigawatt.evidence.claims import read_claims
from gigawatt.evidence.text import read_document
from gigawatt.evidence.types import Document

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "unit" / "evidence" / "claim_cases.toml").read_text(encoding="utf-8")
)["case"]
SENTENCES = sorted({case["text"] for case in CASES})
JOINTS = st.sampled_from(
    ["", " ", "\n", "\n\n", "，", ", ", "。", " - ", "[1]", "(", ")", "“", "”", "\u3000", "\u200b"]
)
ANY = st.text(max_size=120)


def read(text: str) -> list:
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return read_claims(read_document(Document("x", sha, text, "utf-8", "txt", day="2025-11-15")))


def holds(text: str, claims: list) -> None:
    last = (0, 0)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.qty
        assert text[claim.quote_start : claim.quote_end] == claim.quote
        assert claim.quote_start <= claim.start < claim.end <= claim.quote_end
        assert last <= (claim.start, claim.end)
        assert claim.low is not None or claim.high is not None
        last = (claim.start, claim.end)


@given(st.lists(st.tuples(st.sampled_from(SENTENCES), JOINTS), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_sentences_joined_in_any_way(parts):
    text = "".join(sentence + joint for sentence, joint in parts)
    claims = read(text)
    holds(text, claims)
    assert [c.id for c in claims] == [c.id for c in read(text)]


@given(st.sampled_from(SENTENCES), st.integers(0, 60), ANY)
@settings(max_examples=120, deadline=None)
def test_sentences_cut_open_by_any_text(sentence, at, middle):
    text = sentence[:at] + middle + sentence[at:]
    holds(text, read(text))


@given(ANY)
@settings(max_examples=120, deadline=None)
def test_any_text_at_all(text):
    holds(text, read(text))
