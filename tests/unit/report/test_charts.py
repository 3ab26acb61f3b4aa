"""Chart specifications: what is drawn is what the view says, labels do not overlap, money layers do not mix."""

import pytest

from e2e.sample import sample
from gigawatt.report import charts, maps, sankey

VIEW = sample()


def test_a_curve_holds_every_month_and_no_promise_that_was_not_made():
    spec = charts.curve_spec(VIEW.fleet, "en")
    rows = spec["data"]["values"]
    assert len(rows) == 120 and rows[0]["t"] == "2026-04-01"
    assert charts.unit_of(spec) == "GW"
    assert rows[45]["p50"] == pytest.approx(VIEW.fleet.p50_w[45] / 1e9, rel=1e-3)
    bare = next(row.curve for row in VIEW.programmes if row.curve and not row.curve.promised_w)
    assert "promised" not in charts.curve_spec(bare, "en")["data"]["values"][0]


def test_lines_are_named_at_their_ends_without_overlap():
    layer = charts.curve_spec(VIEW.fleet, "zh", height=300)["layer"][-1]
    labels = layer["data"]["values"]
    assert [row["label"].split()[0] for row in labels] == ["P10", "P50", "P90", "承诺"]
    heights = [row["v"] for row in labels]
    assert all(b > a for a, b in zip(heights, heights[1:], strict=False))


@pytest.mark.parametrize("heights", [[0.0, 0.0, 0.0], [1.0, 1.2, 9.9, 10.0], [2.0], [5.0, 5.0, 5.1, 5.2]])
def test_labels_are_spread_in_order(heights):
    placed = charts.spread_labels(heights, 1.0, 10.0)
    assert len(placed) == len(heights)
    assert all(b - a >= 1.0 - 1e-9 for a, b in zip(placed, placed[1:], strict=False))
    assert placed[-1] <= 10.0 + 1e-9


def test_the_world_is_land_without_antarctica_and_the_inset_holds_us_sites_only():
    land = maps.land()
    assert set(land["objects"]) == {"land"}
    assert 100 < len(land["objects"]["land"]["geometries"][0]["arcs"]) < 130
    us = [site for site in VIEW.sites if maps.in_us(site)]
    assert len(us) == 12
    drawn = maps.us_spec(VIEW.sites, "en")["layer"]
    planned = next(layer for layer in drawn if layer["mark"].get("fillOpacity") == 0.16)
    assert len(planned["data"]["values"]) == sum(site.planned_w.value is not None for site in us)


def test_names_on_a_map_do_not_meet():
    placed = maps.label_places(list(VIEW.sites), "en", per_degree=3.0, limit=30, largest=2e9)
    assert 5 < len(placed) <= 30
    assert len({row["name"] for row in placed}) == len(placed)


def test_money_is_conserved_and_layers_are_not_mixed():
    for layer in sankey.layers_present(VIEW.flows):
        layout = sankey.lay_out(VIEW.flows, layer, "en")
        given = sum(sankey.middle_usd(flow) for flow in VIEW.flows if flow.layer == layer)
        drawn = sum(ribbon.usd for ribbon in layout.ribbons if ribbon.layer == layer)
        assert drawn == pytest.approx(given)
        assert {ribbon.layer for ribbon in layout.ribbons} == {layer, "needed"}
        for bar in layout.bars.values():
            assert bar.height == pytest.approx(max(2.0, bar.size * layout.scale))


def test_small_bars_are_folded_and_none_touch():
    flows = [
        sankey.MoneyFlow(f"figure:{n}", sankey.Text(f"fund {n}"), sankey.Text("plan"), "signed", 1e9 * n, 2e9 * n)
        for n in range(1, 31)
    ]
    layout = sankey.lay_out(flows, "signed", "en")
    sources = sorted((bar for bar in layout.bars.values() if bar.column == 0), key=lambda bar: bar.y)
    assert len(sources) == sankey.MOST and sources[-1].label == "19 others"
    assert all(a.y + a.height < b.y for a, b in zip(sources, sources[1:], strict=False))
    assert sum(bar.out for bar in sources) == pytest.approx(sum(1.5e9 * n for n in range(1, 31)))


def test_no_money_means_an_empty_layout():
    assert sankey.lay_out([], "signed", "en").bars == {}
    assert sankey.main_layer([]) is None


def test_panels_are_limited_and_what_is_left_out_is_said():
    from dataclasses import replace

    from gigawatt.report import html, summary

    many = tuple(replace(row, id=f"{row.id}-{turn}") for turn in range(5) for row in VIEW.programmes)
    crowded = replace(VIEW, programmes=many)
    assert len(summary.with_curve(crowded)) == summary.MOST_CURVES
    assert summary.without_panel(crowded) == 5 * 9 - summary.MOST_CURVES
    page = html.render(crowded)
    assert "9 more stand in the table only" in page and "chart-programme-36" not in page
    assert "more stand in the table only" not in html.render(VIEW)
