"""The signing keys: facts in, points out."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.alerts.health.keys import check_keys
from functions.alerts.mail.keys import StoredKey
from tests.points import levels, told

NOW = datetime(2018, 4, 9, 12, tzinfo=UTC)


def key(name: str, *, days: float = 10, retired: bool = False) -> StoredKey:
    secret = None if retired else bytes.fromhex("17" * 32)
    return StoredKey(id=name, since=NOW - timedelta(days=days), secret=secret)


@pytest.mark.parametrize(
    ("keys", "level", "words"),
    [
        ([key("k1")], "well", "k1 signs the links in mails, 10 days old; 1 in use."),
        ([], "wrong", "There is no key"),
        ([key("k1", retired=True)], "wrong", "All 1 keys are retired"),
        ([key("k1", days=1_000)], "note", "Rotate"),
        ([key("k1"), key("k2", days=0)], "well", "k2 will in some minutes."),
        ([key("k1", days=1_000), key("k2", days=1)], "well", "k2 signs"),
    ],
)
def test_the_keys_of_a_purpose(keys: list[StoredKey], level: str, words: str) -> None:
    points = list(check_keys("links", keys, NOW))
    assert levels(points) == {"keys: links": level}
    assert words in told(points)
    assert "1717" not in told(points)
