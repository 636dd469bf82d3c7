"""Whole mails as they go out, kept as files: a change of one is seen in its diff.

`make golden` writes them anew.
"""

import pytest

from functions.alerts.mail.edition import Edition
from tests.compiled import ROOT, all_editions

GOLDEN = ROOT / "tests" / "golden"
EDITIONS = [pytest.param(name, edition, id=name) for name, edition in all_editions()]


def parts(edition: Edition) -> dict[str, str]:
    subject = f"{edition.subject}\n{edition.preheader}\n"
    return {".html": edition.html, ".txt": edition.text, ".subject": subject}


@pytest.mark.parametrize(("name", "edition"), EDITIONS)
def test_every_edition_is_as_it_was(
    name: str, edition: Edition, request: pytest.FixtureRequest
) -> None:
    for suffix, content in parts(edition).items():
        path = GOLDEN / f"{name}{suffix}"
        if request.config.getoption("--refresh-golden", default=False):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        assert path.read_bytes().decode() == content, f"{path.name} changed; see `make golden`"


def test_no_golden_mail_is_left_over() -> None:
    known = {f"{name}{suffix}" for name, edition in all_editions() for suffix in parts(edition)}
    found = {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*") if path.is_file()}
    assert found <= known
