"""The command line: a table of commands, each in its own file and loaded only when called."""

import sys
from collections.abc import Sequence

from cyclopts import App

from gigawatt import __version__
from gigawatt.errors import GigawattError

# command -> "module:function"; the module is imported when the command is called.
COMMANDS = {
    "assess": "gigawatt.cli.assess:assess",
    "read": "gigawatt.cli.read:read",
    "ledger": "gigawatt.cli.ledger:app",
    "check": "gigawatt.cli.check:check",
    "brief": "gigawatt.cli.brief:brief",
    "campus": "gigawatt.cli.campus:app",
    "simulate": "gigawatt.cli.simulate:simulate",
    "backtest": "gigawatt.cli.backtest:backtest",
    "why": "gigawatt.cli.why:why",
    "catalogue": "gigawatt.cli.catalogue:app",
}


def build_app() -> App:
    """The application with every command that exists registered by name."""
    from importlib.util import find_spec

    app = App(
        name="gigawatt",
        version=__version__,
        help="Reads what is announced about AI infrastructure and says what will really be switched on.",
        result_action="return_value",
    )
    for name, target in COMMANDS.items():
        if find_spec(target.partition(":")[0]) is not None:
            app.command(target, name=name)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command; a user's mistake is one message on stderr and the exit code of its class."""
    try:
        result = build_app()(list(arguments), exit_on_error=True, print_error=True)
    except GigawattError as error:
        print(f"gigawatt: {error.message()}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("gigawatt: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except SystemExit as stop:
        return 2 if stop.code == 1 else int(stop.code or 0)
    return result if isinstance(result, int) else 0
