"""What a link's token says: whose it is, or why it opens nothing."""

from __future__ import annotations

from typing import Literal

from functions.alerts.mail.token import (
    PREVIEW_KEYS,
    NobodysTokenError,
    Purpose,
    RetiredKeyError,
    TokenError,
)
from functions.wiring import World

Closed = Literal["broken", "retired", "test"]


class Whose(str):
    """A supporter's id, read from a token."""

    __slots__ = ()


def read_link(purpose: Purpose, token: str, world: World) -> Whose | Closed:
    """The supporter's id, or what is wrong with the token."""
    if _is_test(purpose, token):
        return "test"
    try:
        return Whose(world.keyring.read(purpose, token))
    except NobodysTokenError:
        return "test"
    except RetiredKeyError:
        return "retired"
    except TokenError:
        return "broken"


def _is_test(purpose: Purpose, token: str) -> bool:
    """Whether the key of previews signed it, which everybody has: it opens nothing."""
    try:
        PREVIEW_KEYS.read(purpose, token)
    except TokenError as error:
        return isinstance(error, NobodysTokenError)
    return True
