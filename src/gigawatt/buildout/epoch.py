"""Importer of Epoch AI's dated tables (CC BY 4.0; credit: Epoch AI, epoch.ai/data/data-centers).

Reads `DIR/<day>/data_center_timelines.csv` and, when present, `data_centers.csv`. Columns are found by their names in
any order; two date formats; MW, kW and GW by the unit in the header. Nothing is dropped silently: each finding says
where, what was got and what was done.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from gigawatt.buildout.cells import (
    UNIT_MW,
    has_decimal_comma,
    is_coarse,
    parse_day,
    parse_degrees,
    parse_number,
    parse_power_mw,
)
from gigawatt.buildout.vintages import Finding, Row, Site, Vintage
from gigawatt.errors import FaultList, GigawattError, InputError

TIMELINES = "data_center_timelines.csv"
CENTRES = "data_centers.csv"
ATTRIBUTION = "Epoch AI, Frontier Data Centers, epoch.ai/data/data-centers, CC BY 4.0"
_CELL_LIMIT = 10_000_000
_HIGH_MW = 20_000.0
"""no site is planned above this: a larger number is read as kW, and told"""
_LOW_MW = 5.0
"""a table of large sites whose largest lies below this is told as doubtful"""
_KW_PER_MW = 1e3


def _plain(header: str) -> str:
    return re.sub(r"\s+", " ", header.replace("\ufeff", "")).strip().lower()


def _column(headers: Iterable[str], *patterns: str) -> str | None:
    """First header that fits one of the patterns, tried in order; patterns match the whole lower-case header."""
    listed = [h for h in headers if h is not None]
    for pattern in patterns:
        for header in listed:
            if re.fullmatch(pattern, _plain(header)):
                return header
    return None


def read_table(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Headers and (line, cells) of a CSV in UTF-8 (or UTF-16 with its mark); InputError when it cannot be read.

    Cells are separated by the one of comma, semicolon and tab that stands most often in the first line.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except FileNotFoundError:
        raise InputError("file-missing", where=str(path), expected="a CSV table") from None
    except UnicodeDecodeError as error:
        raise InputError("encoding", where=f"{path}: byte {error.start}", expected="UTF-8") from None
    except OSError as error:
        raise InputError("file-unreadable", where=str(path), got=error.strerror or str(error)) from None
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        head = text.partition("\n")[0]
        reader = csv.DictReader(text.splitlines(keepends=True), delimiter=max(",;\t", key=head.count))
        rows = [(reader.line_num, {k: (v or "") for k, v in r.items() if isinstance(k, str)}) for r in reader]
        return list(reader.fieldnames or []), rows
    except csv.Error as error:
        raise InputError("csv-syntax", where=str(path), got=str(error)) from None
    finally:
        csv.field_size_limit(limit)


def read_vintage(folder: Path) -> Vintage:
    """One vintage from its folder, whose name is the day; InputError when the timelines cannot be used."""
    day = None if is_coarse(folder.name) else parse_day(folder.name)
    if day is None:
        raise InputError("vintage-day", where=str(folder), expected="a folder named YYYY-MM-DD")
    path = folder / TIMELINES
    headers, rows = read_table(path)
    columns = _timeline_columns(path, headers)
    findings: list[Finding] = []
    scale = UNIT_MW[columns.pop("unit")]
    if scale != 1.0:
        findings.append(Finding("power-unit", f"{path.name}: header", columns["power"], "converted to MW"))
    day_first = _is_day_first([cells[columns["day"]] for _, cells in rows])
    if day_first:
        findings.append(Finding("date-order", path.name, "a first part above 12", "read as day/month/year"))
    coarse = sum(is_coarse(cells[columns["day"]]) for _, cells in rows)
    if coarse:
        findings.append(Finding("day-coarse", path.name, f"{coarse} months or quarters", "read as their last day"))
    comma = any(has_decimal_comma(cells[columns["power"]]) for _, cells in rows)
    if comma:
        findings.append(
            Finding("decimal-comma", path.name, "a comma before other than three digits", "read as decimal")
        )
    lines: dict[str, dict[tuple[date, float, str], Row]] = {}
    for line, cells in rows:
        row, name = _read_row(path, line, cells, columns, scale, day_first, comma, findings)
        if row is None:
            continue
        known = lines.setdefault(name, {})
        key = (row.day, row.facility_mw, row.status)
        if key in known:
            findings.append(Finding("row-twice", f"{path.name}:{line}", name, "counted once"))
        known[key] = row
    about = _read_centres(folder / CENTRES, findings)
    sites = {}
    for name, known in lines.items():
        ordered = tuple(sorted(known.values(), key=lambda r: (r.day, r.facility_mw)))
        ordered = _doubts(path, name, ordered, findings)
        facts = about.get(name) or next((f for f in about.values() if name in f["names"]), None)
        sites[name] = _site(name, ordered, facts)
    top = max((row.facility_mw for site in sites.values() for row in site.rows), default=0.0)
    if 0 < top < _LOW_MW:
        findings.append(
            Finding("power-doubtful", path.name, f"no site above {top:g} MW", "kept; MW under a kW header?")
        )
    if not sites:
        raise InputError("no-rows", where=str(path), expected="rows with a day, a site and a power")
    return Vintage(day, sites, tuple(findings), ATTRIBUTION)


def _timeline_columns(path: Path, headers: list[str]) -> dict[str, str]:
    found = {
        "day": _column(headers, r"date", r"day", r"date .*", r".* date", r"as of.*", r"when"),
        "site": _column(
            headers, r"data cent(?:er|re)", r"data cent(?:er|re) name", r"name", r"site", r"site name", r"handle",
            r"campus(?: name)?", r"project(?: name)?", r"facility(?: name)?", r"title",
        ),
        "power": _column(
            headers, r"(?:facility )?power \((?:mw|kw|gw)\)",
            r"(?:total|peak|facility) (?:facility )?power.*\((?:mw|kw|gw)\)", r"(?:facility )?power[ _](?:mw|kw|gw)",
        ),
        "status": _column(headers, r"construction status", r"status.*", r".*status", r"notes?"),
        "buildings": _column(headers, r"buildings operational", r".*buildings.*"),
    }  # fmt: skip
    missing = [name for name in ("day", "site", "power") if found[name] is None]
    if missing:
        wanted = {"day": "Date", "site": "Data center", "power": "Power (MW)"}
        raise FaultList(
            [
                InputError("column-missing", where=f"{path}: header", got=", ".join(headers)[:200], expected=wanted[m])
                for m in missing
            ]
        )
    columns = {name: header for name, header in found.items() if header is not None}
    columns["unit"] = re.search(r"(mw|kw|gw)", _plain(columns["power"])).group(1)
    return columns


def _is_day_first(texts: Iterable[str]) -> bool:
    firsts = [
        (int(m.group(1)), int(m.group(2))) for t in texts if (m := re.match(r"\s*(\d{1,2})[/.](\d{1,2})[/.]\d", t))
    ]
    return any(a > 12 for a, _ in firsts) and not any(b > 12 for _, b in firsts)


def _read_row(
    path: Path,
    line: int,
    cells: dict[str, str],
    columns: dict[str, str],
    scale: float,
    day_first: bool,
    comma: bool,
    findings: list[Finding],
) -> tuple[Row | None, str]:
    where = f"{path.name}:{line}"
    name = cells[columns["site"]].strip()
    day_text, power_text = cells[columns["day"]], cells[columns["power"]]
    if not any(cells.values()):
        findings.append(Finding("row-empty", where, "no cell is filled", "left out"))
        return None, name
    day = parse_day(day_text, day_first)
    if not name or day is None:
        findings.append(Finding("row-day" if name else "row-site", where, day_text or name, "left out"))
        return None, name
    if not power_text.strip():
        findings.append(Finding("power-empty", where, name, "left out: says nothing about power"))
        return None, name
    power = parse_power_mw(power_text, scale, comma)
    if power is None or power < 0:
        findings.append(Finding("power-unreadable", where, power_text, "left out"))
        return None, name
    status = cells.get(columns.get("status", ""), "")
    buildings = parse_number(cells.get(columns.get("buildings", ""), ""))
    return Row(day, power, status, buildings, line), name


def _doubts(path: Path, name: str, rows: tuple[Row, ...], findings: list[Finding]) -> tuple[Row, ...]:
    """The rows, with power that can only be kW taken as that; told, as is power before construction and a day twice."""
    from gigawatt.buildout.status import says_construction_starts

    top = max(row.facility_mw for row in rows)
    if top > _HIGH_MW:
        every = min(row.facility_mw for row in rows if row.facility_mw > 0) >= _KW_PER_MW
        bound = 0.0 if every else _HIGH_MW
        done = f"{'all its rows' if every else 'the rows above it'} read as kW"
        findings.append(Finding("power-doubtful", f"{path.name}: {name}", f"{top:g} MW, limit {_HIGH_MW:g}", done))
        rows = tuple(
            replace(row, facility_mw=row.facility_mw / _KW_PER_MW) if row.facility_mw > bound else row for row in rows
        )
    starts = [row.day for row in rows if says_construction_starts(row.status)]
    if starts:
        early = [row for row in rows if row.facility_mw > 0 and row.day < min(starts)]
        for row in early:
            findings.append(Finding("power-before-start", f"{path.name}:{row.line}", f"{name} {row.day}", "kept"))
    for first, second in zip(rows, rows[1:], strict=False):
        if first.day == second.day and first.facility_mw != second.facility_mw:
            got = f"{name} {first.day}: {first.facility_mw:g} and {second.facility_mw:g} MW"
            findings.append(Finding("day-twice", f"{path.name}:{second.line}", got, "the larger holds from that day"))
    return rows


def _site(name: str, rows: tuple[Row, ...], facts: dict | None) -> Site:
    if facts is None:
        return Site(name, rows)
    return Site(
        name, rows, facts["owner"], facts["users"], facts["power"], facts["country"], facts["lat"], facts["lon"],
        tuple(n for n in facts["names"] if n != name),
    )  # fmt: skip


def _read_centres(path: Path, findings: list[Finding]) -> dict[str, dict]:
    """Facts per site by its first name (Handle, else Title or Name)."""
    if not path.exists():
        findings.append(Finding("file-missing", path.name, "", "owners, places and other names are unknown"))
        return {}
    headers, rows = read_table(path)
    names = [c for c in (_column(headers, p) for p in (r"handle", r"name", r"title")) if c]
    if not names:
        findings.append(Finding("column-missing", f"{path.name}: header", ", ".join(headers)[:200], "table not used"))
        return {}
    wanted = {
        "owner": _column(headers, r"owner.*"),
        "users": _column(headers, r"users?.*"),
        "power": _column(headers, r"energy compan.*"),
        "country": _column(headers, r"country.*"),
        "lat": _column(headers, r"lat.*"),
        "lon": _column(headers, r"lon.*"),
    }
    found = {}
    for _, cells in rows:
        listed = tuple(dict.fromkeys(t for c in names if (t := cells.get(c, "").strip())))
        if not listed:
            continue
        facts: dict = {k: re.sub(r"\s*#\w+", "", cells.get(c or "", "")).strip() for k, c in wanted.items()}
        facts["lat"], facts["lon"] = parse_degrees(facts["lat"]), parse_degrees(facts["lon"])
        found[listed[0]] = facts | {"names": listed}
    return found


def read_vintages(folder: Path) -> list[Vintage]:
    """All vintages of a folder in order of day.

    A vintage that cannot be read is left out and told as a finding of the newest; a FaultList when none can be read.
    """
    if not folder.is_dir():
        raise InputError("folder-missing", where=str(folder), expected="a folder with one folder per vintage day")
    places = [p for p in sorted(folder.iterdir()) if p.is_dir() and parse_day(p.name) and not is_coarse(p.name)]
    if not places:
        raise InputError("no-vintages", where=str(folder), expected=f"folders YYYY-MM-DD that hold {TIMELINES}")
    vintages: list[Vintage] = []
    faults: list[GigawattError] = []
    for place in places:
        try:
            vintages.append(read_vintage(place))
        except FaultList as error:
            faults.extend(error.faults)
        except InputError as error:
            faults.append(error)
    if not vintages:
        raise FaultList(faults)
    vintages.sort(key=lambda v: v.day)
    if faults:
        told = tuple(Finding(f.code, f.where, f.got, "this vintage is left out") for f in faults)
        vintages[-1] = replace(vintages[-1], findings=(*told, *vintages[-1].findings))
    return vintages
