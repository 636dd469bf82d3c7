"""What the public functions read from the data bucket: `site/look.json`, `site/letters.json`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from botocore.exceptions import ClientError

from functions.alerts.pages.look import Look
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from functions.alerts.mail.letter import Letters

_LOOK, _LETTERS = "site/look.json", "site/letters.json"
_FRESH = timedelta(minutes=5)  # a new logo may take as long to be seen everywhere

_Thing = TypeVar("_Thing")


class S3Site:
    """`ports.Site` over one bucket. `now` gives aware times."""

    def __init__(self, client: S3Client, bucket: str, now: Callable[[], datetime]) -> None:
        self._client, self._bucket = client, bucket
        self._look = _Kept(lambda: self._read(_LOOK), Look.from_json, now)
        self._letters = _Kept(lambda: self._read(_LETTERS), _parse_letters, now)

    def look(self) -> Look | None:
        """Get it, and keep it for some minutes."""
        return self._look.get()

    def publish_look(self, look: Look) -> None:
        """Put it."""
        self._write(_LOOK, look.to_json())

    def letters(self) -> Letters | None:
        """Get them, and keep them for some minutes."""
        return self._letters.get()

    def publish_letters(self, letters: Letters) -> None:
        """Put them."""
        self._write(_LETTERS, letters.to_json())

    def _write(self, key: str, text: str) -> None:
        with translated(f"write {key}"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=text.encode())

    def _read(self, key: str) -> bytes | None:
        with translated(f"read {key}"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code(error) != "NoSuchKey":
                    raise
                return None
            return answer["Body"].read()


class _Kept(Generic[_Thing]):
    """One object, read again after `_FRESH`."""

    def __init__(
        self,
        read: Callable[[], bytes | None],
        parse: Callable[[bytes], _Thing],
        now: Callable[[], datetime],
    ) -> None:
        self._read, self._parse, self._now = read, parse, now
        self._value: _Thing | None = None
        self._until: datetime | None = None

    def get(self) -> _Thing | None:
        if self._until is None or self._now() >= self._until:
            content = self._read()
            self._value = self._parse(content) if content is not None else None
            self._until = self._now() + _FRESH
        return self._value


def _parse_letters(content: bytes) -> Letters:
    """Imported late: most pages need none."""
    from functions.alerts.mail.letter import Letters

    return Letters.from_json(content)
