"""The part of Handlebars that SES runs over inline templates: `{{name}}` becomes a value.

SES's inline templates know simple substitution only (SES developer guide, "Using templates to send
personalized email"): a block, partial or comment is refused here, so that nothing relies on one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
# Handlebars' lexer: backslashes right before `{{` matter. One escapes the mustache, which then
# stands literally without its backslash; two are one literal backslash and a live mustache.
_MUSTACHE = re.compile(
    rf"(?P<slashes>\\{{0,2}})(?:\{{\{{\{{\s*(?P<raw>{_NAME})\s*\}}\}}\}}|"
    rf"\{{\{{&?\s*(?P<name>{_NAME})\s*\}}\}}|(?P<other>\{{\{{))"
)


class TemplateError(ValueError):
    """The template is not one that simple substitution can run."""


class MissingValueError(LookupError):
    """A field has no value: SES takes the mail and then never sends it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Attribute '{name}' is not present in the rendering data.")


def render(template: str, data: Mapping[str, Any]) -> str:
    """Fill `data` into the template; raises TemplateError or MissingValueError.

    A value is put in as it stands: it is neither escaped nor looked at again.
    """

    def value(match: re.Match[str]) -> str:
        slashes = match["slashes"]
        if slashes == "\\":
            return match[0][1:]
        if match["other"]:
            near = template[match.start("other") :][:20]
            raise TemplateError(f"`{near}` is no {{{{name}}}}: only simple substitution works.")
        name = match["raw"] or match["name"]
        if name not in data:
            raise MissingValueError(name)
        return slashes[1:] + _text(data[name])

    return _MUSTACHE.sub(value, template)


def check(template: str) -> None:
    """Raise TemplateError if no data could ever fill the template."""
    render(template, _Anything())


def read_data(text: str | None) -> dict[str, Any]:
    """Read template data as SES takes it, a JSON object as text; raises ValueError."""
    data = json.loads(text) if text else {}
    if not isinstance(data, dict):
        raise ValueError("template data must be a JSON object")
    return data


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class _Anything(dict[str, str]):
    """Data that has every name, for checking a template alone."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return ""
