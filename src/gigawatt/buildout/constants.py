"""Mathematical and bookkeeping constants of the build-out room; no domain numbers."""

CHUNK_DRAWS = 1024
"""draws whose paths are held at once, few enough to stay in a shared cache. Results do not depend on it."""
SPAN_DRAWS = 16384
"""draws for which common factors are made at once"""
TILE_DRAWS = 256
"""draws of a block that are sampled in one pass, small enough to stay in the nearest cache"""
LANES = 64
"""draws that the kernel advances side by side: as many as keep its tables in the second cache"""
DAYS_PER_MONTH = 365.2425 / 12
DONE_FRACTION = 1.0 - 1e-9
"""share of a block's power from which the block counts as energised"""
NEVER_MONTH = 1e9
"""ready month of a block that is not built in this draw"""
HISTOGRAM_BINS = 8192
"""bins per group and month when quantiles are taken without keeping the draws: a bin is 2/8192 of its power"""
EARTH_RADIUS_KM = 6371.0
"""mean radius"""
SAME_PLACE_KM = 3.0
"""two tracked sites with a shared word in their names that lie nearer than this are taken as one renamed site"""
MOVED_DAYS = 10
"""a step whose day changes by no more has not moved (dates are read off images to about a week)"""
RERATED_LOG = 0.02
"""a power that changes by no more than 2 % has been rounded, not re-rated"""
PASSED_LIMIT = 0.999
"""a wait far beyond all experience is read as the far tail of its class, not as certainty"""
SPLIT_MARGIN = 0.1
"""a level inside a step counts as a part of it when it is at least this share of the step away from both ends"""
