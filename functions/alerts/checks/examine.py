"""Runs the checks over a campaign that was read: the one list of them."""

from __future__ import annotations

from collections.abc import Callable

from functions.alerts.checks.bill_links import check_bill_links
from functions.alerts.checks.color_words import check_color_words
from functions.alerts.checks.deadlines import check_deadlines
from functions.alerts.checks.draft import Draft
from functions.alerts.checks.foreign_fields import check_foreign_fields
from functions.alerts.checks.link_names import check_link_names
from functions.alerts.checks.links import check_links
from functions.alerts.checks.parts import check_parts
from functions.alerts.checks.pictures import check_pictures
from functions.alerts.checks.positions import check_positions
from functions.alerts.checks.reading_level import check_reading_level
from functions.alerts.checks.said_times import check_said_times
from functions.alerts.checks.steps import check_steps
from functions.alerts.checks.subject import check_subject
from functions.alerts.checks.topics import check_topics
from functions.alerts.checks.translations import check_translations
from functions.alerts.checks.weight import check_weight
from functions.alerts.checks.wording import check_wording
from functions.alerts.errors import Finding

# Each looks at one thing and reports what it finds; their order is nobody's business, as findings
# come in the file's. One line per module of this package.
CHECKS: tuple[Callable[[Draft], None], ...] = (
    check_deadlines,
    check_said_times,
    check_links,
    check_link_names,
    check_bill_links,
    check_foreign_fields,
    check_reading_level,
    check_subject,
    check_topics,
    check_translations,
    check_wording,
    check_color_words,
    check_parts,
    check_pictures,
    check_positions,
    check_steps,
    check_weight,
)


def examine(draft: Draft, *more: Callable[[Draft], None]) -> tuple[Finding, ...]:
    """Everything that is worth saying, in file order. Raises InputError if any of it is an error.

    Also says what was noticed when the file was read, and raises what `compile_revision` does.
    `more` are checks that only some ask for; they see what the others found.
    """
    draft.compiled  # noqa: B018 -- a mail that cannot be made is the first thing to say
    for check in (*CHECKS, *more):
        check(draft)
    return draft.reading.result()
