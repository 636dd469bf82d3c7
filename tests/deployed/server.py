"""An AWS account that answers over HTTP, in a process of its own: moto's server, SES's stand-in.

AWS_ENDPOINT_URL leads osls, the `alerts` command and the deployed functions to it. Events are
published at once, before their call has returned: SES promises no order.

Run by `account`: `python -m tests.deployed.server`; prints its port. `GET /outbox` answers with
every mail that went out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from unittest.mock import patch

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from moto.sns.models import sns_backends
from moto.sqs.models import Queue
from werkzeug.serving import make_server

from functions.local.ses import StandIn
from functions.local.ses_events import Event
from functions.local.ses_message import Mail
from tests.deployed.kinds import NUMBER, REGION, SES, known

Answer = Iterable[bytes]
Environ = dict[str, Any]  # of a WSGI request
Application = Callable[[Environ, Any], Answer]

OUTBOX: list[Mail] = []


class Front:
    """Hands SES's requests to the stand-in, and all others to moto."""

    def __init__(self, moto: Application) -> None:
        self._moto = moto
        self._ses = StandIn(SES, deliver=OUTBOX.append, publish=published)

    def __call__(self, environ: Environ, start_response: Any) -> Answer:
        """Answer a WSGI request."""
        path = environ["PATH_INFO"]
        if path == "/outbox":
            return _answer(start_response, 200, {}, json.dumps(outbox()).encode())
        if not path.startswith("/v2/email/"):
            return self._moto(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        url = f"https://email.{REGION}.amazonaws.com{path}?{environ['QUERY_STRING']}"
        return _answer(start_response, *self._ses.answer(environ["REQUEST_METHOD"], url, body))


def outbox() -> list[dict[str, Any]]:
    """Every mail that went out, as data."""
    return [{"to": list(mail.sent.recipients), "text": mail.text} for mail in OUTBOX]


def published(event: Event, at: datetime, topic: str) -> None:
    """Publish one of SES's events."""
    sns_backends[NUMBER][REGION].publish(json.dumps(event), arn=topic)


def _answer(start_response: Any, status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    start_response(f"{status} -", [*headers.items(), ("Content-Length", str(len(body)))])
    return [body]


def main() -> None:
    """Serve until the process is ended."""
    never = property(lambda queue: {}, lambda queue, value: None)
    with (
        patch("moto.cloudformation.parsing.resource_class_from_type", known),
        # The templates are linted by the tests of infra/.
        patch("moto.cloudformation.models.validate_template_cfn_lint", lambda template: []),
        # moto would call the functions itself, in docker; where there is none it buries messages.
        patch.object(Queue, "lambda_event_source_mappings", never, create=True),
    ):
        front = Front(DomainDispatcherApplication(create_backend_app))
        served = make_server(
            "127.0.0.1", 0, front, threaded=True, request_handler=MotoRequestHandler
        )
        sys.stdout.write(f"{served.server_port}\n")
        sys.stdout.flush()
        served.serve_forever()


if __name__ == "__main__":
    main()
