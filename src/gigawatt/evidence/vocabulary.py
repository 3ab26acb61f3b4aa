"""The closed lists of the claim format: metrics and statuses (see docs/method/claims.md)."""

METRICS = frozenset(
    "capital_commitment capex equity_contribution ownership_share debt financing_raised contract_value "
    "backlog_rpo revenue revenue_growth profit loss valuation market_cap share_price price_change pe_ratio "
    "free_cash_flow power_capacity power_demand power_gap rack_density chip_count chips_per_pod chip_price "
    "performance_ratio site_count floor_area land_area jobs users customers lead_time target_date "
    "construction_time lease_rate renewable_share cooling_share energy_share tax_credit_rate market_share "
    "market_size growth_rate headcount memory_supply survey_share other".split()
)
STATUSES = frozenset(
    "announced planned target committed signed invested under_construction operational actual forecast "
    "alleged denied rumoured conditional".split()
)
