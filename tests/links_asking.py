"""An asker for the sites of `odd_sites`, which leaves them time enough on a busy machine."""

from __future__ import annotations

import ssl

from functions.links.asking import Asker
from functions.links.reaching import Reach


def plain_asker(reach: Reach, answer_in: float = 10.0) -> Asker:
    context = ssl.create_default_context()
    return Asker(reach=reach, context=context, connect_in=10.0, answer_in=answer_in)
