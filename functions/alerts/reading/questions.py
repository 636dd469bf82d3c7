"""What `alerts new` asks for each kind of alert, and the examples that stand in for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of `alerts new`.

    An answer may be left out: `example` then stands in the file, to be replaced, or as a comment
    where the key may be missing.
    """

    key: str  # in `answers`
    prompt: str
    example: str
    needed: bool = True


_LEVEL = Question(key="level", prompt="Level (federal, state or local)", example="state")
_TOPIC = Question(
    key="topic", prompt="Topic: who gets it", example="welcoming-illinois", needed=False
)
_SUBJECT = Question(key="subject", prompt="Subject of the mail", example="Write the subject here")
_BODY = Question(key="body", prompt="First paragraph", example="Write the news here.")
HEADLINE = Question(key="headline", prompt="Headline", example="Write the headline here")
MAIL = (_LEVEL, _TOPIC, _SUBJECT, _BODY)
_WHY = Question(key="text", prompt="Why people should", example="Say here why.", needed=False)

QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    "alert": (*MAIL, _WHY),
    "slip": (
        *MAIL,
        Question(key="bill", prompt="Bill", example="SB 35"),
        Question(key="name", prompt="Its name", example="Safe Zones Act", needed=False),
        Question(
            key="closes",
            prompt="Slips are taken until",
            example="Tuesday 2030-01-15 3:00 PM",
            needed=False,
        ),
        _WHY,
    ),
    "call": (
        *MAIL,
        Question(key="whom", prompt="Whom to call", example="Say here whom to call"),
        Question(key="number", prompt="Telephone number", example="217-555-0100"),
        Question(
            key="script", prompt="What to say", example="Write here what callers say.", needed=False
        ),
    ),
    "event": (
        *MAIL,
        Question(key="title", prompt="Name of the event", example="Name the event here"),
        Question(key="starts", prompt="It starts", example="Tuesday 2030-01-15 6:00 PM"),
        Question(key="place", prompt="Place", example="Say here where it is"),
    ),
    "donate": (*MAIL, _WHY),
    "take_action": (
        *MAIL,
        Question(key="link", prompt="Action page", example="https://www.example.org/act"),
        _WHY,
    ),
    "comment": (
        *MAIL,
        Question(key="docket", prompt="Docket", example="Name the docket here"),
        Question(key="agency", prompt="Agency", example="Name the agency here"),
        Question(
            key="link", prompt="Page to comment on", example="https://www.example.org/docket"
        ),
        Question(
            key="closes", prompt="Comments are taken until", example="Tuesday 2030-01-15 11:59 PM"
        ),
        _WHY,
    ),
    "share": (*MAIL, _WHY),
    "sign_up": (
        _LEVEL,
        HEADLINE,
        Question(key="link", prompt="Page to sign up on", example="https://www.example.org/sign-up"),
    ),
}  # fmt: skip

# Examples that say what to write: whoever leaves one in a file has forgotten it.
PLACEHOLDERS = frozenset(
    question.example
    for questions in QUESTIONS.values()
    for question in questions
    if " here" in question.example or "example.org" in question.example
)
