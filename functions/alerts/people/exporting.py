"""People as rows of a CSV file that our own import, Mailchimp's and listmonk's take.

listmonk reads `email`, `name` and `attributes` (JSON) and leaves out the others (its "Import"
documentation); Mailchimp asks which column is what. What a spreadsheet would run as a formula gets
an apostrophe before it (OWASP, "CSV Injection"); our own import takes away one that begins a cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from functions.alerts.sends.supporter import Supporter

COLUMNS = (
    *("email", "name", "first_name", "last_name", "language", "zip", "district", "topics"),
    *("status", "source", "joined", "agreed", "agreed_to", "attributes"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the full-width ones too
# Where lists have semicolons (Spanish Excel, say), one ends a cell, whatever the file says.
_BEHIND = re.compile(r"(;\s*)(?=[=+\-@＝＋－＠])")


def row_of(person: Supporter) -> Sequence[str]:
    """The cells of one supporter, in the order of `COLUMNS`."""
    name = " ".join(part for part in (person.first_name, person.last_name) if part)
    told = {
        "email": person.email,
        "name": name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language": person.language,
        "zip": person.zip,
        "district": person.district,
        "topics": ",".join(sorted(person.topics)),
        "status": person.status,
        "source": person.source,
        "joined": person.joined,
        "agreed": person.agreed,
        "agreed_to": person.agreed_to,
        "attributes": _attributes(person),
    }
    return [inert(told[column]) for column in COLUMNS]


def inert(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    within = _BEHIND.sub(r"\1'", cell)
    return f"'{within}" if cell.lstrip(" ").startswith(_FORMULA) else within


def _attributes(person: Supporter) -> str:
    known = {
        "language": person.language,
        "zip": person.zip,
        "district": person.district,
        "topics": sorted(person.topics),
    }
    told = {name: value for name, value in known.items() if value}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
