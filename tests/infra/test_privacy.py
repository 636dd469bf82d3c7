"""What people are told is kept, and for how long: equal to what is deployed, in every language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from functions.alerts.pages.privacy import AFTER, KEPT
from functions.alerts.pages.wording import wordings
from functions.alerts.sends.filed import KEPT as FILED_KEPT
from functions.alerts.sends.supporter import PENDING
from functions.aws import ledger_items
from functions.services import fresh
from functions.settings import NEEDS
from functions.web import mine
from tests.compiled import ROOT
from tests.infra.fragments import STAGE, pascal, resources
from tests.infra.grants import Right, covers, granted

DAY = 86_400
BACKUP = 35  # days of point-in-time recovery, DynamoDB developer guide; no setting makes it longer
# What looks at items. Whoever may put one can learn by a condition whether it stood there, one
# guess at a time; the pages' function has to put marks.
READS = re.compile(r"dynamodb:((Get|BatchGet|Update|Delete)Item|Query|Scan)")
# With an address in them.
QUEUES = ("LettersQueue", "EventQueue")
DOCUMENT = (ROOT / "infra/PRIVACY.md").read_text(encoding="utf-8")


def rules(bucket: str) -> dict[str, Any]:
    found = resources()[bucket]["Properties"]["LifecycleConfiguration"]["Rules"]
    return {rule["Id"]: rule for rule in found}


def longest(names: tuple[str, ...]) -> int:
    kept = [
        int(resources()[f"{name}{end}"]["Properties"]["MessageRetentionPeriod"])
        for name in names
        for end in ("", "DeadLetters")
    ]
    return max(kept) // DAY


def deployed() -> dict[str, list[int]]:
    """The days of each thing that is kept, in the order in which the page tells them."""
    data, files = rules("DataBucket"), rules("ImportBucket")
    return {
        "you": [],
        "waiting": [PENDING.days],
        "sends": [data["sends"]["ExpirationInDays"], data["settled-parts"]["ExpirationInDays"]],
        "events": [data["events"]["ExpirationInDays"]],
        "leaving": [data["left"]["ExpirationInDays"]],
        "audit": [ledger_items.KEPT // DAY],
        "links": [],
        "filed": [FILED_KEPT.days],
        "ways": [longest(QUEUES), files["files"]["ExpirationInDays"]],
        "backup": [BACKUP, data["old-versions"]["NoncurrentVersionExpiration"]["NoncurrentDays"]],
        "erased": [],
    }


@pytest.mark.parametrize("language", wordings())
@pytest.mark.parametrize("name", [*KEPT, AFTER])
def test_the_page_tells_the_days_that_are_deployed(name: str, language: str) -> None:
    told = re.findall(r"\d+", wordings()[language].phrases[f"privacy_{name}"])
    assert list(map(int, told)) == deployed()[name]


def test_the_document_tells_them_too() -> None:
    told = {int(number) for number in re.findall(r"(\d+) days", DOCUMENT)}
    assert {days for each in deployed().values() for days in each} <= told
    assert told <= {days for each in deployed().values() for days in each} | {400}


# The beginning of a row of the document, and where `deployed` has its days.
ROWS = {
    "A sign-up that nobody confirmed": ("waiting", 0),
    "Which ids were in which part": ("sends", 1),
    "Revisions' manifests": ("sends", 0),
    "SES's events, stripped": ("events", 0),
    "That an id left": ("leaving", 0),
    "The audit": ("audit", 0),
    "Backups of the two tables": ("backup", 0),
    "Overwritten and expired objects": ("backup", 1),
    "A file that is to be imported": ("ways", 1),
    "An address in a form": ("ways", 0),
}


@pytest.mark.parametrize("row", ROWS)
def test_each_row_of_the_document_tells_the_days_that_are_deployed(row: str) -> None:
    [line] = [one for one in DOCUMENT.splitlines() if one.startswith(f"| {row}")]
    name, place = ROWS[row]
    assert re.findall(r"(\d+) days", line)[:1] == [str(deployed()[name][place])]


def test_every_rule_of_the_buckets_is_told() -> None:
    assert set(rules("DataBucket")) == {"events", "sends", "left", "settled-parts", "old-versions"}
    assert set(rules("ImportBucket")) == {"files", "old-versions"}


def test_every_store_is_told() -> None:
    kinds = ("AWS::DynamoDB::Table", "AWS::S3::Bucket")
    stores = {name for kind in kinds for name in resources(kind)}
    assert stores == {"SupportersTable", "LedgerTable", "DataBucket", "ImportBucket", "SiteBucket"}
    assert "`SupportersTable`" in DOCUMENT and "`LedgerTable`" in DOCUMENT
    assert "data bucket" in DOCUMENT and "import bucket" in DOCUMENT


@pytest.mark.parametrize("table", ["SupportersTable", "LedgerTable"])
def test_what_expires_is_really_deleted(table: str) -> None:
    live = resources()[table]["Properties"]["TimeToLiveSpecification"]
    assert live == {"AttributeName": "expires", "Enabled": True}


def test_links_and_limits_are_forgotten_within_a_day() -> None:
    assert max(fresh.LIFE, fresh.WINDOW, mine.SESSION).total_seconds() <= DAY


@pytest.mark.parametrize("language", wordings())
def test_the_pages_say_how_long_the_link_and_its_page_work(language: str) -> None:
    phrases = wordings()[language].phrases
    assert str(int(mine.SESSION.total_seconds() // 60)) in phrases["mine_text"]


def test_no_role_but_that_of_the_freeze_reads_marks_and_has_their_key() -> None:
    key = Right("ssm:GetParametersByPath", f"arn::ssm:::parameter/action-alerts/{STAGE}/keys/filed")
    marks = "LedgerTable/filed#sb-35@2018-04-10"

    def evaluates(name: str) -> bool:
        grants = granted(f"{pascal(name)}Role")
        reads = [Right(one.action, marks) for one in grants if READS.fullmatch(one.action)]
        return any(covers(grant, key) for grant in grants) and any(
            covers(grant, read) for grant in grants for read in reads
        )

    assert [name for name in NEEDS if evaluates(name)] == ["freeze_audience"]
