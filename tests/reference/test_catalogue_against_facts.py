"""The catalogue against the lists it was made from: every row is carried or named as left out, offsets read true."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

from gigawatt.atlas.catalogue import load_catalogue
from gigawatt.atlas.references import walk_sourced
from gigawatt.atlas.types import Ranged

pytestmark = pytest.mark.outside_data
LEFT_OUT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "left-out.md"
CHIP_ROWS = re.compile(r"^(.*?) (peak dense BF16|peak dense FP8/INT8|TDP)$")
CHIP_IDS = {
    "H100 SXM": "nvidia-h100", "H200 SXM": "nvidia-h200", "B200": "nvidia-b200", "GB200 (per GPU)": "nvidia-gb200",
    "GB300 (per GPU)": "nvidia-gb300", "TPU v7 Ironwood": "google-tpu-v7", "Trainium2": "aws-trainium2",
    "MI300X": "amd-mi300x", "MI355X": "amd-mi355x", "Huawei 910C": "huawei-910c",
}  # fmt: skip
FIELDS = {"peak dense BF16": "dense_bf16_flops", "peak dense FP8/INT8": "dense_fp8_ops", "TDP": "tdp_w"}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def rows(data, name):
    with (data / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_parameter_row_is_carried_with_its_numbers_or_named_as_left_out(catalogue, data):
    by_name = {parameter.name: parameter for parameter in catalogue.parameters}
    left_out = LEFT_OUT.read_text(encoding="utf-8")
    lost, wrong = [], []
    for row in rows(data, "parameters.csv"):
        chip = CHIP_ROWS.match(row["name"])
        if chip and chip[1] in CHIP_IDS:
            value = getattr(catalogue.chips[CHIP_IDS[chip[1]]], FIELDS[chip[2]])
            if value != float(row["mode"]):
                wrong.append(row["name"])
            continue
        parameter = by_name.get(row["name"])
        if parameter is None:
            if row["name"] not in left_out:
                lost.append(row["name"])
        elif row["source_title"] != "memory":
            if (parameter.p10, parameter.p50, parameter.p90) != tuple(float(row[k]) for k in ("low", "mode", "high")):
                wrong.append(row["name"])
    assert (lost, wrong) == ([], [])


def test_rows_without_a_source_were_confirmed_or_dropped(catalogue, data):
    kept = {parameter.name: parameter for parameter in catalogue.parameters}
    memory = [row["name"] for row in rows(data, "parameters.csv") if row["source_title"] == "memory"]
    assert len(memory) == 8
    for name in memory:
        if name in kept:
            assert catalogue.sources[kept[name].source].url.startswith("https://"), name
    assert not any(source.title == "memory" for source in catalogue.sources.values())


def test_all_43_sites_are_there_with_their_targets(catalogue, data):
    listed = rows(data, "announced_sites.csv")
    assert len(listed) == 43
    campuses = list(catalogue.campuses.values())
    for row in listed:
        if not row["announced_mw"]:
            continue
        wanted = float(row["announced_mw"])
        found = [
            value
            for campus in campuses
            for value in (
                *(p.low for p in campus.promises if p.metric == "power_capacity"),
                *(b.power_mw for b in campus.blocks),
                sum(b.power_mw for b in campus.blocks),
            )
        ]
        assert any(value == pytest.approx(wanted) for value in found), row["site"]


def test_money_of_the_sites_is_carried(catalogue, data):
    sums = {amount.low for campus in catalogue.campuses.values() for amount in campus.amounts}
    for row in rows(data, "announced_sites.csv"):
        if row["announced_usd"]:
            assert float(row["announced_usd"]) in sums, row["site"]


def test_current_power_is_that_of_the_newest_table(catalogue, data):
    """Operational MW per site equal the table's current power, for every site of the table."""
    with (data / "epoch" / "2026-04-03" / "data_centers.csv").open(encoding="utf-8", newline="") as file:
        table = {row["Name"]: float(row["Current power (MW)"]) for row in csv.DictReader(file)}
    by_place = {}
    for campus in catalogue.campuses.values():
        mine = [b for b in campus.blocks if b.source.startswith("epoch-20") and b.stage == "operational"]
        by_place[campus.id] = sum(block.power_mw for block in mine)
    assert len(table) == 26
    assert sum(by_place.values()) == pytest.approx(sum(table.values()), rel=1e-6)
    remaining = sorted(by_place.values())
    for name, power in table.items():
        assert any(value == pytest.approx(power, abs=0.01) for value in remaining), name


def test_offsets_read_the_numbers_they_stand_for(catalogue, data):
    """text[start:end] holds the digits of the fact: the value is read again from the page."""
    pages = {}
    for path in (data / "pages").glob("*.txt"):
        raw = path.read_bytes()
        pages[hashlib.sha256(raw).hexdigest()] = raw.decode("utf-8")
    checked = 0
    for kind, identity, location, fact in walk_sourced(catalogue):
        if fact.start is None:
            continue
        quantity = pages[fact.doc_sha256][fact.start : fact.end]
        assert re.search(r"[0-9一二三四五六七八九十百千萬万億亿數数]", quantity), (identity, location, quantity)
        if isinstance(fact, Ranged):
            values = read_amounts(quantity)
            bounds = [value for value in (fact.low, fact.high) if value is not None]
            if values:
                assert any(
                    value == pytest.approx(bound * scale)
                    for value in values
                    for bound in bounds
                    for scale in (1, 1e-3, 1e3, 1e6)
                ), (kind, identity, location, quantity, bounds)
                checked += 1
    assert checked >= 80


SCALES = {"萬": 1e4, "万": 1e4, "億": 1e8, "亿": 1e8, "兆": 1.0}


def read_amounts(text):
    """Numbers of a quantity, with 万, 亿 and 万亿 applied (a reader of its own, apart from the product's grammar)."""
    found = []
    for match in re.finditer(r"(-?\d[\d,]*(?:\.\d+)?)\s*([萬万億亿]*)", text):
        value = float(match[1].replace(",", ""))
        for mark in match[2]:
            value *= SCALES[mark]
        found.append(value)
    if len(found) == 2 and found[1] >= 1e4 > found[0]:
        found.append(found[0] * 1e8)
    return found
