"""A real browser that shows mails as a mail program would, and fetches nothing from anywhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, Route, sync_playwright

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
ORIGIN = "https://mail.invalid/"


def find_chromium() -> str:
    """Name the browser's program."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := which(name):
            return path
    raise LookupError("no Chromium: `make test` installs it, or `apt-get install chromium`")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*ARGUMENTS])
        yield browser
        browser.close()


@dataclass
class Shown:
    """A mail in a window, and the addresses it tried to fetch."""

    page: Page
    fetched: list[str] = field(default_factory=list)


@contextmanager
def show(
    browser: Browser,
    html: str,
    *,
    width: int = 600,
    dark: bool = False,
    images: Mapping[str, Path] | None = None,
) -> Iterator[Shown]:
    """Show a mail `width` CSS pixels wide; pictures that are not in `images` are off."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    shown = Shown(context.new_page())

    def answer(route: Route) -> None:
        url = route.request.url
        name = url.rsplit("/", 1)[-1]
        if url == ORIGIN:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
            return
        shown.fetched.append(url)
        if images and name in images:
            route.fulfill(path=images[name])
        else:
            route.abort()

    context.route("**/*", answer)
    shown.page.goto(ORIGIN)
    yield shown
    context.close()
