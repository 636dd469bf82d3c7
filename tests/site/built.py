"""Whole sites, built as `alerts page build` does it, each once for all tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from functions.alerts.content.organization import Organization
from functions.alerts.site.files import File, key_of
from functions.site_build import SiteBuild
from functions.site_folder import MANIFEST, site_folder
from tests.alerts.site.drawn import AFTER, BEFORE, BETWEEN, CHICAGO, YEARS_LATER
from tests.compiled import AWARD, EVERY_KIND

SAMPLES, KINDS = AWARD.parent, EVERY_KIND.parent
ONE_LEFT = datetime(2018, 4, 20, tzinfo=CHICAGO)  # of every kind's asks with a deadline

# The samples are in English and Spanish, the alert of every kind is in English and Arabic.
SITES: Mapping[str, tuple[Path, datetime]] = {
    "before": (SAMPLES, BEFORE),
    "between": (SAMPLES, BETWEEN),
    "after": (SAMPLES, AFTER),
    "years-later": (SAMPLES, YEARS_LATER),
    "kinds": (KINDS, BEFORE),
    "kinds-one-left": (KINDS, ONE_LEFT),
    "kinds-later": (KINDS, YEARS_LATER),
}


class Built(NamedTuple):
    """A site: its files by their keys in the bucket, and whose it is."""

    files: Mapping[str, File]
    organization: Organization

    @property
    def addresses(self) -> list[str]:
        """Where its pages are, from the root; not that of the one for wrong addresses."""
        keys = [key for key, file in self.files.items() if file.kind.startswith("text/html")]
        return [f"/{key}".replace("/index.html", "/") for key in sorted(keys) if key != "404.html"]


@cache
def built(name: str) -> Built:
    """Build one of SITES."""
    return build(*SITES[name])


def build(folder: Path, at: datetime) -> Built:
    """Build the site of the campaigns in `folder` as it stands at `at`."""
    site = SiteBuild(folder, folder / "organization.yaml")
    with TemporaryDirectory() as out:
        with site_folder(Path(out), lambda: None) as ours:
            assert not site.write(ours, at).left_out
        return Built(dict(_files(Path(out))), site.organization)


def _files(out: Path) -> list[tuple[str, File]]:
    paths = [path for path in out.rglob("*") if path.is_file() and path.name != MANIFEST]
    names = [str(path.relative_to(out)) for path in paths]
    return [(key_of(n), File.at(n, p.read_bytes())) for n, p in zip(names, paths, strict=True)]
