"""`alerts new`: asks a few questions and writes a commented campaign file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from functions.alerts.errors import InputError, StateError
from functions.alerts.reading.new import QUESTIONS, new_campaign, problems
from functions.cli import output


def new(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(QUESTIONS)}.")],
    file: Annotated[Path, typer.Option("--file", help="The file to write, e.g. campaigns/x.yaml.")],
    answers: Annotated[
        list[str],
        typer.Option("--answer", metavar="KEY=TEXT", help="Answer a question beforehand."),
    ] = [],  # noqa: B006 - Typer copies it
) -> None:
    """Ask a few questions and write a commented campaign file to go on from."""
    if kind not in QUESTIONS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(QUESTIONS)}.", param_hint="KIND")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml", file.name):
        raise typer.BadParameter(
            f"{file.name!r}: the name is the alert's id. Write it like april-slips.yaml.",
            param_hint="--file",
        )
    if file.exists():
        raise StateError(
            f"{file} is there already, and nothing was changed.", remedy="Choose another name."
        )
    text = new_campaign(kind, _answers(kind, dict(_pair(answer) for answer in answers)))
    if wrong := problems(kind, text):
        raise InputError(*(replace(finding, file=str(file)) for finding in wrong))
    output.write_files(file.parent, {file.name: text.encode()})
    output.result(f"Wrote [bold]{output.plain(str(file))}[/]. Next: alerts check {file}")


def _answers(kind: str, given: dict[str, str]) -> dict[str, str]:
    keys = [question.key for question in QUESTIONS[kind]]
    if unknown := given.keys() - set(keys):
        raise typer.BadParameter(
            f"{', '.join(sorted(unknown))}: not asked here. It asks {', '.join(keys)}.",
            param_hint="--answer",
        )
    if given:  # whoever answers beforehand may be a script: nothing is asked
        return given
    return {
        question.key: typer.prompt(question.prompt, default="", show_default=False, err=True)
        for question in QUESTIONS[kind]
    }


def _pair(answer: str) -> tuple[str, str]:
    key, equals, text = answer.partition("=")
    if not equals:
        raise typer.BadParameter(f"{answer!r} is not KEY=TEXT.", param_hint="--answer")
    return key, text
