from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.alerts.errors import Finding, InputError, TryLater
from functions.alerts.importing.ports import Dropped
from functions.import_supporters import import_supporters
from functions.services.import_spill import PARTS
from tests.fakes import FakeQueue, FakeWorld
from tests.importing import EXPORTS, listed
from tests.log_lines import lines_of

LONG: Callable[[], int] = lambda: 900_000  # noqa: E731 -- milliseconds that are left
MARIA = "maria@people.example.org"


class FakeImports:
    """`files` by key: content and metadata; `reports` by key."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.reports: dict[str, str] = {}

    def fetch(self, key: str, to: Path) -> Dropped | None:
        if key not in self.files:
            return None
        to.write_bytes(self.files[key][0])
        return Dropped(key=key, version="v1", said=self.files[key][1])

    def report(self, key: str, text: Path) -> None:
        self.reports[key] = text.read_text(encoding="utf-8")

    def delete(self, dropped: Dropped) -> None:
        del self.files[dropped.key]


class Bucket:
    """A world with one dropped file."""

    def __init__(self, content: bytes, **said: str) -> None:
        self.world, self.imports, self.queue = FakeWorld(), FakeImports(), FakeQueue()
        vars(self.world).update(imports=self.imports, import_queue=self.queue)
        metadata = {name.replace("_", "-"): text for name, text in said.items()}
        self.imports.files["may list.csv"] = (content, metadata)

    def run(self, body: str | None = None, left: Callable[[], int] = LONG) -> list[dict[str, str]]:
        told = body if body is not None else word("may+list.csv")
        event = {"Records": [{"messageId": "m1", "body": told}]}
        return import_supporters(event, self.world, left)["batchItemFailures"]

    @property
    def report(self) -> str:
        return self.imports.reports["may list.csv"]


def word(key: str) -> str:
    """S3's message of a new object (its user guide, "Event message structure")."""
    return json.dumps({"Records": [{"s3": {"bucket": {"name": "b"}, "object": {"key": key}}}]})


def export(name: str) -> bytes:
    return (EXPORTS / name).read_bytes()


def test_a_dropped_file_becomes_supporters_and_is_gone() -> None:
    bucket = Bucket(export("plain.csv"), topic="slips; daca", source="web", agreed_to="News")
    assert bucket.run() == []
    maria = listed(bucket.world)[MARIA]
    assert maria.topics == {"slips", "daca"}
    assert (maria.source, maria.agreed_to) == ("web", "News")
    assert bucket.imports.files == {}
    assert "2  new on the list" in bucket.report


def test_the_report_and_the_logs_name_nobody() -> None:
    content = export("plain.csv") + b"jos\xe9@people.example.org;Jos\xe9;Vega;60618;;active;\n"
    bucket = Bucket(content)
    logged = "".join(lines_of(bucket.run, "INFO"))
    assert "row 7: The address cannot be used" in bucket.report
    for one in (bucket.report, logged):
        assert "people.example" not in one
        assert "Vega" not in one


def test_what_has_to_be_asked_stands_in_the_report_and_the_file_stays() -> None:
    bucket = Bucket(f"email,language\n{MARIA},Chinese\n".encode())
    [line] = lines_of(lambda: bucket.run(), "INFO")
    assert json.loads(line)["event"] == "import_refused"
    assert "row 2: “Chinese” may be zh-Hans or zh-Hant." in bucket.report
    assert list(bucket.imports.files) == ["may list.csv"]
    assert bucket.world.supporters.people == {}


def test_an_answer_comes_with_the_file() -> None:
    said = {"means": "Chinese=zh-Hant", "map": "Mail=email"}
    bucket = Bucket(f"Mail,language\n{MARIA},Chinese\n".encode(), **said)
    bucket.run()
    assert listed(bucket.world)[MARIA].language == "zh-Hant"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("map", "nonsense", "is no mapping"),
        ("means", "Chinese", "is no language code"),
        ("topic", "slips; Two words", "topic: `two words` is no topic"),
        ("language", "Spanish", "language: `Spanish` is no language code"),
        ("source", "x" * 300, "source: It is longer than"),
    ],
)
def test_metadata_that_says_nonsense_is_told_and_enters_nobody(
    name: str, text: str, told: str
) -> None:
    bucket = Bucket(export("plain.csv"), **{name: text})
    assert bucket.run() == []
    assert told in bucket.report
    assert bucket.world.supporters.people == {}


def test_a_file_that_is_too_large_has_a_report() -> None:
    bucket = Bucket(b"email\n")
    finding = Finding(level="error", file="f", line=None, field="", found="Large.", remedy="Cut.")

    def refuses(*_: Any) -> None:
        raise InputError(finding)

    bucket.imports.fetch = refuses  # type: ignore[method-assign, assignment]
    assert bucket.run() == []
    assert bucket.report == "Nothing was imported.\nLarge. Cut.\n"


def test_the_report_says_what_is_not_on_record() -> None:
    bucket = Bucket(export("plain.csv"))
    bucket.run()
    assert "Nobody says what they agreed to" in bucket.report
    assert "Nobody says where they agreed" in bucket.report


def test_mailchimps_file_of_the_nonsubscribed_brings_nobody_in_from_the_bucket_either() -> None:
    bucket = Bucket(b"")
    key = "may/nonsubscribed_email_audience_export_1a.csv"
    bucket.imports.files = {key: (export("mailchimp_subscribed.csv"), {})}
    assert bucket.run(word(key)) == []
    assert bucket.world.supporters.people == {}


def test_a_message_that_comes_again_after_the_file_is_gone_changes_nothing() -> None:
    bucket = Bucket(export("plain.csv"))
    bucket.run()
    before = dict(bucket.world.supporters.people)
    assert bucket.run() == []
    assert bucket.world.supporters.people == before


def test_a_long_file_goes_on_in_the_next_invocation() -> None:
    rows = "".join(f"p{n}@people.example.org\n" for n in range(300))
    bucket = Bucket(f"email\n{rows}".encode())
    rounds = 0
    bodies = [word("may+list.csv")]
    while bodies:
        left = iter([900_000] * 100 + [0])
        bucket.run(bodies.pop(), lambda left=left: next(left))  # type: ignore[misc]
        bodies += [json.dumps(message) for message in bucket.queue.take()]
        rounds += 1
    assert rounds == -(-PARTS // 101)
    assert len(bucket.world.supporters.people) == 300
    assert "300  new on the list" in bucket.report
    assert bucket.imports.files == {}


def test_a_checkpoint_of_another_file_is_not_believed() -> None:
    bucket = Bucket(export("plain.csv"))
    checkpoint = {"v": 1, "digest": "another", "part": PARTS, "tally": {}}
    told = {"v": 1, "kind": "import", "key": "may list.csv", "checkpoint": checkpoint}
    bucket.run(json.dumps(told))
    assert len(bucket.world.supporters.people) == 5


def test_a_message_that_is_none_goes_to_the_dead_letters() -> None:
    bucket = Bucket(export("plain.csv"))
    assert bucket.run("no json") == [{"itemIdentifier": "m1"}]
    assert bucket.run('{"Records": [{}]}') == [{"itemIdentifier": "m1"}]
    assert bucket.run("[]") == [{"itemIdentifier": "m1"}]


@pytest.mark.parametrize("key", ["may+list.csv.report.txt", "notes.pdf"])
def test_what_is_no_export_is_left_alone(key: str) -> None:
    bucket = Bucket(export("plain.csv"))
    assert bucket.run(word(key)) == []
    assert bucket.world.supporters.people == {}


def test_s3s_own_test_message_is_no_fault() -> None:
    bucket = Bucket(export("plain.csv"))
    assert bucket.run('{"Service": "Amazon S3", "Event": "s3:TestEvent"}') == []


def test_a_fault_brings_the_message_back_and_the_file_stays() -> None:
    bucket = Bucket(export("plain.csv"))

    def fails(*_: Any) -> None:
        raise TryLater("no")

    bucket.imports.delete = fails  # type: ignore[method-assign, assignment]
    assert bucket.run() == [{"itemIdentifier": "m1"}]
    assert "The import is done" in bucket.report
    assert bucket.imports.files


def test_nothing_of_a_file_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Bucket(export("plain.csv")).run()
    assert list(tmp_path.iterdir()) == []
    shutil.rmtree(tmp_path)
