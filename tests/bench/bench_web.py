"""What one click costs, warm: the real handler over real boto3 and TLS, answered at once.

POST /u/{token} ─► read the supporter ─► the log in S3 ─► the list

How long a cold one takes is `bench_cold_start`'s. Run by `make bench`, or alone:
`python -m tests.bench.bench_web`.
"""

from __future__ import annotations

from base64 import b64encode
from statistics import median
from time import perf_counter

from functions.supporter_web import handler
from tests.bench.answering import answering
from tests.bench.table import Row, show

AIM = 15.0  # ms
CLICKS = 200


def main() -> None:
    """Print the median milliseconds of a click, AWS's own time not counted."""
    show("One click warm, ms", Row("handler, median", _warm(), AIM))


def _warm() -> float:
    with answering("supporter_web") as world:
        links = [world.keyring.make("unsubscribe", f"{n:032x}") for n in range(CLICKS)]
        return median(map(_click, links)) * 1e3


def _click(token: str) -> float:
    event = {
        "requestContext": {"http": {"method": "POST"}},
        "rawPath": f"/u/{token}",
        "rawQueryString": "lang=es",
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "body": b64encode(b"List-Unsubscribe=One-Click").decode(),
        "isBase64Encoded": True,
    }
    start = perf_counter()
    answer = handler(event, None)
    taken = perf_counter() - start
    assert answer["statusCode"] == 200, answer
    return taken


if __name__ == "__main__":
    main()
