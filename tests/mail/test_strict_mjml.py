"""The strict MJML compiler reads our skeletons; the one we compile with forgives everything."""

import subprocess
from pathlib import Path

import pytest

from functions.alerts.editions.templates import load_templates
from functions.alerts.editions.view import mail_view
from functions.alerts.languages.words import load_packs
from tests.compiled import EVERY_KIND, ROOT, loaded, mailable

pytestmark = [pytest.mark.node]

MJML = ROOT / "node_modules" / ".bin" / "mjml"


def skeletons(folder: Path) -> list[Path]:
    """Write the MJML of every campaign with all its asks, and with none."""
    written = []
    for path in mailable():
        source = loaded(path)
        for language, asks in ((one, a) for one in ("en", "ar", "es") for a in (None, ())):
            campaign = source.campaign.in_language(language)
            view = mail_view(
                campaign,
                source.organization.in_language(campaign.language),
                load_packs()[campaign.language],
                campaign.asks if asks is None else asks,
            )
            written.append(folder / f"{path.stem}-{language}-{len(view.blocks)}.mjml")
            written[-1].write_text(load_templates().skeleton(view)[0], encoding="utf-8")
    return written


def validate(*files: Path) -> subprocess.CompletedProcess[str]:
    command = [str(MJML), "--validate", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_skeleton_is_strictly_valid(tmp_path: Path) -> None:
    files = skeletons(tmp_path)
    assert any(EVERY_KIND.stem in file.name for file in files)
    result = validate(*files)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


@pytest.mark.parametrize("wrong", ['<mj-text foo="1">a</mj-text>', "<mj-tekst>a</mj-tekst>"])
def test_the_strict_compiler_would_tell(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "a.mjml"
    body = f"<mj-section><mj-column>{wrong}</mj-column></mj-section>"
    file.write_text(f"<mjml><mj-body>{body}</mj-body></mjml>", encoding="utf-8")
    assert validate(file).returncode == 1
