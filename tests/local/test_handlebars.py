"""Simple substitution as SES does it."""

from __future__ import annotations

import pytest

from functions.local.handlebars import MissingValueError, TemplateError, check, read_data, render

DATA = {"name": "Ana", "tricky": "{{name}} & <b>", "n": 3}

RENDERED = {
    "a name": ("Hi {{name}}!", "Hi Ana!"),
    "spaces inside": ("{{ name }}", "Ana"),
    "three braces": ("{{{name}}}", "Ana"),
    "an ampersand": ("{{&name}}", "Ana"),
    "a value is not looked at again nor escaped": ("{{tricky}}", "{{name}} & <b>"),
    "a number": ("{{n}}", "3"),
    "a backslash escapes": (r"\{{name}}", "{{name}}"),
    "two backslashes are one": (r"\\{{name}}", r"\Ana"),
    "a backslash elsewhere": (r"\ {{name}}", r"\ Ana"),
    "one brace": ("{name} }} {", "{name} }} {"),
}


@pytest.mark.parametrize(("template", "result"), RENDERED.values(), ids=RENDERED.keys())
def test_a_template_renders(template: str, result: str) -> None:
    assert render(template, DATA) == result


@pytest.mark.parametrize(
    "template",
    ["{{#if name}}", "{{/if}}", "{{>part}}", "{{!note}}", "{{", "{{ }}", "{{{{name}}", "{{{name}}"],
)
def test_anything_but_simple_substitution_is_refused(template: str) -> None:
    with pytest.raises(TemplateError, match="only simple substitution"):
        check(template)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(MissingValueError, match="'other' is not present"):
        render("{{name}} {{other}}", DATA)


def test_a_check_needs_no_data() -> None:
    check("{{any}} {{{thing}}}")


@pytest.mark.parametrize("text", ["[]", "3", "{", '"a"'])
def test_data_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_data(text)


def test_no_data_is_an_empty_object() -> None:
    assert read_data(None) == read_data("") == read_data("{}") == {}
