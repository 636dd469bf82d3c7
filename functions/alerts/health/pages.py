"""The public pages: whether they stand at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from functions.alerts.health.point import Point, note, well, wrong

# The front page, and what is shown in the place of a page that is not there.
NEEDED = ("index.html", "404.html")


def check_pages(published: Collection[str], standing: Collection[str]) -> Iterator[Point]:
    """`published` are the ids of what is published, `standing` the keys in the site bucket."""
    lacking = [key for key in NEEDED if key not in standing]
    if not lacking:
        yield well("pages", f"The public pages stand, {len(standing)} files.")
    elif published:
        yield wrong(
            "pages",
            f"Something is published, and {' and '.join(lacking)} of its pages is not there.",
            "Look at PublishPage's log group. It tries again within the hour.",
        )
    else:
        yield note(
            "pages",
            "Nothing is published, so there are no public pages: links to them lead to an error.",
            "`alerts publish` a first alert or card.",
        )
