"""Write docs/reference/commands.md from the commands' own help. `--check` only says whether it is up to date."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "reference" / "commands.md"


def help_of(path: list[str]) -> str:
    """The plain help text of a command at 100 columns."""
    import io

    from rich.console import Console

    from gigawatt.cli.main import build_app

    screen = io.StringIO()
    console = Console(file=screen, width=100, force_terminal=False, color_system=None)
    build_app().help_print(path, console=console)
    return "\n".join(line.rstrip() for line in screen.getvalue().strip().splitlines())


def subcommands(name: str) -> list[str]:
    """Names of the commands below a command group, in alphabetical order."""
    from gigawatt.cli.main import build_app

    app = build_app()[name]
    return sorted(key for key in app if not key.startswith("-"))


def reference() -> str:
    """The whole page."""
    from gigawatt.cli.main import COMMANDS, build_app

    present = [name for name in COMMANDS if name in list(build_app())]
    parts = [
        "# Commands\n\nMade by `tools/make_commands_reference.py` from the help texts; do not edit by hand.\n",
        "Exit codes: 0 fine, 2 input that cannot be used, 3 evidence that cannot be read, 4 infeasible, 5 plug-in.\n",
    ]
    for name in present:
        parts.append(f"## gigawatt {name}\n\n```text\n{help_of([name])}\n```\n")
        parts += [f"### gigawatt {name} {sub}\n\n```text\n{help_of([name, sub])}\n```\n" for sub in subcommands(name)]
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    os.environ["COLUMNS"] = "100"
    text = reference()
    if "--check" in arguments:
        return 0 if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
