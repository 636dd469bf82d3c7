"""Findings for machines that review campaigns: SARIF, and the annotations of a GitHub workflow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from functions.alerts.errors import Finding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def sarif(findings: Iterable[Finding]) -> str:
    """The findings as one SARIF log (OASIS SARIF 2.1.0, section 3.13); levels are called the same.

    Files are named as they were on the command line, with slashes: from the repository's root if
    the command ran there.
    """
    told = list(findings)
    rules = [{"id": rule} for rule in sorted({finding.rule for finding in told})]
    run = {
        "tool": {"driver": {"name": "alerts", "rules": rules}},
        "results": [_result(finding) for finding in told],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding as a line that a GitHub workflow shows beside the file's own.

    The form is that of "Workflow commands for GitHub Actions", docs.github.com: in a message %,
    CR and LF are escaped, in a property also `:` and `,`.
    """
    for finding in findings:
        line = "" if finding.line is None else f",line={finding.line}"
        title = _property(finding.field or finding.rule)
        where = f"file={_property(_slashed(finding.file))}{line},title={title}"
        message = _message(f"{finding.found}\n→ {finding.remedy}")
        yield f"::{_COMMANDS[finding.level]} {where}::{message}\n"


def _result(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(_slashed(finding.file))}}
    if finding.line is not None:
        place["region"] = {"startLine": finding.line}
    field = f"{finding.field}: " if finding.field else ""
    return {
        "ruleId": finding.rule,
        "level": finding.level,
        "message": {"text": f"{field}{finding.found}\n{finding.remedy}"},
        "locations": [{"physicalLocation": place}],
    }


def _slashed(file: str) -> str:
    return PurePath(file).as_posix()


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
