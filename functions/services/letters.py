"""A letter goes to one person: compiled at `alerts publish`, sent by one call to SES.

Called by `send_letters`, behind its queue: whoever fills in a form waits for no mail, so the time
of the answer tells nobody who is on the list.
"""

from __future__ import annotations

from functions import logs
from functions.alerts.errors import NeverRetry, StateError, TryLater
from functions.alerts.mail.letter import LetterKind, Letters, letter_request
from functions.wiring import World

_LATER = ("throttled", "never_connected", "daily_quota", "refused")


def send_letter(kind: LetterKind, address: str, language: str, link: str, world: World) -> bool:
    """Send one letter in `language`, or in the organization's default language.

    `address` is one that `read_address` gave, `link` the whole https address behind its button.
    Whether SES took it. False is logged and final: SES refuses the address, or may have the letter
    already, and one too few is better than two. Raises StateError while nothing is published, and
    TryLater if SES takes no letters for now.
    """
    letters = published_letters(world)
    letter = letters.get(kind, language)
    request = letter_request(
        letter, letters.sender, address, link, world.settings.configuration_set
    )
    answer = world.mailer.submit_single(request)
    if answer.whole in _LATER:
        raise TryLater(f"SES did not take a letter: {answer.whole} ({answer.detail}).")
    taken = answer.statuses == ("SUCCESS",)
    if taken:
        logs.event("letter_sent", kind=kind)
    else:
        logs.trouble("letter_not_sent", kind=kind, outcome=answer.whole, reason=answer.detail)
    return taken


def published_letters(world: World) -> Letters:
    """All of them; StateError if nobody has published anything yet.

    S3 refuses what is not there to a role that may not list the bucket, as ours may not.
    """
    cause: NeverRetry | None = None
    try:
        letters = world.site.letters()
    except NeverRetry as error:
        letters, cause = None, error
    if letters is None:
        raise StateError(
            "There are no letters yet, or they cannot be read: nobody can be asked to confirm.",
            remedy="Run `alerts publish` with any alert; it writes the letters too.",
        ) from cause
    return letters
