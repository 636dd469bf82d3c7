"""What a form's body says, in both of the forms that RFC 8058 names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl

from functions.web.request import Refused, Request

MOST_FIELDS = 100
_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
FORMS = (_URLENCODED, _MULTIPART)

Fields = list[tuple[str, str]]


def read_form(request: Request) -> Fields:
    """The fields in order, names and values as text.

    Raises Refused: 415 for another media type, 400 for a body that is not what it says it is, or of
    more than `MOST_FIELDS` fields.
    """
    if request.media_type not in FORMS:
        raise Refused(415)
    try:
        if request.media_type == _URLENCODED:
            text = request.body.decode("utf-8")
            return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        fields = list(_multipart(request))
    except (ValueError, LookupError, TypeError) as error:  # also UnicodeError; a parser's surprises
        raise Refused(400) from error
    if len(fields) > MOST_FIELDS:
        raise Refused(400)
    return fields


def _multipart(request: Request) -> Iterator[tuple[str, str]]:
    """Parse it as the mail it is (RFC 7578). Imported late: few senders use it."""
    from email.parser import BytesParser
    from email.policy import compat32

    kind = request.headers["content-type"]
    if not kind.isprintable() or not kind.isascii():
        raise ValueError("The content type is no header.")
    whole = b"Content-Type: " + kind.encode() + b"\r\n\r\n" + request.body
    message = BytesParser(policy=compat32).parsebytes(whole)
    if not message.is_multipart():
        raise ValueError("No part of it can be found.")
    for part in islice(message.walk(), 1, None):
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            yield name, content.decode("utf-8")
