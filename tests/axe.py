"""axe-core, which looks at a page in the browser for what keeps people out."""

from __future__ import annotations

from functools import cache

from tests.compiled import ROOT


@cache
def axe() -> str:
    """Its script, read when a test needs it: without Node these tests are still collected."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
