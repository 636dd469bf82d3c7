"""What the pages behind a mail's links say.

None of them shows anything that is stored: mails get forwarded, and their links with them.
"""

from __future__ import annotations

from typing import Literal

from functions.alerts.pages.frame import Page
from functions.alerts.pages.html import Html, escaped, fill, joined
from functions.alerts.pages.look import Look
from functions.alerts.pages.wording import Wording, wordings

Trouble = Literal["broken", "retired", "test", "missing", "refused", "later"]

# What the leaving form sends beside RFC 8058's own field: a person wants to see a page.
FROM_PAGE = "page"


def offered(look: Look) -> frozenset[str]:
    """The languages that can be chosen: the organization's, as far as there are packs."""
    return frozenset(look.languages) & wordings().keys()


def leave_page(look: Look, wording: Wording, preferences: str) -> Page:
    """One button that unsubscribes; `preferences` is where topics can be chosen instead."""
    return Page(
        title=wording.say("leave_title"),
        body=fill(
            "leave.html",
            title=wording.say("leave_title"),
            text=wording.say("leave_text", organization=name_of(look, wording)),
            button=wording.say("leave_button"),
            link=preferences,
            rather=wording.say("rather"),
        ),
        switch=True,
    )


def left_page(look: Look, wording: Wording) -> Page:
    """It is done. The same to whoever had left before."""
    text = wording.say("left_text", organization=name_of(look, wording))
    return message_page(wording.say("left_title"), text)


def choose_page(look: Look, wording: Wording, unsubscribe: str) -> Page:
    """Topics and language to choose from, none of them ticked; `unsubscribe` is the other page."""
    title = wording.say("choose_title")
    return Page(
        title=title,
        body=fill(
            "choose.html",
            title=title,
            text=wording.say("choose_text"),
            topics=_topics(look, wording),
            languages=_languages(look, wording),
            save=wording.say("save"),
            link=unsubscribe,
            instead=wording.say("leave_instead"),
        ),
        switch=True,
    )


def saved_page(wording: Wording) -> Page:
    """It is stored. The same to whoever is not on the list."""
    return message_page(wording.say("saved_title"), wording.say("saved_text"))


def trouble_page(trouble: Trouble, look: Look, wording: Wording) -> Page:
    """Why nothing was done, and who can help: a person, by mail."""
    text = wording.say(f"{trouble}_text")
    who = write_to(look, wording) if trouble != "test" else []
    return message_page(wording.say(f"{trouble}_title"), text, *who)


def write_to(look: Look, wording: Wording) -> list[Html]:
    """The sentence with the address of a person who helps, if there is one."""
    address = look.said(wording.code).reply_to
    linked = fill("mailto.html", address=address)
    return [wording.say("write", address=linked)] if address else []


def message_page(title: Html, *texts: Html) -> Page:
    """A title and paragraphs, with nothing to press."""
    paragraphs = joined(Html(f"<p>{text}</p>") for text in texts)
    return Page(title=title, body=fill("message.html", title=title, text=paragraphs))


def _topics(look: Look, wording: Wording) -> Html:
    choices = topic_choices(look, wording)
    hint = fill("hint.html", text=wording.say("topics_text"))
    return group(wording.say("topics"), hint, choices) if choices else Html("")


def _languages(look: Look, wording: Wording) -> Html:
    known = [wordings()[code] for code in look.languages if code in offered(look)]
    if len(known) < 2:
        return Html("")
    same = choice("radio", "language", "", wording.say("language_same"), checked=True)
    others = (choice("radio", "language", w.code, w.name, language=w.code) for w in known)
    return group(wording.say("language"), Html(""), [same, *others])


def topic_choices(look: Look, wording: Wording, ticked: frozenset[str] = frozenset()) -> list[Html]:
    """A box to tick for each topic, by what people call it."""
    names = {**look.topics, **look.said(wording.code).topics}
    return [
        choice("checkbox", "topic", slug, names[slug], checked=slug in ticked)
        for slug in look.topics
    ]


def choice(
    kind: str, name: str, value: str, label: str, *, checked: bool = False, language: str = ""
) -> Html:
    """One of several; `language` is that of its label, where it is not the page's."""
    return fill(
        "choice.html",
        type=kind,
        name=name,
        value=value,
        label=label,
        checked=Html(" checked" if checked else ""),
        language=Html(f' lang="{escaped(language)}"' if language else ""),
    )


def group(legend: Html, hint: Html, choices: list[Html]) -> Html:
    """Choices under what they are about."""
    return fill("group.html", legend=legend, hint=hint, choices=joined(choices))


def name_of(look: Look, wording: Wording) -> str:
    """What people call the organization."""
    names = look.said(wording.code)
    return names.short_name or names.name or wording.phrases["this_organization"]
