"""Whatever the description allows, and what it does not: no fault of ours, and described answers.

Schemathesis makes the requests from `functions/web/openapi.yaml`; the handler answers without a
server between them.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, settings
from requests.structures import CaseInsensitiveDict
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3 import HTTPResponse

from functions.alerts.mail.passing import make_pass
from functions.supporter_web import supporter_web
from tests.compiled import ROOT
from tests.fakes import FakeWorld
from tests.web.served import MARIA, SITE, event, world

pytestmark = pytest.mark.slow

TEXT = (ROOT / "functions/web/openapi.yaml").read_text(encoding="utf-8")
API = schemathesis.openapi.from_dict(yaml.safe_load(TEXT), config=SchemathesisConfig())
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


SOME = settings(
    max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@API.parametrize()
@SOME
def test_what_comes_back_is_described_and_no_fault_of_ours(case: schemathesis.Case[Any]) -> None:
    here = world()
    _ask(case, here)
    assert here.supporters.people == {MARIA.id: MARIA}


@API.include(path_regex="token").parametrize()
@SOME
def test_it_is_so_too_behind_links_that_work(case: schemathesis.Case[Any]) -> None:
    here = world()
    until = here.now() + timedelta(hours=1)
    known: dict[str, str] = {
        "/u/": here.keyring.make("unsubscribe", MARIA.id),
        "/p/": here.keyring.make("preferences", MARIA.id),
        "/f/": here.keyring.make("filed", MARIA.id),
        "/m/": make_pass("mine", MARIA.id, until, "salt", here.keyring),
        "/c/": make_pass("confirm", MARIA.id, until, "salt", here.keyring),
    }
    case.path_parameters = {**case.path_parameters, "token": known[case.path[:3]]}
    _ask(case, here)
    assert here.supporters.people.keys() == {MARIA.id}


def _ask(case: schemathesis.Case[Any], here: FakeWorld) -> None:
    asked = requests.Request(**case.as_transport_kwargs(base_url=SITE)).prepare()
    case.validate_response(_answer(asked, supporter_web(_event(asked), here)), checks=CHECKS)


def _event(asked: requests.PreparedRequest) -> dict[str, object]:
    where = urlsplit(str(asked.url))
    body = asked.body.encode() if isinstance(asked.body, str) else asked.body
    assert body is None or isinstance(body, bytes)
    headers = {name: str(value) for name, value in asked.headers.items()}
    path = f"{where.path}?{where.query}" if where.query else where.path
    return event(str(asked.method), path, headers=headers, body=body)


def _answer(asked: requests.PreparedRequest, told: dict[str, Any]) -> requests.Response:
    body = told["body"].encode()
    raw = HTTPResponse(BytesIO(body), headers=told["headers"], preload_content=False)
    made = requests.Response()
    made.status_code, made.headers = told["statusCode"], CaseInsensitiveDict(told["headers"])
    made.raw, made.request, made.url = raw, asked, str(asked.url)
    return made
