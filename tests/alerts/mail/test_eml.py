from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.alerts.mail.eml import build_eml
from functions.alerts.mail.header import mailbox

AT = datetime(2018, 4, 9, 14, 0, tzinfo=UTC)
UNSUBSCRIBE = f"<https://alerts.icirr.example/u/{'Ab_-' * 12}>"
MAIL: dict[str, Any] = {
    "sender": '"ICIRR" <alerts@icirr.example>',
    "to": "maria@supporter.example",
    "reply_to": "office@icirr.example",
    "subject": "We won!",
    "html": "<p>We won!</p>\n",
    "text": "We won!\n",
    "headers": (("List-Unsubscribe", UNSUBSCRIBE),),
    "date": AT,
    "message_id": "<1@icirr.example>",
}
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ONE_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]))


def eml(**changes: Any) -> bytes:
    return build_eml(**{**MAIL, **changes})


def read(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert isinstance(found, EmailMessage)
    payload = found.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def test_the_head_of_a_mail() -> None:
    head = eml().decode().partition("\r\n\r\n")[0].split("\r\n")
    assert head[:-1] == [
        "Date: Mon, 09 Apr 2018 14:00:00 +0000",
        'From: "ICIRR" <alerts@icirr.example>',
        "Reply-To: office@icirr.example",
        "To: maria@supporter.example",
        "Message-ID: <1@icirr.example>",
        "Subject: We won!",
        f"List-Unsubscribe: {UNSUBSCRIBE}",
        "MIME-Version: 1.0",
    ]
    assert head[-1].startswith("Content-Type: multipart/alternative; boundary=")


def test_a_long_unsubscribe_link_stays_whole_on_its_line() -> None:
    link = f"<https://alerts.icirr.example/{'x' * 900}>"
    assert f"\r\nList-Unsubscribe: {link}\r\n".encode() in eml(
        headers=(("List-Unsubscribe", link),)
    )


def test_plain_text_comes_first_so_that_html_is_preferred() -> None:
    kinds = [part.get_content_type() for part in read(eml()).iter_parts()]
    assert kinds == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Añoranza de Springfield " * 20, "quoted-printable"), ("ليس لدينا سوى كلمة " * 20, "base64")],
    ids=["mostly ASCII", "another script"],
)
def test_the_shorter_encoding_is_taken(text: str, encoding: str) -> None:
    body = read(eml(text=text)).get_body(("plain",))
    assert body is not None and body["Content-Transfer-Encoding"] == encoding


@given(ONE_LINE)
@example("We won! " * 40)
@example("María, ¡ganamos! " * 20)
@example("مريم، لقد فزنا معًا بحملة ترحيب إلينوي " * 6)
@example("=?utf-8?q?no?= word of ours")
@example("  two  spaces ")
@example("x" * 900)
def test_a_subject_reads_back_to_exactly_the_text(subject: str) -> None:
    mail = eml(subject=subject)
    assert read(mail)["Subject"] == subject
    assert len(read(mail).keys()) == len(read(eml()).keys())


@given(ANY_TEXT, ANY_TEXT.filter(bool))
@example("no line end", "<p>ends in space ")
@example("a=3D\n.\nFrom me\n--=_x--\n", "<pre>\t\n</pre>")
@example("ا" * 3000, "x" * 3000)
def test_both_parts_read_back_to_exactly_the_texts(text: str, html: str) -> None:
    message = read(eml(text=text, html=html))
    for kind, given_text in (("plain", text), ("html", html)):
        lines = given_text.replace("\r\n", "\n").replace("\r", "\n")
        assert part(message, kind).replace("\r\n", "\n") == lines


@given(ONE_LINE, ANY_TEXT)
def test_every_line_is_short_ascii_and_ends_as_mail_does(subject: str, text: str) -> None:
    mail = eml(subject=subject, text=text, html=text)
    assert mail.isascii()
    assert b"\n" not in mail.replace(b"\r\n", b"") and b"\r" not in mail.replace(b"\r\n", b"")
    assert max(map(len, mail.split(b"\r\n"))) <= 998


@given(ONE_LINE.filter(lambda text: not text.isascii()))
def test_a_line_of_encoded_words_is_as_short_as_rfc_2047_says(subject: str) -> None:
    head = eml(subject=subject, sender=mailbox(subject, "a@b.example")).split(b"\r\nList-")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 76


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"subject": "Won\r\nBcc: all@x.example"}, id="subject"),
        pytest.param({"to": "a@x.example\nBcc: b@x.example"}, id="to"),
        pytest.param({"sender": "A <a@x.example>\r\nX: y"}, id="from"),
        pytest.param({"reply_to": "a@x.example\r\nX: y"}, id="reply-to"),
        pytest.param({"headers": (("X", "a\r\n\r\nbody"),)}, id="header"),
        pytest.param({"headers": (("X: y\r\nZ", "a"),)}, id="header's name"),
        pytest.param({"message_id": "<1@x.example>\nX: y"}, id="message id"),
        pytest.param({"to": "josé@x.example"}, id="address that is not ASCII"),
        pytest.param({"headers": (("X", "é"),)}, id="header that is not ASCII"),
        pytest.param({"headers": (("X", "x" * 999),)}, id="long line"),
    ],
)
def test_a_header_cannot_be_broken_out_of(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        eml(**changes)


def test_equal_mails_are_equal_bytes() -> None:
    assert eml() == eml()
    assert eml(text="other") != eml()


def test_a_mail_without_html_or_reply_address_has_none() -> None:
    message = read(eml(html="", reply_to=""))
    assert message["Reply-To"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain"]
