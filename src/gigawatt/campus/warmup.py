"""Load or compile the kernels before anything is timed, so that the first answer does not carry the compiler."""

from collections.abc import Callable


def warm_kernels(say: Callable[[str], None] | None = None) -> float:
    """CPU seconds spent; `say` is told when it takes long (the first run on a machine compiles for some seconds)."""
    import time

    import numpy as np

    from gigawatt.campus.oracle import Oracle
    from gigawatt.campus.problem import Problem, Source, Store

    began = time.process_time()
    if say is not None:
        say("preparing the compiled dispatch (some seconds on the first run)")
    hour = np.arange(24.0)
    problem = Problem(
        "warm-up",
        load_w=np.full(24, 1.0),
        sources=(
            Source("sun", 1.0, np.clip(np.sin(hour / 24 * 2 * np.pi), 0, 1), kind="renewable"),
            Source("fuel", 1.0, 1.0, 0.5),
        ),
        stores=(Store("store", 0.1, 0.1, 0.9, 0.9),),
        lost_load_usd_per_wh=100.0,
    )
    oracle = Oracle(problem)
    z = np.array([2.0, 0.5, 0.5, 2.0])
    oracle.cut(z)
    oracle.plan(z, ready=True)
    return time.process_time() - began
