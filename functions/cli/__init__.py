"""The `alerts` command. Results go to stdout, talk and progress to stderr.

Exit codes: 0 done, 1 the input or the state says no, 2 wrong usage.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Mapping

import typer

from functions.alerts.errors import AlertsError, InputError
from functions.cli import output
from functions.cli.on_demand import group_of

# The modules of this package by the commands in them, in the order of `--help`.
COMMANDS: Mapping[str, str] = {
    "new": "new",
    "check": "check",
    "translated": "translated",
    "preview": "preview",
    "dev": "dev",
    "kit": "kit",
    "test": "trial",
    "demo": "demo",
    "publish": "publish",
    "estimate": "send",
    "send": "send",
    "remind": "remind",
    "status": "sends",
    "receipt": "receipt",
    "release": "sends",
    "pause": "sends",
    "resume": "sends",
    "cancel": "sends",
    "reschedule": "sends",
    "stop": "sends",
    "recover": "recover",
    "setup": "setup",
    "keys": "keys",
    "doctor": "doctor",
}
ON_PEOPLE: Mapping[str, str] = {
    **dict.fromkeys(("show", "subscribe", "unsubscribe", "erase"), "supporters"),
    "count": "supporter_list",
    "import": "supporters_import",
    "export": "supporter_list",
    "suppressed": "supporter_list",
}

# Most of what a command makes until it is done are modules, models and tables that stay: to walk
# through them each time 700 things were made takes a tenth of a short command's time.
gc.set_threshold(300_000)
atexit.register(gc.freeze)  # at the end it all goes with the process, unlooked at

app = typer.Typer(
    cls=group_of(__name__, COMMANDS),
    help="Action alerts by email: one campaign file in, correct mails in every language out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
people = typer.Typer(
    cls=group_of(__name__, ON_PEOPLE),
    no_args_is_help=True,
    help="The list: one person, or how it is as a whole.",
)
app.add_typer(people, name="supporters")
page = typer.Typer(
    cls=group_of(__name__, {"build": "page"}),
    no_args_is_help=True,
    help="The Calls to Action site.",
)
app.add_typer(page, name="page")


def main() -> None:
    """Run the command line; what goes wrong on purpose is told in words, never as a traceback."""
    try:
        app()
    except InputError as error:
        output.show_findings(error.findings)
        sys.exit(1)
    except AlertsError as error:
        output.refuse(str(error))
    except OSError as error:  # a folder that cannot be written, a full disk
        output.refuse(f"{error.filename or 'A file'}: {error.strerror}.")
