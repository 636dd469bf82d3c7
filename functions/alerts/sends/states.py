"""The states a send goes through, and what may be done to it in each.

scheduled ─► freezing ─► sending ⇄ paused | waiting | blocked ─► done
`cancelled` is left only by writing its receipt; `missed` waits for a person.
"""

from __future__ import annotations

from typing import Literal

State = Literal[
    "scheduled",
    "freezing",
    "sending",
    "paused",
    "waiting",
    "blocked",
    "done",
    "cancelled",
    "missed",
]
Action = Literal[
    "start",
    "miss",
    "frozen",
    "pause",
    "wait",
    "block",
    "resume",
    "cancel",
    "finish",
    "release",
    "reschedule",
]

# (state, action) → state. What is not here is refused.
TRANSITIONS: dict[tuple[State, Action], State] = {
    ("scheduled", "start"): "freezing",
    ("scheduled", "miss"): "missed",
    ("scheduled", "cancel"): "cancelled",
    ("scheduled", "release"): "scheduled",
    ("scheduled", "reschedule"): "scheduled",
    ("scheduled", "wait"): "waiting",  # its time has come, its release has not
    ("missed", "start"): "freezing",
    ("missed", "cancel"): "cancelled",
    ("missed", "release"): "missed",
    ("missed", "reschedule"): "scheduled",
    ("freezing", "frozen"): "sending",
    ("freezing", "cancel"): "cancelled",
    ("sending", "pause"): "paused",
    ("sending", "wait"): "waiting",
    ("sending", "block"): "blocked",
    ("sending", "cancel"): "cancelled",
    ("sending", "finish"): "done",
    ("paused", "resume"): "sending",
    ("paused", "cancel"): "cancelled",
    ("paused", "finish"): "done",  # the last calls came back after the pause
    ("waiting", "resume"): "sending",
    ("waiting", "pause"): "paused",
    ("waiting", "cancel"): "cancelled",
    ("waiting", "finish"): "done",
    ("blocked", "resume"): "sending",
    ("blocked", "pause"): "paused",
    ("blocked", "cancel"): "cancelled",
    ("blocked", "finish"): "done",
}

# A send that waits for its release has no audience yet: this is all it can do.
UNRELEASED: dict[Action, State] = {
    "release": "scheduled",
    "reschedule": "scheduled",
    "miss": "missed",
    "cancel": "cancelled",
}
RELEASE_NEEDED = "RELEASE_NEEDED"  # the reason of such a send
BY_ITSELF = frozenset({"TOO_MANY_BOUNCES", "TOO_MANY_COMPLAINTS"})  # reasons of a pause


def possible(state: State) -> tuple[Action, ...]:
    """The actions a send in `state` allows."""
    return tuple(action for start, action in TRANSITIONS if start == state)


def allowed(state: State, reason: str) -> dict[Action, State]:
    """Where each action leads that is possible now; `reason` is the send's."""
    if state == "waiting" and reason == RELEASE_NEEDED:
        return UNRELEASED
    return {action: TRANSITIONS[state, action] for action in possible(state)}
