"""A folder with mistakes: all are told at once, with file, line and key; a user's record may stand in for ours."""

import textwrap

import pytest

from gigawatt.atlas.catalogue import load_catalogue, load_folders
from gigawatt.errors import FaultList, InputError

BASE = """\
[[source]]
id = "s"
title = "A page"
publisher = "Somebody"

[[entity]]
id = "maker"
name = "Maker"
kind = "company"
source = "s"

[[region]]
id = "r"
name = "Region"
country = "US"
lat = 1.0
lon = 2.0
source = "s"

[[chip]]
id = "c"
name = "Chip"
vendor = "maker"
tdp_w = 700
source = "s"

[[campus]]
id = "site"
name = "Site"
country = "US"
region = "r"
source = "s"

[[campus.blocks]]
id = "site/1"
power_mw = 100
source = "s"

[[programme]]
id = "p"
name = "Programme"
lead = "maker"
state = "announced"
source = "s"

[[programme.shares]]
campus = "site"
source = "s"
"""


def faults(tmp_path, text, base=BASE):
    (tmp_path / "a.toml").write_text(base, encoding="utf-8")
    (tmp_path / "b.toml").write_text(textwrap.dedent(text), encoding="utf-8")
    with pytest.raises(FaultList) as caught:
        load_folders(tmp_path)
    return caught.value.faults


def codes(found):
    return sorted(fault.code for fault in found)


def test_the_base_is_sound(tmp_path):
    (tmp_path / "a.toml").write_text(BASE, encoding="utf-8")
    loaded = load_folders(tmp_path)
    assert list(loaded.blocks) == ["site/1"]


def test_three_faults_of_one_file_are_told_with_their_lines(tmp_path):
    found = faults(
        tmp_path,
        """\
        [[campus]]
        id = "two"
        name = "Two"
        country = "US"
        region = "nowhere"
        owner = "nobody"
        source = "unheard"
        """,
    )
    assert codes(found) == ["entity-unknown", "region-unknown", "source-unknown"]
    lines = {fault.code: fault.where for fault in found}
    assert "b.toml:5 " in lines["region-unknown"]
    assert "b.toml:6 " in lines["entity-unknown"]
    assert "b.toml:7 " in lines["source-unknown"]


def test_faults_of_the_form_and_of_references_come_together(tmp_path):
    found = faults(
        tmp_path,
        """\
        [[chip]]
        id = "bad"
        name = "Bad"
        vendor = "maker"
        tdp_w = -5
        colour = "red"
        source = "s"

        [[deal]]
        id = "d"
        name = "Deal"
        kind = "lease"
        parties = ["maker", "nobody"]
        state = "signed"
        source = "s"
        """,
    )
    assert codes(found) == ["entity-unknown", "schema-extra-forbidden", "schema-greater-than"]


def test_the_third_bad_table_of_a_file_has_its_own_line(tmp_path):
    found = faults(
        tmp_path,
        """\
        [[source]]
        id = "t1"
        title = "T"
        publisher = "P"

        [[source]]
        id = "t2"
        title = "T"
        publisher = "P"

        [[source]]
        id = "t3"
        title = 3
        publisher = "P"
        """,
    )
    assert len(found) == 1 and "b.toml:13 source.2.title" in found[0].where


CAMPUS = '[[campus]]\nid="z"\nname="Z"\ncountry="US"\nregion="r"\nsource="s"\n'
BLOCK = CAMPUS + '[[campus.blocks]]\nid="z/1"\npower_mw=1\nsource="s"\n'
PROGRAMME = '[[programme]]\nid="q"\nname="Q"\nlead="maker"\nstate="x"\nsource="s"\n'
SHARE = PROGRAMME + '[[programme.shares]]\nsource="s"\n'
CHIP = '[[chip]]\nid="k"\nname="K"\nvendor="maker"\ntdp_w=1\n'
DEAL = '[[deal]]\nid="d"\nname="D"\nkind="loan"\nparties=["maker"]\nstate="x"\nsource="s"\n'
POLICY = '[[policy]]\nid="q"\nname="Q"\nkind="tariff"\nby="maker"\nregion="zz"\nstate="x"\nsource="s"'
REGION = '[[region]]\nid="q"\nname="Q"\ncountry="US"\nlat=1.0\nlon=1.0\npart_of="zz"\nsource="s"'
AMOUNT = DEAL + '[[deal.amounts]]\nid="m"\nwhat="debt"\nlayer="signed"\nlow=1\nhigh=1\nsource="s"\n'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BLOCK.replace("z/1", "site/1"), "block-twice"),
        (SHARE + 'campus="site"\nshare=0.5', "block-counted-twice"),
        (SHARE + 'campus="site"\nblock="site/9"', "block-unknown"),
        (SHARE + 'campus="gone"', "campus-unknown"),
        (CHIP.replace('id="k"', 'id="c"') + 'source="s"', "id-twice"),
        (CHIP + 'source="assumption"', "assumption-without-reason"),
        (CHIP + 'source="s"\nprice_parameter="no.such"', "parameter-unknown"),
        (BLOCK + '[[campus.blocks.chips]]\nchip="nochip"\nsource="s"', "chip-unknown"),
        (BLOCK + "derived=true", "derived-without-rule"),
        (BLOCK + 'may_be_same_as=["z/2"]', "block-unknown"),
        (CAMPUS + 'zone="nowhere"', "zone-outside-region"),
        (CAMPUS + 'colour="red"', "schema-extra-forbidden"),
        (DEAL + "start=1\nend=2", "offsets-incomplete"),
        (AMOUNT + 'unit="USD"\npart_of="m"', "part-of-circle"),
        (AMOUNT + 'unit="USD"\noverlaps=["n"]', "amount-unknown"),
        (AMOUNT + 'unit="doubloon"', "unit-unknown"),
        (REGION, "region-unknown"),
        (POLICY, "region-unknown"),
        ('[[gadget]]\nid="q"', "catalogue-table"),
        ("not toml at all", "toml-syntax"),
    ],
)
def test_each_kind_of_fault_is_told(tmp_path, text, code):
    found = faults(tmp_path, text)
    assert code in codes(found), codes(found)


def test_a_folder_of_ones_own_adds_and_stands_in(tmp_path):
    (tmp_path / "mine.toml").write_text(
        textwrap.dedent(
            """\
            [[source]]
            id = "my-note"
            title = "My own measurement"
            publisher = "Me"

            [[chip]]
            id = "nvidia-h100"
            name = "H100, capped"
            vendor = "nvidia"
            tdp_w = 600
            source = "my-note"

            [[chip]]
            id = "my-chip"
            name = "My chip"
            vendor = "nvidia"
            tdp_w = 1000
            source = "my-note"
            """
        ),
        encoding="utf-8",
    )
    ours, mine = load_catalogue(), load_catalogue(tmp_path)
    assert mine.replaced == ("chip nvidia-h100",)
    assert mine.chips["nvidia-h100"].tdp_w == 600 and "my-chip" in mine.chips
    assert mine.digest != ours.digest
    assert len(mine.chips) == len(ours.chips) + 1


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="folder-missing"):
        load_catalogue(tmp_path / "nowhere")


def test_the_digest_does_not_depend_on_where_the_folder_lies(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.toml").write_text(BASE, encoding="utf-8")
    assert load_folders(tmp_path / "one").digest == load_folders(tmp_path / "two").digest
