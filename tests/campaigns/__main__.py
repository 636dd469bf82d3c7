"""`python -m tests.campaigns [NAME …]` shows what is said about the bad files, as people read it.

`python -m tests.campaigns --write` writes the expectations anew. Read what has changed.
"""

from __future__ import annotations

import os
import sys

from tests.campaigns.corpus import HERE, bad_files, expectation, told, whole, written


def main(arguments: list[str]) -> None:
    """Show, or write."""
    os.chdir(HERE.parents[1])
    names = [name for name in arguments if not name.startswith("-")]
    for path in bad_files():
        name = path.parent.name if path.name == "organization.yaml" else path.stem
        if names and name not in names:
            continue
        if "--write" in arguments:
            expectation(path).write_text(written(path), encoding="utf-8")
        else:
            findings = "".join(whole(finding, path) for finding in told(path))
            sys.stdout.write(f"== {name}\n{findings}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
