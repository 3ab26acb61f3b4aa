"""`python -m benchmarks [ROOM ...]`: run the benchmark modules and print their figures as JSON lines."""

import importlib
import json
import pkgutil
import sys
import traceback

import benchmarks


def main(wanted: list[str]) -> int:
    """Run the named modules, or all; 1 when one of them failed, 2 when a name is unknown."""
    names = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))
    unknown = set(wanted) - set(names)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(names)}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted or names:
        print(f"benchmarks.{name}", file=sys.stderr)
        try:
            for figure in importlib.import_module(f"benchmarks.{name}").run():
                print(json.dumps({"room": name, **figure}, ensure_ascii=False), flush=True)
        except Exception:
            traceback.print_exc()
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
