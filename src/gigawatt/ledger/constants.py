"""Mathematical tolerances of the ledger room. Weights and field ratios are parameters in the catalogue, not here."""

# Comparing printed numbers.
FLOOR_RELATIVE = 0.005
"""two exact numbers are the same when they differ by no more than this: the rounding of three printed digits"""
CAP_RELATIVE = 0.05
"""a printed unit never widens a number by more than this (5亿 against 6亿 are two numbers)"""
APPROX_RELATIVE = 0.05
"""half-width given to about, nearly, 约, 近"""
SLIP_RELATIVE = 0.02
"""how near to a power of ten, or to an exchange rate, a ratio must be to be called a slip"""
SLIP_FACTORS = (10.0, 100.0, 1_000.0, 10_000.0)
"""10, 100, 1000: lost or added digits, million/billion; 10^4: 万 against 亿"""

# Storage.
BUSY_TIMEOUT_S = 60.0
"""seconds that a writer waits for another before it gives up"""

# Calendar.
HOURS_PER_YEAR = 8766.0
"""mean length of a year: 365.25 days"""
JUDGED_TOGETHER = 64
"""distinct statements about one figure of one subject up to which each is compared with each"""
JUDGED_NEIGHBOURS = 16
"""beyond them: neighbours in the order of numbers, and in that of periods, that each is compared with"""
