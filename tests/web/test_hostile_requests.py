"""Whatever a stranger sends: an answer, never a fault of ours, and nothing changes."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.supporter_web import ROUTES, supporter_web
from functions.web.forms import FORMS
from functions.web.routes import FORM_METHODS
from tests.compiled import ROOT
from tests.web.served import MARIA, event, path, world

DESCRIBED = yaml.safe_load((ROOT / "functions/web/openapi.yaml").read_text(encoding="utf-8"))
HERE = world()
LINKS = [
    path(HERE, "unsubscribe"),
    path(HERE, "preferences"),
    "/u/",
    "/",
    "/p/%00",
    "/u/" + "A" * 48,
]

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
types = st.sampled_from([*FORMS, "multipart/form-data; boundary=b", "text/plain", ""]) | st.text()
bodies = st.binary(max_size=400) | st.builds(
    lambda head, content: b"--b\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n--b--\r\n",
    st.sampled_from(
        [
            'Content-Disposition: form-data; name="x"',
            "Content-Disposition: form-data; name*=utf-8''%ff",
            "Content-Disposition: form-data; name*=nonsense''a",
            "Content-Type: multipart/mixed; boundary=b",
            "Content-Transfer-Encoding: base64",
        ]
    )
    | st.text(max_size=40).map(lambda text: text.replace("\ud800", "")),
    st.binary(max_size=60),
)


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.sampled_from([*FORM_METHODS, "PUT", "", "post"]),
    st.sampled_from(LINKS) | st.text(),
    types,
    bodies.filter(lambda body: b"nsubscribe" not in body),
    st.text(),
)
def test_no_request_is_our_fault_or_changes_anything(
    method: str, where: str, kind: str, body: bytes, language: str
) -> None:
    headers = {"Content-Type": kind, "Accept-Language": language}
    answer = supporter_web(event(method, where, headers=headers, body=body), HERE)
    assert 200 <= answer["statusCode"] < 500
    assert all("\r" not in value and "\n" not in value for value in answer["headers"].values())
    assert (HERE.supporters.people, HERE.leavings.log) == ({MARIA.id: MARIA}, [])


@settings(deadline=None)  # a busy machine is no failure
@given(st.dictionaries(st.sampled_from([*event("GET", "/u/x", body=b""), "x"]), json))
def test_no_event_is_our_fault(some: dict[str, Any]) -> None:
    answer = supporter_web({**event("POST", LINKS[0], body=b"x"), **some}, HERE)
    assert 200 <= answer["statusCode"] < 500
    assert supporter_web(some, HERE)["statusCode"] in (400, 404)
    assert HERE.leavings.log == []


def test_the_description_has_the_routes_and_their_methods() -> None:
    told = {where: {m.upper() for m in of if m != "parameters"} for where, of in paths().items()}
    assert told == {route.template: set(route.methods) for route in ROUTES}


def test_the_description_names_the_forms_that_are_read() -> None:
    forms = {where: of["post"] for where, of in paths().items() if "post" in of}
    assert len(forms) > 5
    for where, form in forms.items():
        read = (*FORMS, "application/json") if where.startswith("/api/") else FORMS
        assert tuple(form["requestBody"]["content"]) == read


@settings(deadline=None)  # a busy machine is no failure
@given(st.sampled_from(FORM_METHODS), st.sampled_from(LINKS[:3]), types, bodies)
def test_only_described_answers_come_back(method: str, where: str, kind: str, body: bytes) -> None:
    here = world()
    answer = supporter_web(event(method, where, headers={"content-type": kind}, body=body), here)
    known = paths()[f"/{where[1]}/{{token}}"][method.lower()]["responses"]
    described = known[str(answer["statusCode"])]
    assert answer["headers"]["content-type"].partition(";")[0] in described["content"]


def paths() -> dict[str, Any]:
    found: dict[str, Any] = DESCRIBED["paths"]
    return found
