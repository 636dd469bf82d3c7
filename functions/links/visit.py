"""Follows one address to where a reader would arrive, and says what is there.

address ─► HEAD, GET where that fails ─► redirects, at most five ─► Answer
"""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import AbstractContextManager, suppress
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from functions.alerts.checks.answers import Answer, State, followable
from functions.links.asking import Asker, Reply
from functions.links.reaching import NotPublicError

# What browsers take is twenty; nobody who keeps a page needs more than these.
MOST_REDIRECTS = 5

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_GONE = (404, 410)
# Sites say these to programs and not to people; 999 is LinkedIn's own.
_CLOSED = (401, 403, 405, 406, 407, 408, 409, 418, 421, 425, 428, 429, 430, 451, 511, 999)
# 416: an empty page has no first byte to give.
_THERE = (416,)
_UNKNOWN_ISSUER = 20  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY: browsers fetch what is missing


class Turns(Protocol):
    """Whose turn it is at a site: one at a time, with a pause between."""

    def at(self, host: str) -> AbstractContextManager[None]:
        """A turn at `host`, once it is free."""
        ...


def visit(url: str, asker: Asker, turns: Turns) -> Answer:
    """What is at `url`, in the end."""
    seen, now, for_good = {url}, url, True
    for _ in range(MOST_REDIRECTS + 1):
        reply = _asked(now, asker, turns, first=now == url)
        if isinstance(reply, Answer):
            return reply
        if reply.status not in _REDIRECTS or not reply.location:
            state, why = _judged(reply)
            return Answer(state=state, last=now, why=why, for_good=for_good)
        target = _joined(now, reply.location)
        if not followable(target):
            return Answer(state="astray", last=target[:200], why="leads to what is no page")
        if target in seen:
            return Answer(state="circle", last=target, why="leads round in a circle")
        seen.add(target)
        now, for_good = target, for_good and reply.status in _FOR_GOOD
    return Answer(state="circle", last=now, why=f"leads on and on, {MOST_REDIRECTS} times and more")


def _joined(now: str, location: str) -> str:
    """Where a redirect leads; its fragment is the reader's own affair."""
    try:
        # Headers are read as Latin-1, and sites write UTF-8 into them.
        text = location.encode("latin-1", "replace").decode("utf-8", "replace")
        return urljoin(now, text.replace(" ", "%20")).partition("#")[0]
    except ValueError:
        return location


def _asked(url: str, asker: Asker, turns: Turns, *, first: bool) -> Reply | Answer:
    """The reply of one stop, or what became of the whole way if there is none."""
    host = (urlsplit(url).hostname or "").lower()
    try:
        with suppress(ConnectionResetError, http.client.HTTPException), turns.at(host):
            reply = asker.ask("HEAD", url)
            if reply.status < 400:
                return reply
        with turns.at(host):  # a site without HEAD, as it seems
            return asker.ask("GET", url)
    except NotPublicError:
        # Inside an office, the name of a public site may stand for its address in the house.
        state: State = "unasked" if first and not _is_address(host) else "astray"
        return Answer(state=state, last=url, why="leads into a network that readers are not in")
    except socket.gaierror as error:
        if error.errno in (socket.EAI_AGAIN, socket.EAI_FAIL):
            return Answer(state="silent", last=url, why="could not be looked up")
        return Answer(state="nowhere", last=url, why=f"leads nowhere: there is no site {host}")
    except ssl.SSLCertVerificationError as error:
        state = "closed" if error.verify_code == _UNKNOWN_ISSUER else "unsafe"
        why = f"makes browsers warn: {_certificate(error)}"
        return Answer(state=state, last=url, why=why)
    except TimeoutError:
        return Answer(
            state="silent", last=url, why=f"gave no answer in {asker.answer_in:.0f} seconds"
        )
    except ssl.SSLError:
        return Answer(state="unsafe", last=url, why="cannot be opened safely: its TLS is broken")
    except http.client.HTTPException:
        return Answer(state="broken", last=url, why="answers with something else than a page")
    except (OSError, ValueError):
        return Answer(state="silent", last=url, why="gave no answer: nothing listens there")


def _is_address(host: str) -> bool:
    return host.replace(".", "").isdecimal() or ":" in host


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    return f"its certificate is not right ({error.verify_message.rstrip('.')})"


def _judged(reply: Reply) -> tuple[State, str]:
    status = reply.status
    if reply.challenge or status in _CLOSED:
        return "closed", f"answers {status} to programs"
    if status in _GONE:
        return "gone", f"is dead: its site answers {status}, there is no such page"
    if status < 400 or status in _THERE:
        return "works", ""
    return "broken", f"does not work: its site answers {status}"
