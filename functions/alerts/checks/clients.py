"""Which mail programs do not show what, and how many readers have them: data in `clients.json`.

Made by `python -m tests.mail.clients` from caniemail's data (MIT) for what our mails consist of;
a test holds it equal to the templates. Only our templates and what Markdown can become make
elements, so that is all there is to know.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("clients.json")


def broken_in(feature: str) -> str:
    """Who does not show a feature (caniemail's slug) right: “Outlook (at most 4 % of opens)”."""
    known = _data()
    support, clients = known["features"][feature], known["clients"]
    broken = [clients[id] for id in (*support["none"], *support["part"])]
    names = list(dict.fromkeys(client["name"] for client in broken))
    share = sum({client["family"]: client["share"] for client in broken}.values())
    told = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return f"{told} (at most {share} % of opens)"


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return loaded
