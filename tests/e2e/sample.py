"""A report view with numbers made by formula: the size and shape of a real one, and labelled as a sample."""

import math

from gigawatt.paths import month_labels
from gigawatt.report.view import (
    Assumption,
    Band,
    Binding,
    Change,
    Citation,
    Contradiction,
    Curve,
    DateBand,
    DocumentRow,
    Headline,
    LayerAmount,
    Licence,
    Miss,
    MoneyFlow,
    Number,
    Override,
    ProgrammeRow,
    PromiseRow,
    Record,
    ReportView,
    RunNote,
    Side,
    Site,
    Text,
    YearRow,
)

MONTHS = month_labels("2026-04", 120)
YEARS = range(2026, 2036)
# name, Chinese name, lead, promised GW, months to half, promised month index, state
PROGRAMMES = [
    ("Alder venture", "桤木合资计划", "Alder AI", 10.0, 52, 33, "announced"),
    ("Birch campuses", "白桦园区群", "Birch Cloud", 5.2, 38, 30, "under construction"),
    ("Cedar compute contract", "雪松算力合同", "Cedar Systems", 4.5, 44, 36, "signed"),
    ("Dogwood own infrastructure", "山茱萸自建", "Dogwood Labs", None, 60, None, "announced"),
    ("Elm hyperscale fleet", "榆树超大规模机群", "Elm Inc.", 6.8, 40, 45, "under construction"),
    ("Fir sea-water campus", "冷杉海水冷却园区", "Fir Campus", 1.2, 24, 21, "under construction"),
    ("Ginkgo national plan", "银杏国家计划", "Ginkgo Group", 3.0, 47, 32, "in progress"),
    ("Hazel desert cluster", "榛树沙漠集群", "Hazel Power", 5.0, 66, 45, "announced"),
    ("Ivy small sites", "常春藤小型场址", "Ivy & Co", 0.6, 18, 9, "permitted"),
]
PLACES = [
    ("Abilene", 32.4, -99.7, "US"),
    ("Columbus", 40.1, -82.9, "US"),
    ("Des Moines", 41.6, -93.7, "US"),
    ("Phoenix", 33.4, -112.3, "US"),
    ("Ashburn", 39.0, -77.5, "US"),
    ("Memphis", 35.1, -90.1, "US"),
    ("Santa Clara", 37.4, -121.9, "US"),
    ("Richland Parish", 32.4, -91.8, "US"),
    ("New Carlisle", 41.7, -86.5, "US"),
    ("Doña Ana", 32.2, -106.7, "US"),
    ("Atlanta", 33.7, -84.5, "US"),
    ("Cheyenne", 41.1, -104.8, "US"),
    ("Sines", 37.9, -8.9, "PT"),
    ("Narvik", 68.4, 17.4, "NO"),
    ("Loughton", 51.6, 0.1, "GB"),
    ("Abu Dhabi", 24.4, 54.5, "AE"),
    ("Johor Bahru", 1.5, 103.7, "MY"),
    ("Langfang", 39.5, 116.7, "CN"),
    ("Jamnagar", 22.5, 70.1, "IN"),
    ("Hyderabad", 17.4, 78.5, "IN"),
    ("Melbourne", -37.8, 144.9, "AU"),
    ("Querétaro", 20.6, -100.4, "MX"),
    ("Santiago", -33.4, -70.7, "CL"),
    ("Ulanqab", 41.0, 113.1, "CN"),
]
STAGES = ("operational", "equipment", "shell", "foundations", "land_clearing", "permitted", "announced")
CONSTRAINTS = ("power", "chips", "construction", "capital")


def s_curve(final_w, half, slowness, k):
    """A logistic path."""
    return final_w / (1 + math.exp(-(k - half) / slowness))


def curve(identifier, gigawatts, half, due):
    """A curve with a widening band and up to three promised steps."""
    final = gigawatts * 1e9
    p50 = tuple(s_curve(0.72 * final, half, 12, k) for k in range(120))
    p10 = tuple(s_curve(0.50 * final, half + 12, 14, k) for k in range(120))
    p90 = tuple(s_curve(0.95 * final, half - 9, 10, k) for k in range(120))
    steps = (
        ()
        if due is None
        else tuple(final * (0.3 * (k >= due // 3) + 0.3 * (k >= due // 1.6) + 0.4 * (k >= due)) for k in range(120))
    )
    return Curve(
        f"figure:programme.{identifier}.curve", MONTHS, p10, p50, p90, steps, f"figure:programme.{identifier}.promised"
    )


def year_rows(shape, prefix):
    """Year-end rows of a curve."""
    rows = []
    for year in YEARS:
        k = min(119, (year - 2026) * 12 + 8)
        promised = Number(f"figure:{prefix}.promised.{year}", shape.promised_w[k]) if shape.promised_w else None
        rows.append(
            YearRow(
                year, promised, Band(f"figure:{prefix}.probable.{year}", shape.p10_w[k], shape.p50_w[k], shape.p90_w[k])
            )
        )
    return tuple(rows)


def binding(prefix, seed):
    """Shares that differ by programme."""
    raw = [0.62, 0.31, 0.18, 0.09]
    turned = raw[seed % 4 :] + raw[: seed % 4]
    return tuple(
        Binding(f"figure:{prefix}.binding.{c}", c, share) for c, share in zip(CONSTRAINTS, turned, strict=True)
    )


def programme(index, entry):
    """One worked-out programme."""
    name, name_zh, lead, stated, half, due, state = entry
    identifier = name.split()[0].lower()
    prefix = f"programme.{identifier}"
    gigawatts = stated or 1.1
    shape = curve(identifier, gigawatts, half, due if stated else None)
    by = MONTHS[due] if due else None
    promised = Number(f"figure:{prefix}.promised", stated * 1e9) if stated else None
    cost = gigawatts * 42e9
    layers = [LayerAmount(f"figure:{prefix}.money.announced", "announced", cost * 0.9, cost * 1.1, (1 + index % 12, 3))]
    if index % 3:
        layers.append(
            LayerAmount(
                f"figure:{prefix}.money.signed", "signed", cost * 0.2, cost * 0.34, (2 + index,), side="contract"
            )
        )
    if index % 4 == 1:
        layers.append(LayerAmount(f"figure:{prefix}.money.drawn", "drawn", cost * 0.06, cost * 0.09))
    chance = Number(f"figure:{prefix}.kept", max(0.004, 0.7 - half / 80)) if stated else None
    when = DateBand(
        f"figure:{prefix}.reached",
        MONTHS[min(119, half + 6)],
        MONTHS[min(119, half + 26)],
        None if half > 50 else MONTHS[half + 50],
    )
    promises = (
        PromiseRow(
            f"figure:{prefix}.promise.1",
            Text(f"{stated or ''} GW in full".strip(), f"全部 {stated or ''} GW"),
            "announced",
            promised,
            "facility",
            by,
            chance,
            when if stated else None,
            None if stated else Text("no power was stated", "未说明功率"),
            (1 + index, 2),
        ),
        PromiseRow(
            f"figure:{prefix}.promise.2",
            Text("First phase", "第一期"),
            "target",
            None,
            "unknown",
            "2026-12",
            None,
            None,
            Text("no power was stated", "未说明功率"),
            (4,),
        ),
    )
    return ProgrammeRow(
        identifier,
        Text(name, name_zh),
        lead,
        state,
        Text(f"{name}: a made-up plan for the sample.", f"{name_zh}：示例用的虚构计划。"),
        True,
        ("Northbank", "Southfund", "Chipworks"),
        promised,
        "facility" if stated else "unknown",
        by,
        None if stated else Band(f"figure:{prefix}.derived", 0.7e9, 1.1e9, 1.9e9),
        Number(f"figure:{prefix}.now", 0.04 * gigawatts * 1e9),
        year_rows(shape, prefix),
        promises,
        binding(prefix, index),
        Band(f"figure:{prefix}.needed", cost * 0.8, cost, cost * 1.4),
        tuple(layers),
        Text(
            "Shares 1.2 GW of blocks with Birch campuses; counted once in the fleet.",
            "与白桦园区群共用 1.2 GW，机群合计只计一次。",
        )
        if index == 0
        else None,
        (1 + index, 2 + index, 11),
        f"2026-0{1 + index % 3}-14",
        20 + index * 31,
        index * 31 > 150,
        shape,
    )


def flows(rows):
    """Money from made-up funds to the programmes, and what these need it for."""
    out = []
    sources = [
        ("Northbank", "北岸银行", "debt"),
        ("Southfund", "南方基金", "equity"),
        ("Own cash", "自有现金", "own_cash"),
        ("Chipworks", "芯工厂", "vendor"),
        ("Customers", "客户", "customer"),
        ("Tax credits", "税收抵免", "tax_credit"),
    ]
    uses = [
        ("Chips", "芯片", "chips", 0.58),
        ("Shell", "建筑", "buildings", 0.17),
        ("Power", "电力", "power", 0.14),
        ("Land", "土地", "land", 0.02),
        ("Interest", "利息", "interest", 0.09),
    ]
    for index, row in enumerate(rows):
        needed = row.money_needed_usd.p50
        for amount in row.money:
            for step in range(1 + index % 3):
                name, zh, kind = sources[(index + 2 * step) % len(sources)]
                part = 1 / (1 + index % 3)
                out.append(
                    MoneyFlow(
                        amount.figure,
                        Text(name, zh),
                        row.name,
                        amount.layer,
                        amount.low_usd * part,
                        amount.high_usd * part,
                        kind,
                        0,
                        1,
                        amount.citations,
                    )
                )
        for name, zh, kind, part in uses:
            out.append(
                MoneyFlow(
                    f"figure:programme.{row.id}.needed",
                    row.name,
                    Text(name, zh),
                    "needed",
                    0.8 * needed * part,
                    1.4 * needed * part,
                    kind,
                    1,
                    2,
                )
            )
    return tuple(out)


def sample(record=False) -> ReportView:
    """The sample view; `record`: with a made-up record of past forecasts."""
    rows = [programme(index, entry) for index, entry in enumerate(PROGRAMMES)]
    curves = [row.curve for row in rows]

    def total(field, factor=1.0):
        series = [getattr(c, field) for c in curves]
        return tuple(factor * sum(s[k] for s in series if s) for k in range(120))

    fleet = Curve(
        "figure:fleet.curve",
        MONTHS,
        total("p10_w", 1.12),
        total("p50_w"),
        total("p90_w", 0.93),
        total("promised_w"),
        "figure:fleet.promised",
    )
    years = year_rows(fleet, "fleet")
    others = tuple(
        ProgrammeRow(
            f"other-{n}",
            Text(f"Further plan {n}", f"其他计划 {n}"),
            "various",
            "rumoured",
            worked_out=False,
            citations=(n,),
            newest_fact_on="2025-11",
        )
        for n in range(1, 5)
    )
    sites = tuple(
        Site(
            f"site-{n}",
            Text(name),
            lat,
            lon,
            country,
            f"grid-{country.lower()}",
            STAGES[n % 7],
            Number(f"figure:site.{n}.now", 90e6 * (n % 5) if n % 7 < 2 else 0.0),
            Number(f"figure:site.{n}.planned", (0.15 + 1.9 * ((n * 37) % 24) / 24) * 1e9 if n != 9 else None),
            "facility",
            (PROGRAMMES[n % 9][0],),
            (1 + n % 12,),
        )
        for n, (name, lat, lon, country) in enumerate(PLACES)
    )
    citations = tuple(
        Citation(
            n,
            f"Sample Gazette {n % 5}",
            f"Plan number {n} grows again",
            f"2026-0{1 + n % 3}-{10 + n}",
            f"https://example.org/{n}",
            f"pages/{n:03d}.md" if n % 3 == 0 else None,
            120 * n if n % 3 == 0 else None,
            120 * n + 6 if n % 3 == 0 else None,
            f"The sample company said it would build {n} gigawatts." if n % 3 == 0 else None,
            "sample company",
            "",
            f"claim:{n:020x}",
        )
        for n in range(1, 17)
    )
    contradictions = (
        Contradiction(
            "x1",
            "contradiction",
            "high",
            "Alder venture",
            "power_capacity",
            (
                Side("claim:a", "Alder AI", 10e9, 10e9, "W", False, "2026-01-14", "We will build ten gigawatts.", 3),
                Side("claim:b", None, 7e9, 7e9, "W", True, "2026-02-02", None, 6),
            ),
            Text(
                "Same plan, same year, and the ranges do not meet: 10 GW against about 7 GW.",
                "同一计划、同一年份，区间不相交：10 GW 对约 7 GW。",
            ),
            Text("The interconnection filing of the first campus.", "首个园区的并网申请文件。"),
        ),
        Contradiction(
            "x2",
            "magnitude slip",
            "medium",
            "Ginkgo national plan",
            "capital_commitment",
            (
                Side("claim:c", "Ginkgo Group", 38e9, 38e9, "USD", False, "2025-11", None, 9),
                Side("claim:d", "Sample Gazette 1", 380e9, 380e9, "USD", False, "2025-12", "380 billion dollars", 12),
            ),
            Text(
                "One amount is ten times the other; the currency explains a factor of seven only.",
                "一方是另一方的十倍；货币只能解释七倍。",
            ),
            None,
        ),
    )
    changes = (
        Change(
            "figure:fleet.probable.2029",
            Text("Fleet, end of 2029, P50", "机群，2029 年末，P50"),
            "W",
            14.2e9,
            13.1e9,
            ("claim:0000000000000000000c",),
            (12,),
            Text("Hazel slipped by a year", "榛树集群推迟一年"),
        ),
        Change(
            "figure:programme.fir.reached",
            Text("Fir, date reached", "冷杉，达到日期"),
            "date",
            "2028-03",
            "2028-09",
            (),
            (3,),
        ),
    )
    overrides = (
        Override(
            "chips.supply.2027",
            Text("Accelerators in 2027", "2027 年加速器"),
            "count",
            9.0e6,
            1.2e7,
            "my own count",
            (
                Change(
                    "figure:fleet.probable.2028",
                    Text("Fleet, end of 2028, P50", "机群，2028 年末，P50"),
                    "W",
                    9.9e9,
                    11.2e9,
                ),
            ),
        ),
    )
    assumptions = tuple(
        Assumption(
            f"duration.stage_{n}",
            Text(f"Time in stage {n}", f"第 {n} 阶段时长"),
            "month",
            3.0 + n,
            5.0 + n,
            9.0 + n,
            f"Sample table {n}" if n % 4 else "assumption",
            "" if n % 4 else "No source gives it; a guess from neighbouring stages.",
            "stated" if n % 3 else "none given",
            n % 4 == 0,
            90 - 3 * n,
            (n % 12) + 1 if n % 4 else None,
        )
        for n in range(20)
    )
    past = Record(
        48,
        Text("announced plan", "公布计划"),
        Number("figure:record.skill", 0.27),
        Number("figure:record.coverage", 0.79),
        "backtest",
        "2025-12-14",
        "2026-04-03",
        None,
        (Miss(Text("Ivy first site", "常春藤首个场址"), "2026-01", "2026-03", "2026-03-20"),),
    )
    at = next(row for row in years if row.year == 2029)
    headline = Headline(
        Number("figure:fleet.promised.2029", at.promised_w.value),
        "2029",
        at.probable_w,
        Number("figure:fleet.now", 1.4e9),
        years,
        double_count_w=(Number("figure:fleet.double.low", 0.0), Number("figure:fleet.double.high", 1.2e9)),
        binding=binding("fleet", 0),
        money_needed_usd=Band("figure:fleet.needed", 1.2e12, 1.5e12, 2.1e12),
        money=(
            LayerAmount("figure:fleet.money.announced", "announced", 1.4e12, 1.65e12),
            LayerAmount("figure:fleet.money.signed", "signed", 2.4e11, 4.0e11, side="contract"),
            LayerAmount("figure:fleet.money.drawn", "drawn", 2.2e10, 3.5e10),
        ),
    )
    return ReportView(
        RunNote(
            "2026-04-03",
            1,
            10_000,
            120,
            "9f2c41d07ab3",
            "0.1.0",
            "2026-01-01",
            "gigawatt assess --seed 1",
            "2026-04-03",
            180,
            True,
        ),
        headline,
        fleet,
        (*rows, *others),
        past if record else Record(first_due="2026-12-31"),
        sites,
        flows(rows),
        contradictions,
        changes,
        overrides,
        assumptions,
        citations,
        (
            DocumentRow(
                "pages/000.md",
                "Sample Gazette 0",
                "2025-11-20",
                "zh-Hans",
                131,
                4,
                57,
                Text("wrapped in spam, which was left out", "夹带垃圾内容，已略去"),
            ),
            DocumentRow("pages/003.html", None, None, "en", 12),
        ),
        (Licence("Facts of the sample", "nobody", "CC0"),),
        (Text("Every number here is made by a formula.", "此处所有数字均由公式生成。"),),
    )
