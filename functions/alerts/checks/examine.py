"""Runs the checks over a campaign that was read: the one list of them."""

from __future__ import annotations

from collections.abc import Callable

from functions.alerts.checks.draft import Draft
from functions.alerts.errors import Finding

# Each looks at one thing and reports what it finds; their order is nobody's business, as findings
# come in the file's. One line per module of this package.
CHECKS: tuple[Callable[[Draft], None], ...] = ()


def examine(draft: Draft) -> tuple[Finding, ...]:
    """Everything that is worth saying, in file order. Raises InputError if any of it is an error.

    Also says what was noticed when the file was read, and raises what `compile_revision` does.
    """
    draft.compiled  # noqa: B018 -- a mail that cannot be made is the first thing to say
    for check in CHECKS:
        check(draft)
    return draft.reading.result()
