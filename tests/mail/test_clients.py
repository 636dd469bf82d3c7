"""What named mail programs do not show of our mails is known, and nothing hangs on it."""

import json

from functions.alerts.checks.clients import broken_in
from tests.mail.clients import CLIENTS, FILE, parts

KNOWN = json.loads(FILE.read_text("utf-8"))

# What some program shows none of, and what its readers see instead.
WITHOUT = {
    "css-at-media": "one layout for all widths: columns are never side by side",
    "css-at-media-prefers-color-scheme": "the light mail, or the program's own dark colours",
    "css-border-inline-block-individual": "a quote without the line at its side, still indented",
    "css-border-radius": "square corners",
    "css-border-spacing": "the number's table is set by its own cells",
    "css-color-scheme": "the same as without a dark mode",
    "css-cursor": "the pointer that links have anyway",
    "css-height": "the height of what is inside",
    "css-max-height": "it hides the preheader alone, beside display:none",
    "css-opacity": "it hides the preheader alone, beside display:none",
    "css-outline": "the outline that pictures in links have there anyway",
    "css-overflow": "it hides the preheader alone, beside display:none",
    "css-overflow-wrap": "a word longer than the line runs over",
    "css-pseudo-class-focus": "links are underlined or in buttons anyway",
    "css-pseudo-class-hover": "links are underlined or in buttons anyway",
    "css-pseudo-class-last-child": "a little more space below the last paragraph",
    "css-selector-attribute": "they are for Outlook's dark mode alone",
    "css-selector-child": "cards keep their wider padding",
    "css-text-wrap": "headings break where the line is full",
    "css-white-space": "code does not wrap: `indented-text` tells it",
    "css-word-break": "a word longer than the line runs over",
    "css-word-spacing": "the space between words that the program has",
    "html-bdi": "its words, set by what stands around them; plain text isolates them too",
    "html-body": "the wrapper below it carries language, direction and colour",
}


def test_the_data_is_of_what_our_mails_consist_of() -> None:
    known = KNOWN["features"].keys() | set(KNOWN["unlisted"])
    # Else: python -m tests.mail.clients (its head says how), and say below what readers see.
    assert parts() == known


def test_what_a_program_shows_none_of_is_no_loss_that_we_do_not_know() -> None:
    assert {slug for slug, one in KNOWN["features"].items() if one["none"]} == WITHOUT.keys()


def test_the_clients_are_those_we_named_and_the_licence_goes_with_the_data() -> None:
    assert KNOWN["clients"].keys() == CLIENTS.keys()
    assert KNOWN["licence"][1] == "Copyright (c) 2019 HTeuMeuLeu"


def test_who_does_not_show_something_is_said_with_the_share() -> None:
    assert broken_in("image-gif") == "Outlook on Windows (at most 4 % of opens)"
