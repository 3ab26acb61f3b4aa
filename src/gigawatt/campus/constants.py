"""Mathematical tolerances and physical constants of the campus room; every domain number stands in the catalogue."""

HOURS_PER_YEAR = 8760.0  # a plain year; leap years are told by the length of the series

# Tolerances of the method (pure mathematics, no domain meaning).
GAP = 1e-7  # relative gap at which a sizing stops
GAP_AIM = 0.8  # share of the asked gap that the cuts aim at, so that the recovered plan stays within it
TRUST_MASTER = 1e-3  # gap below which the master programme's price of a budget is the next trial price
THIN_FROM = 4000  # steps from which a thinned horizon is sized first, to begin near the optimum
THIN_HOURS = 72.0  # length of a block of the thinned horizon
THIN_KEEP = 8  # one block in so many is kept
THIN_GAP = 1e-2  # gap of the thinned sizing
PRICE_CEILING = 4.0  # first highest price of a budget, as a multiple of the dearest source's mean running cost
UNMOVED = 8  # passes without a better centre after which a budget's price is settled there
STABILISATION = (
    0.4  # weight of the programme's optimum in the next trial point; the rest goes to the best so far (in-out)
)
NEAR_LIMIT = 20.0  # a trial price will do when use and limit of a budget differ by this times the gap, relative
NEAREST = 1e-4  # but no nearer than this before the last phase
MAX_CUTS = 1500  # passes before a sizing gives up and hands over to the general programme
WARM_UP_STEPS = 400  # least length of the run-in of the forward pass
WARM_UP_CYCLES = 20.0  # run-in in full charges of the store
LONGER_RUN_IN = (1, 4, 16, 64)  # times round the horizon tried when a plant short of energy needs a longer run-in
TINY_CAPACITY = 1e-9  # share of the peak load that stands in for an absent store while pricing it
BALANCE = 1e-9  # largest relative error of an energy balance that a plan may show
BREACH = 1e-6  # relative excess over a budget that is called a breach
INTERVAL_SCORE = 1.6448536269514722  # 95th percentile of the standard normal: a 90 % interval
CLOSED_YEAR = 1e-9  # largest relative difference between the store's level at the year's ends

# Physics.
STEFAN_BOLTZMANN_W_PER_M2_K4 = 5.670374419e-8  # CODATA 2018, exact from defined constants
SOLAR_CONSTANT_W_PER_M2 = 1361.0  # total solar irradiance at 1 au, IAU 2015 resolution B3 (nominal)
ZERO_CELSIUS_K = 273.15  # definition of the Celsius scale
COSMIC_BACKGROUND_K = 2.725  # Fixsen 2009, ApJ 707
AIR_GAS_CONSTANT_J_PER_KG_K = 287.05  # dry air, ISO 2533
STANDARD_PRESSURE_PA = 101325.0  # ISO 2533
STANDARD_AIR_DENSITY_KG_PER_M3 = 1.225  # ISO 2533, sea level, 15 C
STANDARD_LAPSE_K_PER_M = 0.0065  # ISO 2533
STANDARD_TEMPERATURE_K = 288.15  # ISO 2533
