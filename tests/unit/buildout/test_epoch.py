"""The importer of dated tables: any order of columns, two date forms, other units, bad rows; status words; joins."""

from datetime import date
from pathlib import Path

import pytest

from gigawatt.buildout.cells import has_decimal_comma, is_coarse, parse_day, parse_degrees, parse_power_mw
from gigawatt.buildout.epoch import read_vintage, read_vintages
from gigawatt.buildout.join import join_vintages
from gigawatt.buildout.status import building_numbers, has_onsite_power, is_seen, stage_of, stages_in
from gigawatt.buildout.steps import compare, evidence
from gigawatt.buildout.vintages import Row, Site
from gigawatt.errors import FaultList, InputError

HEADER = "Date,Data center,Construction status,Power (MW),Buildings operational"


def folder(tmp_path: Path, day: str, lines: list[str], header: str = HEADER, centres: str = "") -> Path:
    place = tmp_path / day
    place.mkdir(parents=True)
    (place / "data_center_timelines.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    if centres:
        (place / "data_centers.csv").write_text(centres, encoding="utf-8")
    return place


def test_days_and_degrees_in_their_forms():
    assert parse_day("2026-04-03") == parse_day("4/3/2026") == parse_day("Apr 3, 2026") == date(2026, 4, 3)
    assert parse_day("3/4/2026", day_first=True) == date(2026, 4, 3)
    assert parse_day("soon") is None and parse_day("2026-13-01") is None
    assert parse_degrees("32°35'25\"N") == pytest.approx(32.590278, abs=1e-6)
    assert parse_degrees("90°05'35\"W") == pytest.approx(-90.093056, abs=1e-6)
    assert parse_degrees("41.185187") == 41.185187 and parse_degrees("near") is None


def test_columns_are_found_in_any_order_and_unit(tmp_path):
    place = folder(
        tmp_path, "2026-04-03", ["0,150000,Alpha,Land clearing begins,4/1/2026,7"],
        "Buildings operational,Power (kW),Data center,Construction status,Date,IT power (MW)",
    )  # fmt: skip
    vintage = read_vintage(place)
    assert vintage.sites["Alpha"].at(date(2026, 4, 3)) == pytest.approx(150.0)
    assert {f.code for f in vintage.findings} == {"power-unit", "file-missing"}


def test_nothing_is_dropped_in_silence(tmp_path):
    place = folder(
        tmp_path, "2026-04-03",
        ["2025-01-01,Alpha,Land clearing begins,0,0", "2025-01-01,Alpha,Land clearing begins,0,0", ",Alpha,x,5,1",
         "2025-06-01,Alpha,x,,1", "2025-06-01,Alpha,x,lots,1", "2025-07-01,,x,5,1", ",,,,", "2024-06-01,Alpha,x,50,1",
         "2025-08-01,Alpha,Building 1 operational,90000,1"],
    )  # fmt: skip
    vintage = read_vintage(place)
    assert [row.facility_mw for row in vintage.sites["Alpha"].rows] == [50.0, 0.0, 90.0]  # one row was in kW
    codes = [f.code for f in vintage.findings]
    for code in ("row-twice", "row-day", "power-empty", "power-unreadable", "row-site", "row-empty",
                 "power-before-start", "power-doubtful"):  # fmt: skip
        assert code in codes, code


def test_all_faults_of_all_vintages_are_told(tmp_path):
    folder(tmp_path, "2026-01-01", ["x"], "Something,Else")
    (tmp_path / "2026-02-01").mkdir()
    with pytest.raises(FaultList) as caught:
        read_vintages(tmp_path)
    assert sorted({f.code for f in caught.value.faults}) == ["column-missing", "file-missing"]
    folder(tmp_path, "2026-03-01", ["2025-01-01,Alpha,Land clearing begins,0,0"])
    readable = read_vintages(tmp_path)
    assert [v.day for v in readable] == [date(2026, 3, 1)]
    assert {"column-missing", "file-missing"} <= {f.code for f in readable[0].findings}
    with pytest.raises(InputError, match="no-vintages"):
        read_vintages(tmp_path / "2026-02-01")
    with pytest.raises(InputError, match="folder-missing"):
        read_vintages(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("words", "stage"),
    [("Land clearing begins for Building 1-5", "land_clearing"), ("Concrete foundation and a car park", "foundations"),
     ("Steel framing is visible", "shell"), ("Roof complete on building 11", "roof"), ("Roof is half done", "shell"),
     ("Chillers partly installed for Building 3", "equipment"),
     ("Cooling and generators all look complete", "commissioning"),
     ("Buildings 1-5 are operational", "operational"), ("Not yet operational; chillers missing", "equipment"),
     ("A quiet winter", None)],
)  # fmt: skip
def test_status_words_give_a_stage(words, stage):
    assert stage_of(words) == stage


def test_buildings_seen_and_onsite_power():
    assert building_numbers("Building 5-8 and buildings 11 and 12") == {5, 6, 7, 8, 11, 12}
    assert stages_in("Roof on Building 2. Land clearing for Building 3.") == [
        ("roof", frozenset({2})), ("land_clearing", frozenset({3})),
    ]  # fmt: skip
    assert is_seen("The roof is visible") and not is_seen("We expect a visible roof")
    assert has_onsite_power("five gas turbines") and not has_onsite_power("a substation")
    assert building_numbers("see [Building](https://x.org/building-77)") == frozenset()


def site(name: str, *rows: tuple[str, float, str], **more) -> Site:
    made = tuple(Row(date.fromisoformat(d), mw, words, None, i + 2) for i, (d, mw, words) in enumerate(rows))
    return Site(name, made, **more)


def test_evidence_belongs_to_the_buildings_that_a_step_adds():
    one = site(
        "A", ("2025-01-01", 0, "Chillers on Building 1"), ("2025-03-01", 100, "Building 1 is operational"),
        ("2025-04-01", 100, "Foundation for Building 2"), ("2026-06-01", 200, "Building 2 operational"),
        ("2027-06-01", 300, "Building 3 operational"),
    )  # fmt: skip
    first, second, third = one.steps()
    assert evidence(one, second, date(2025, 5, 1)).stage == "foundations"
    assert evidence(one, third, date(2025, 5, 1)).stage == "announced"
    assert evidence(one, first, date(2025, 2, 1)).stage == "equipment"


def test_a_rerated_site_is_not_taken_for_a_late_one():
    before = site("A", ("2025-01-01", 400, ""), ("2026-02-01", 600, ""))
    after = site("A", ("2025-01-01", 300, ""), ("2026-02-01", 450, ""))
    found = compare("A", before, after, date(2025, 11, 1), date(2026, 3, 1), 4.0)
    assert found.rerated and found.factor == pytest.approx(0.75)
    assert [m.slipped for m in found.moves] == [False]
    late = site("A", ("2025-01-01", 400, ""), ("2026-06-01", 600, ""))
    found = compare("A", before, late, date(2025, 11, 1), date(2026, 3, 1), 4.0)
    assert not found.rerated and found.moves[0].due and found.moves[0].slipped
    assert found.moves[0].shift_months == pytest.approx(120 / 30.44, rel=0.01)


def vintage_of(tmp_path, day, names, centres=""):
    return folder(tmp_path, day, [f"2025-01-01,{n},Land clearing begins,0,0" for n in names], centres=centres)


def test_renamed_sites_join_by_title_or_place_and_a_split_is_told(tmp_path):
    head = "Handle,Title,Owner,Latitude,Longitude\n"
    vintage_of(tmp_path, "2025-11-01", ["Old Alpha Texas", "Beta Works", "Gamma Hall"],
               head + 'Old Alpha Texas,Alpha,o,32.0,-97.0\nBeta Works,Beta Works,o,40.0,-80.0\n'
               'Gamma Hall,Gamma Hall,o,50.0,8.0\n')  # fmt: skip
    vintage_of(tmp_path, "2025-12-01", ["Alpha", "Beta Complex", "Gamma East", "Gamma West"],
               "Name,Owner,Latitude,Longitude\nAlpha,o,32.0,-97.0\nBeta Complex,o,40.001,-80.0\n"
               "Gamma East,o,50.0,8.0\nGamma West,o,50.0,8.001\n")  # fmt: skip
    vintages = read_vintages(tmp_path)
    join = join_vintages(vintages, {})
    first, second = vintages[0].day, vintages[1].day
    assert join.name(first, "Old Alpha Texas") == join.name(second, "Alpha")
    assert join.name(first, "Beta Works") == join.name(second, "Beta Complex")
    assert [u["site"] for u in join.unmatched] == ["Gamma Hall"] and "split" in join.unmatched[0]["why"]


@pytest.mark.outside_data
def test_the_given_vintages_join_even_without_the_alias_table(data):
    vintages = read_vintages(data / "epoch")
    assert [len(v.sites) for v in vintages] == [13, 16, 18, 26]
    for aliases in (None, {}):
        join = join_vintages(vintages, aliases)
        latest = {join.name(vintages[-1].day, name) for name in vintages[-1].sites}
        lost = [n for v in vintages[:-1] for n in v.sites if join.name(v.day, n) not in latest]
        assert len(lost) <= (0 if aliases is None else 2), lost


def test_coarse_days_numbers_with_units_and_decimal_commas():
    assert parse_day("2026-04") == parse_day("Apr 2026") == date(2026, 4, 30)
    assert parse_day("Q1 2026") == parse_day("2026Q1") == date(2026, 3, 31)
    assert parse_day("20260403") == parse_day("46115") == parse_day("3-Apr-2026") == date(2026, 4, 3)
    assert is_coarse("2026-04") and not is_coarse("2026-04-03") and not is_coarse("soon")
    assert has_decimal_comma("332,8") and has_decimal_comma("0,1234") and not has_decimal_comma("3,328")
    assert parse_power_mw("1,234.5", 1.0) == 1234.5 and parse_power_mw("1.234,5", 1.0, decimal_comma=True) == 1234.5
    assert parse_power_mw("1.2 GW", 1e-3) == pytest.approx(1200.0) and parse_power_mw("about 5", 1.0) is None


ROWS = (
    ("2025-06-01", "Alpha One", "Land clearing begins.", 0.0), ("2026-01-15", "Alpha One", "operational", 332.8),
    ("2026-09-01", "Alpha One", "second hall", 664.5), ("2025-03-01", "Beta", "Land clearing begins.", 0.0),
    ("2026-05-13", "Beta", "roof complete", 1250.0),
)  # fmt: skip


KW = "Date,Data center,Construction status,Power (kW)"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    place = folder / "2026-02-01"
    place.mkdir(exist_ok=True)
    (place / "data_center_timelines.csv").write_text(text, encoding=encoding, newline="")
    return place


def table(head: str = "Date,Data center,Construction status,Power (MW)", join: str = ",", day=str, power=str) -> str:
    lines = [join.join((day(date.fromisoformat(d)), name, words, power(mw))) for d, name, words, mw in ROWS]
    return "\n".join((head.replace(",", join), *lines)) + "\n"


@pytest.mark.parametrize(
    ("text", "encoding", "code"),
    [
        (table(join=";"), "utf-8", None),
        (table(join="\t"), "utf-16", None),
        (table(join=";", power=lambda mw: str(mw).replace(".", ",")), "utf-8", "decimal-comma"),
        (table(power=lambda mw: f"{mw} MW"), "utf-8", None),
        (table(KW, power=lambda mw: str(mw * 1e3)), "utf-8", "power-unit"),
        (table(power=lambda mw: str(mw * 1e3)), "utf-8", "power-doubtful"),
        (table("As of,Campus,Notes,Total facility power (MW)"), "utf-8", None),
        (table(day=lambda d: d.strftime("%d.%m.%Y")), "utf-8", "date-order"),
        (table(day=lambda d: d.strftime("%Y%m%d")), "utf-8", None),
    ],
)  # fmt: skip
def test_other_forms_of_one_table_give_the_same_sites_and_say_what_was_read(tmp_path, text, encoding, code):
    plain = read_vintage(written(tmp_path, table()))
    found = read_vintage(written(tmp_path, text, encoding))
    for name, site in plain.sites.items():
        assert [(r.day, pytest.approx(r.facility_mw)) for r in found.sites[name].rows] == [
            (r.day, r.facility_mw) for r in site.rows
        ]
    codes = {f.code for f in found.findings} - {"file-missing"}
    assert codes == ({code} if code else set())


def test_a_table_that_may_be_in_the_wrong_unit_the_other_way_is_told(tmp_path):
    small = table(KW)  # MW under a kW header: 1.25 MW at most
    assert "power-doubtful" in {f.code for f in read_vintage(written(tmp_path, small)).findings}


def test_it_power_is_never_taken_for_facility_power(tmp_path):
    with pytest.raises(FaultList, match="column-missing"):
        read_vintage(written(tmp_path, table("Date,Data center,Construction status,IT power (MW)")))


def test_names_join_whatever_their_case_and_a_clearly_better_match_wins(tmp_path):
    from datetime import timedelta

    from gigawatt.buildout.vintages import Vintage

    day = date(2026, 1, 1)
    rows = (Row(day, 10.0),)

    def vintage(at: date, *names: str) -> Vintage:
        return Vintage(at, {name: Site(name, rows) for name in names})

    first = vintage(day, "North Creek", "Gamma Cedar Falls Iowa")
    second = vintage(day + timedelta(days=30), "NORTH-CREEK", "Gamma Cedar Falls", "Delta Cedar Falls")
    join = join_vintages([first, second], aliases={})
    assert join.name(second.day, "NORTH-CREEK") == join.name(day, "North Creek")
    assert join.name(second.day, "Gamma Cedar Falls") == join.name(day, "Gamma Cedar Falls Iowa")
    assert join.name(second.day, "Delta Cedar Falls") != join.name(day, "Gamma Cedar Falls Iowa")
    assert not join.unmatched
