"""The command `gigawatt`: answers `--version` without loading anything, and turns errors into exit codes."""

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code (0 fine, 2 input, 3 evidence, 4 infeasible, 5 plug-in)."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        from gigawatt import __version__

        print(f"gigawatt {__version__}")
        return 0
    from gigawatt.cli.main import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
