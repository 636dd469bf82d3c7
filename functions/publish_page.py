"""Something public has changed: the Calls to Action page, alerts' own pages, feeds and calendars.

page queue ─► all that is published ─► files ─► the site bucket, where they differ
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from functions import logs
from functions.alerts.errors import NeverRetry
from functions.queued import Answer, Message, failures, message_of
from functions.services.site_publishing import publish_site
from functions.wiring import World, world


def handler(event: Mapping[str, Any], context: object) -> Answer:
    """Serve the page queue: one run does for all messages that have come."""
    here = world("publish_page")
    logs.configure(here.settings.log_level)
    asked: dict[str, frozenset[str]] = {}
    failed = []
    for record in event["Records"]:
        try:
            asked[record["messageId"]] = pictures_in(message_of(record))
        except NeverRetry as error:
            logs.trouble("message_failed", error, message=record["messageId"])
            failed.append(record["messageId"])
    try:
        if asked:
            publish_page(frozenset().union(*asked.values()), here)
    except Exception as error:  # all of them come back, and with them whatever was not done
        logs.trouble("pages_failed", error)
        failed += asked
    return failures(failed)


def publish_page(pictures: Collection[str], world: World) -> None:
    """Make the site stand as it should by now, and copies of replaced pictures fetched anew.

    What cannot be shown is left out, named in the log and counted.
    """
    if pictures:
        world.public_site.pages.forget(sorted(pictures), world.nonce())
    site = publish_site(world)
    if site is None:
        logs.event("nothing_published")
        return
    named = {"campaigns": site.left_out} if site.left_out else {}
    logs.metric(
        "pages_left_out" if site.left_out else "pages_stand",
        {"LeftOut": len(site.left_out)},
        namespace=world.settings.metrics,
        at=world.now(),
        **named,
    )


def pictures_in(message: Message) -> frozenset[str]:
    """The addresses of replaced pictures in `{"v", "do": "pages", "pictures": [...]}`."""
    if message.get("do") != "pages":
        raise NeverRetry("The message asks for something publish_page cannot do.")
    found = message.get("pictures", [])
    if not isinstance(found, list) or not all(_is_picture(one) for one in found):
        raise NeverRetry("The message names pictures that are none.")
    return frozenset(found)


def _is_picture(address: object) -> bool:
    return isinstance(address, str) and address.startswith("/images/") and "*" not in address
