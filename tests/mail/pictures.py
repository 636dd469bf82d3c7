"""Pictures of every mail, for people to look at: `make pictures`, and README's own.

Each mail at 320, 600 and 1,000 pixels, light and dark, and once with its pictures off.
"""

import html
import sys
from pathlib import Path

from tests.compiled import AWARD, EVERY_KIND, all_editions, editions
from tests.mail.chromium import chromium, show

LOOKS = {  # width, dark, pictures
    "320": (320, False, True),
    "600": (600, False, True),
    "1000": (1000, False, True),
    "320-dark": (320, True, True),
    "600-dark": (600, True, True),
    "1000-dark": (1000, True, True),
    "320-off": (320, False, False),
    "600-off": (600, False, False),
    "1000-off": (1000, False, False),
}
IMAGES = {
    path.name: path
    for campaign in (AWARD, EVERY_KIND)
    for path in (campaign.parent / "images").glob("*.png")
}


def take(folder: Path) -> list[Path]:
    """Take all pictures into `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with chromium() as browser:
        for name, edition in all_editions():
            for look, (width, dark, on) in LOOKS.items():
                images = IMAGES if on else {}
                taken.append(folder / f"{name.replace('/', '-')}-{look}.png")
                with show(browser, edition.html, width=width, dark=dark, images=images) as shown:
                    shown.page.screenshot(path=taken[-1], full_page=True)
    return taken


def readme(picture: Path) -> None:
    """Take README's picture: the award alert on two phones, its head and its asks."""
    mail = html.escape(editions(AWARD, "en")[0].html)
    box = "width:400px;height:980px;overflow:hidden;border-radius:24px;box-shadow:0 2px 16px #0004"
    phones = "".join(
        f'<div style="{box}"><iframe srcdoc="{mail}" style="width:400px;height:3600px;border:0;'
        f'margin-top:-{top}px"></iframe></div>'
        for top in (0, 1490)
    )
    page = f'<body style="display:flex;gap:32px;margin:0;padding:20px">{phones}</body>'
    with chromium() as browser, show(browser, page, width=872, images=IMAGES) as shown:
        shown.page.screenshot(path=picture, full_page=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
    readme(Path(__file__).with_name("award.png"))
