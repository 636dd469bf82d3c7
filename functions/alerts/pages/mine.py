"""What a person's own pages say: ask for a fresh link, see what is kept, change it, erase it.

Only `mine_page` shows what is stored, and only behind a link that was mailed to the address.
"""

from __future__ import annotations

from dataclasses import replace

from functions.alerts.mail.fields import LONGEST_NAME
from functions.alerts.pages.frame import Page
from functions.alerts.pages.html import Html, escaped, fill, joined
from functions.alerts.pages.look import Look
from functions.alerts.pages.supporter import message_page, name_of
from functions.alerts.pages.wording import Wording, wordings
from functions.alerts.sends.supporter import Supporter

# Of a supporter, in the order in which they are shown; topics and language are shown by name.
SHOWN = ("email", "first_name", "last_name", "zip", "district")
SINCE = ("joined", "source", "agreed", "agreed_to")


def fresh_page(look: Look, wording: Wording, *, wrong: bool = False) -> Page:
    """Where anybody can ask for a link by typing an address. `wrong`: what was typed is none."""
    title = wording.say("fresh_title")
    said = fill("wrong.html", text=wording.say("fresh_wrong")) if wrong else Html("")
    return Page(
        title=title,
        body=fill(
            "fresh.html",
            title=title,
            text=wording.say("fresh_text", organization=name_of(look, wording)),
            wrong=said,
            invalid=Html(' aria-invalid="true" aria-describedby="wrong"' if wrong else ""),
            action=f"/fresh?lang={wording.code}",
            label=wording.say("fresh_label"),
            button=wording.say("fresh_button"),
        ),
    )


def with_fresh(page: Page, look: Look, wording: Wording) -> Page:
    """A page with the same form under it: what a link that opens nothing leads to."""
    asking = fill(
        "ask_fresh.html",
        action=f"/fresh?lang={wording.code}",
        text=wording.say("fresh_text", organization=name_of(look, wording)),
        label=wording.say("fresh_label"),
        button=wording.say("fresh_button"),
    )
    return replace(page, body=joined((page.body, asking)))


def with_fresh_for(page: Page, wording: Wording, preferences: str) -> Page:
    """A page with a button under it: whoever has a link to their preferences types nothing."""
    asking = fill(
        "fresh_mine.html",
        action=f"/fresh?lang={wording.code}",
        text=wording.say("fresh_mine"),
        name="preferences",
        token=preferences,
        button=wording.say("fresh_button"),
    )
    return replace(page, body=joined((page.body, asking)))


def asked_page(wording: Wording) -> Page:
    """A link may be on its way. The same for every address, on the list or not."""
    return message_page(wording.say("asked_title"), wording.say("asked_text"))


def open_page(look: Look, wording: Wording, page: str) -> Page:
    """The button behind the link of the letter; `page` names this very page."""
    title = wording.say("open_title")
    text = wording.say("open_text", organization=name_of(look, wording))
    return press_page(title, (text,), wording.say("open_button"), name="page", value=page)


def press_page(
    title: Html, texts: tuple[Html, ...], button: Html, *, name: str, value: str
) -> Page:
    """One button, and what pressing it does."""
    paragraphs = joined(Html(f"<p>{text}</p>") for text in texts)
    body = fill("press.html", title=title, text=paragraphs, button=button, name=name, value=value)
    return Page(title=title, body=body)


def over_page(look: Look, wording: Wording) -> Page:
    """The link was used, or its hour is over."""
    page = message_page(wording.say("over_title"), wording.say("over_text"))
    return with_fresh(page, look, wording)


def mine_page(
    person: Supporter,
    look: Look,
    wording: Wording,
    *,
    session: str,
    links: tuple[str, str],
    changed: bool = False,
) -> Page:
    """All that is kept of a person. `links` lead to the preferences and to unsubscribing."""
    title, choose, leave = wording.say("mine_title"), *links
    said = Html(f'<p class="wrong">{wording.say("changed")}</p>') if changed else Html("")
    return Page(
        title=title,
        body=fill(
            "mine.html",
            title=title,
            text=wording.say("mine_text"),
            changed=said,
            kept=_kept(person, look, wording),
            action=f"/mine?lang={wording.code}",
            session=fill("session.html", token=session),
            longest=str(LONGEST_NAME),
            first_label=wording.say("first_name"),
            first_name=person.first_name,
            last_label=wording.say("last_name"),
            last_name=person.last_name,
            zip_label=wording.say("zip"),
            zip=person.zip,
            save=wording.say("save"),
            choose=choose,
            choose_text=wording.say("choose_title"),
            leave=leave,
            leave_text=wording.say("leave_title"),
            change_title=wording.say("change_title"),
            change_text=wording.say("change_text"),
            download_title=wording.say("download_title"),
            download_text=wording.say("download_text"),
            download_button=wording.say("download_button"),
            erase_title=wording.say("erase_title"),
            erase_text=wording.say("erase_text"),
            erase_button=wording.say("erase_button"),
        ),
    )


def nothing_page(wording: Wording) -> Page:
    """The link is good, and nobody is kept under it any more."""
    return message_page(wording.say("mine_title"), wording.say("nothing_kept"))


def sure_page(wording: Wording, session: str) -> Page:
    """The second question before everything is erased."""
    title = wording.say("sure_title")
    return Page(
        title=title,
        body=fill(
            "sure.html",
            title=title,
            text=wording.say("sure_text"),
            action=f"/mine?lang={wording.code}",
            session=fill("session.html", token=session),
            button=wording.say("sure_button"),
        ),
    )


def erased_page(wording: Wording) -> Page:
    """It is done."""
    return message_page(wording.say("erased_title"), wording.say("erased_text"))


def _kept(person: Supporter, look: Look, wording: Wording) -> Html:
    names = {**look.topics, **look.said(wording.code).topics}
    languages = wordings()
    language = languages[person.language].name if person.language in languages else person.language
    topics = ", ".join(names.get(topic, topic) for topic in sorted(person.topics))
    rows = [(wording.say(name), str(getattr(person, name))) for name in SHOWN]
    rows += [
        (wording.say("language"), language),
        (wording.say("topics"), topics),
        (wording.say("status"), wording.say(f"status_{person.status}")),
    ]
    rows += [(wording.say(name), str(getattr(person, name))) for name in SINCE]
    return joined(
        fill("kept.html", name=name, value=escaped(value)) for name, value in rows if value
    )
