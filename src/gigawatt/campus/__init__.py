"""One campus, hour by hour: weather, cooling, power sources, dispatch, sizing, reliability."""
