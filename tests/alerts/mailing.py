"""Things that the tests of the mail are made of: an edition, its sender, a supporter."""

import re
from collections.abc import Mapping
from dataclasses import replace

from functions.alerts.mail.edition import Edition, Sender
from functions.alerts.sends.supporter import Supporter

SENDER = Sender(
    name="ICIRR",
    address="alerts@icirr.example",
    reply_to="office@icirr.example",
    list_id="alerts.icirr.example",
    site="https://alerts.icirr.example",
)
SUPPORTER = Supporter(
    id="0123456789abcdef" * 2,
    email="maria@supporter.example",
    status="subscribed",
    language="en",
    first_name="María",
    last_name="O’Neil",
)
EDITION = Edition(
    language="en",
    direction="ltr",
    begins=None,
    ends=None,
    open_asks=("donate",),
    subject="((first_name|Friend)), we won!",
    preheader="Here are three things you can do",
    html='<p>Dear ((first_name|friend)),</p><a href="((unsubscribe_url))">Unsubscribe</a>',
    text="Dear ((first_name|friend)),\n\nUnsubscribe: ((unsubscribe_url))\n",
)


def named(first_name: str) -> Supporter:
    return replace(SUPPORTER, first_name=first_name)


def filled_by_ses(template: str, data: Mapping[str, str]) -> str:
    """What SES makes of an inline template, and a refusal of everything it could read otherwise.

    Only `{{key}}` is allowed, with no brace or backslash beside it: there Handlebars' readings
    begin to differ (triple braces, escapes, comments, blocks).
    """
    rendered, end = "", 0
    for match in re.finditer(r"(?<![{\\])\{\{([a-z][0-9]+)\}\}(?!\})", template):
        literal = template[end : match.start()]
        assert "{{" not in literal
        rendered += literal + data[match[1]]
        end = match.end()
    assert "{{" not in template[end:]
    return rendered + template[end:]
