"""The `alerts` command. Results go to stdout, talk and progress to stderr.

Exit codes: 0 done, 1 the input or the state says no, 2 wrong usage.
"""

from __future__ import annotations

import sys

import typer

from functions.alerts.errors import AlertsError, InputError
from functions.cli import output
from functions.cli.check import check
from functions.cli.demo import demo
from functions.cli.doctor import doctor
from functions.cli.keys import keys
from functions.cli.new import new
from functions.cli.page import build
from functions.cli.preview import preview
from functions.cli.publish import publish
from functions.cli.receipt import receipt
from functions.cli.recover import recover
from functions.cli.remind import remind
from functions.cli.send import estimate, send
from functions.cli.sends import cancel, pause, release, reschedule, resume, status, stop
from functions.cli.setup import setup
from functions.cli.supporter_list import count, export, suppressed
from functions.cli.supporters import erase, show, subscribe, unsubscribe
from functions.cli.supporters_import import import_
from functions.cli.trial import test

app = typer.Typer(
    help="Action alerts by email: one campaign file in, correct mails in every language out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
COMMANDS = (
    *(new, check, preview, test, demo),
    *(publish, estimate, send, remind, status, receipt),
    *(release, pause, resume, cancel, reschedule, stop, recover),
    *(setup, keys),
    doctor,
)
for command in COMMANDS:
    app.command()(command)
people = typer.Typer(no_args_is_help=True, help="The list: one person, or how it is as a whole.")
ON_PEOPLE = {
    **{command.__name__: command for command in (show, subscribe, unsubscribe, erase, count)},
    "import": import_,  # not a name that a function of Python may have
    "export": export,
    "suppressed": suppressed,
}
for name, act in ON_PEOPLE.items():
    people.command(name)(act)
app.add_typer(people, name="supporters")
page = typer.Typer(no_args_is_help=True, help="The Calls to Action site.")
page.command()(build)
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
