"""Heavier checks: one JSON line per figure, always a ratio to a named peer, baseline or budget in the same run."""
