"""JSON Schemas of the files people write, for the editors they write them in.

They follow from the models, so a key cannot be known to one and not to the other. An editor finds
them by the first line of a file: `# yaml-language-server: $schema=schema/campaign.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.alerts.content.ask import KINDS, SignUp
from functions.alerts.content.campaign import CampaignFile
from functions.alerts.content.organization import OrganizationFile, organization_words
from functions.alerts.content.translation import words_of
from functions.alerts.reading.model import Model, shapes

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

_OF = "What was translated, as `alerts translated` writes it: so `alerts check` sees what changes."
# Editors read YAML with its own types, we read what was typed: `name: 2024` is right for us.
_SCALAR = ["string", "number", "boolean"]

_TOLD = {
    "topic": "Who gets it, unless a send says otherwise.",
    "level": "Where the Calls to Action page lists it.",
    "with": "Co-conveners, by their keys in organization.yaml.",
    "subject": "The mail's subject. Without it and a body this is a card, which cannot be mailed.",
    "preheader": "What an inbox shows behind the subject. Default: a sentence counting the asks.",
    "headline": "The mail's title. Default: the subject.",
    "body": "Markdown: paragraphs, **bold**, lists, [links](https://…).",
    "closes": "Like `Tuesday 2018-04-10 3:00 PM`; the organization's time zone, or one behind it.",
    "hearing": "Like `Tuesday 2018-04-10 3:00 PM`. With `chamber` the deadline follows from it.",
    "chamber": "Where the hearing is: slips close differently in the two chambers.",
    "outcome": "What became of it; the page says so once the ask is closed.",
    "remind": "Mail the alert again so long before it closes, like 24h, 90m, 2 days, or a list of"
    " such: to those who got it and did not press “I filed it”.",
    "moved_from": "It moved: the hearing, deadline or start it had before, or a list of them, the"
    " first one first. Mail, page and calendars say so.",
    "button": "The button's words. Default: the language pack's.",
    "id": "Its name under translations. Default: the bill, the name or the kind.",
    "reference": "ActBlue: letters, digits, _. Kindful: the number of a Kindful campaign.",
    "from": "The address mails come from.",
    "site": "Where the alerts' own pages live.",
    "unsubscribe": "A partner's own link to leave its list, or what its mail program fills in.",
    "pictures": "The folder on the web where a partner puts the pictures of its kits.",
    "represent": "What supporters write in section II of a slip's form.",
    "credit": "Who made the picture; `alt` says what it shows.",
}


def campaign_schema() -> Schema:
    """The JSON Schema of a campaign file."""
    schema = _of(CampaignFile)
    asks = [_ask(kind, model) for kind, model in KINDS.items()]
    words = _of(words_of(CampaignFile))
    texts = [_of(words_of(model)) for model in KINDS.values()]
    words["properties"]["asks"] = {"type": "object", "additionalProperties": {"anyOf": texts}}
    words["properties"]["of"] = {"type": _SCALAR, "description": _OF}
    schema["properties"] |= {
        "languages": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "asks": {"type": "array", "items": {"oneOf": asks}},
        "translations": {"type": "object", "additionalProperties": words},
    }
    return {"$schema": _DRAFT, "title": "An action alert", **schema}


def organization_schema() -> Schema:
    """The JSON Schema of organization.yaml."""
    schema = _of(OrganizationFile)
    words = _of(organization_words())
    schema["properties"]["translations"] = {"type": "object", "additionalProperties": words}
    schema["properties"]["links"] = _links()
    return {"$schema": _DRAFT, "title": "An organization", **schema}


def partner_schema() -> Schema:
    """The JSON Schema of a partner's file."""
    from functions.alerts.sharing.partner_file import (
        PartnerFile,
        partner_words,  # here: who checks an alert needs no partners
    )

    schema = _of(PartnerFile)
    words = _of(partner_words())
    schema["properties"]["translations"] = {"type": "object", "additionalProperties": words}
    schema["properties"]["links"] = _links()
    return {"$schema": _DRAFT, "title": "A partner that sends an alert", **schema}


def _ask(kind: str, model: type[Model]) -> Schema:
    schema = _of(model)
    schema["required"] = ["ask", *(name for name in schema["required"] if name not in _DERIVED)]
    schema["properties"] = {"ask": {"const": kind}} | schema["properties"]
    if model is SignUp:  # somebody's page or our own list, not both
        schema["oneOf"] = [{"required": ["link"]}, {"required": ["topic"]}]
    properties = schema["properties"]
    if kind == "call":
        properties["numbers"] = _numbers(properties["numbers"])
    for key in ("remind", "moved_from"):
        if key in properties:
            properties[key] = _one_or_many(properties[key])
    return schema


def _numbers(listed: Schema) -> Schema:
    """Numbers as people write them: one alone, several, or each with whose it is."""
    alone = {"type": _SCALAR}
    return {"anyOf": [alone, listed | {"items": {"anyOf": [alone, listed["items"]]}}]}


def _one_or_many(listed: Schema) -> Schema:
    """What may stand alone as well as in a list."""
    told = {"description": listed.pop("description")}
    return told | {"anyOf": [{"type": _SCALAR}, listed]}


_DERIVED = ("id", "ask")


def _links() -> Schema:
    """A list of links as people write them: `- Home: https://…`, in the menu with `under:`.

    Or the long way, `{name: Home, link: https://…}`.
    """
    short = {"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 1}
    named: Schema = {name: {"type": _SCALAR} for name in ("name", "link")}
    long: Schema = {
        "type": "object",
        "properties": named,
        "required": ["name", "link"],
        "additionalProperties": False,
    }
    link = {"anyOf": [short, long]}
    under = {"under": {"type": "array", "items": link}}
    item = {
        "anyOf": [
            short | {"properties": under, "maxProperties": 2},
            long | {"properties": named | under},
        ]
    }
    lists = {name: {"type": "array", "items": link} for name in ("top", "social")}
    return {
        "type": "object",
        "properties": {**lists, "menu": {"type": "array", "items": item}},
        "additionalProperties": False,
    }


def _of(model: type[Model]) -> Schema:
    raw = model.model_json_schema(by_alias=True, mode="validation")
    definitions = raw.pop("$defs", {})
    schema: Schema = _plain(raw, definitions)
    for shape in shapes(model):
        if shape.key == "ask":
            schema["properties"].pop("ask", None)
    schema.setdefault("required", [])
    return schema


def _plain(node: Any, definitions: Mapping[str, Any]) -> Any:
    """The schema without references, titles, defaults and nulls; scalars as people type them."""
    if isinstance(node, list):
        return [_plain(inner, definitions) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _plain(definitions[node["$ref"].rpartition("/")[2]], definitions)
    options = [one for one in node.get("anyOf", []) if one != {"type": "null"}]
    if len(options) == 1:
        return _plain(options[0], definitions)
    kept = {key: inner for key, inner in node.items() if key not in ("title", "default", "format")}
    if kept.get("type") in ("string", "integer") and "enum" not in kept:
        return {"type": _SCALAR}
    return {key: _child(key, inner, definitions) for key, inner in kept.items()}


def _child(key: str, inner: Any, definitions: Mapping[str, Any]) -> Any:
    if key != "properties":
        return _plain(inner, definitions)
    return {name: _told(name, _plain(one, definitions)) for name, one in inner.items()}


def _told(name: str, schema: Any) -> Any:
    return schema | {"description": _TOLD[name]} if name in _TOLD else schema
