"""Many programmes, month by month: stages, durations, slips, shared supply, draws, backtest."""
