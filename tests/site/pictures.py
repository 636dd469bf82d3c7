"""Pictures of every page, for people to look at: `make pictures`, and README's own."""

from __future__ import annotations

import sys
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser

from tests.mail.chromium import chromium
from tests.site.windows import PAGES, WIDTHS, window

README_PICTURE = Path(__file__).with_name("page.png")
BOX = "overflow:hidden;border-radius:12px;box-shadow:0 2px 16px #0004;flex:none"


def take(browser: Browser, folder: Path) -> None:
    """Take every page at every width, light and dark, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for site, address in PAGES:
        name = f"page-{site}{address}".rstrip("/").replace("/", "-")
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                taken = folder / f"{name}-{width}-{scheme}.png"
                taken.write_bytes(picture(browser, site, address, width, scheme))


def picture(
    browser: Browser, site: str, address: str, width: int, scheme: str, height: int = 0
) -> bytes:
    """A page as PNG: the whole of it, or the first `height` pixels."""
    with window(browser, site, address, width=width, color_scheme=scheme) as shown:
        shown.page.evaluate(
            "document.querySelectorAll('img').forEach(one => one.loading = 'eager')"
        )
        shown.page.wait_for_load_state("networkidle")
        if not height:
            return shown.page.screenshot(full_page=True)
        shown.page.set_viewport_size({"width": width, "height": height})
        return shown.page.screenshot()


def readme(browser: Browser, taken: Path) -> None:
    """Take README's picture: the page in a wide window and on a phone, before the deadlines."""
    wide = picture(browser, "before", "/", 1120, "light", 1640)
    phone = picture(browser, "before", "/es", 360, "light", 1510)
    shots = "".join(
        f'<img style="{BOX};width:{width}px" src="data:image/png;base64,'
        f'{b64encode(shot).decode()}">'
        for shot, width in ((wide, 632), (phone, 220))
    )
    row = "display:flex;align-items:flex-start;gap:24px;margin:0;padding:20px"
    page = browser.new_page(viewport={"width": 916, "height": 400}, device_scale_factor=1.25)
    page.set_content(f'<!doctype html><body style="{row}">{shots}</body>')
    page.screenshot(path=taken, full_page=True)
    page.close()


if __name__ == "__main__":
    with chromium() as running:
        take(running, Path(sys.argv[1]))
        readme(running, README_PICTURE)
