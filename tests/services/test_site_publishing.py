"""The public site as it should stand: written where it differs, healed, never half for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.alerts.errors import TryLater
from functions.alerts.sends.published import Source
from functions.alerts.site.files import File
from functions.services.publishing import withdraw
from functions.services.site_publishing import _of as kept_of
from functions.services.site_publishing import addresses, publish_site
from tests.fakes import FakeWorld
from tests.written import AWARD, ORGANIZATION

PUBLISHED = datetime(2018, 4, 5, tzinfo=UTC)
CARD = "level: state\nheadline: Teach-ins\nasks:\n  - {ask: sign_up, link: https://example.org/t}\n"
FIRST_CLOSES = datetime(2018, 4, 10, 20, tzinfo=UTC)  # SB 35: Tuesday at three in Chicago


def source(id: str, text: str, **more: object) -> Source:
    found = Source(campaign=id, text=text, organization=ORGANIZATION, at=PUBLISHED)
    return replace(found, **more)  # type: ignore[arg-type]


@pytest.fixture
def world() -> FakeWorld:
    """A stack in which an alert and a card are published, on the Monday before the deadlines."""
    world = FakeWorld()
    world.published.put("award", source("award", AWARD))
    world.published.put("teach-ins", source("teach-ins", CARD))
    return world


def page(world: FakeWorld, key: str) -> str:
    return world.public_site.pages.files[key].body.decode()


def test_what_is_published_stands_with_its_pages_and_what_leads_to_them(world: FakeWorld) -> None:
    publish_site(world)
    assert {"index.html", "404.html", "feed.xml", "calendar.ics", "a/award/en"} <= set(
        world.public_site.pages.files
    )
    assert "SB 35" in page(world, "a/award/en") and "Teach-ins" in page(world, "index.html")


def test_what_links_to_another_page_is_written_after_it(world: FakeWorld) -> None:
    publish_site(world)
    written = world.public_site.pages.written
    assert written[0].endswith(".css") and written[-2] == "index.html"
    assert written.index("a/award/en") < written.index("feed.xml")
    entries = [at for at, key in enumerate(written) if key.startswith("a/") and ".ics" in key]
    assert entries and max(entries) < written.index("a/award/en")


def test_nothing_is_written_again_where_nothing_changed(world: FakeWorld) -> None:
    publish_site(world)
    world.public_site.pages.written.clear()
    world.public_site.pages.forgotten.clear()
    publish_site(world)
    assert (world.public_site.pages.written, world.public_site.pages.forgotten) == ([], [])


def test_only_what_changed_is_written_and_its_copies_alone_are_forgotten(world: FakeWorld) -> None:
    publish_site(world)
    world.public_site.pages.written.clear()
    world.time = FIRST_CLOSES
    publish_site(world)
    assert (
        "a/award/en" in world.public_site.pages.written
        and "index.html" in world.public_site.pages.written
    )
    assert not [
        key for key in world.public_site.pages.written if "teach-ins" in key or key.endswith(".css")
    ]
    assert set(world.public_site.pages.forgotten[-1]) == set(
        addresses(world.public_site.pages.written)
    )


def test_an_ask_is_gone_at_its_deadline(world: FakeWorld) -> None:
    world.time = FIRST_CLOSES - timedelta(seconds=1)
    publish_site(world)
    before = page(world, "calendar.ics")
    world.time = FIRST_CLOSES
    publish_site(world)
    assert "sb-35" in before and "sb-35" not in page(world, "calendar.ics")


def test_a_withdrawn_alert_is_gone_and_all_of_its_pages(world: FakeWorld) -> None:
    publish_site(world)
    withdraw("award", world)
    publish_site(world)
    assert not [key for key in world.public_site.pages.files if key.startswith("a/award")]
    assert "/a/award/" not in page(world, "index.html") + page(world, "sitemap.xml")
    assert "/a/award/en" in world.public_site.pages.forgotten[-1]


def test_the_last_withdrawn_alert_leaves_an_empty_page_of_its_organization(
    world: FakeWorld,
) -> None:
    publish_site(world)
    for id in ("award", "teach-ins"):
        withdraw(id, world)
    site = publish_site(world)
    assert site is not None and not [
        key for key in world.public_site.pages.files if key.startswith("a/")
    ]
    assert "Teach-ins" not in page(world, "index.html")


def test_where_nothing_was_ever_published_nothing_is_written() -> None:
    world = FakeWorld()
    assert publish_site(world) is None
    assert world.public_site.pages.files == {}


@pytest.mark.parametrize("text", ["level: nowhere\n", "subject: [\n"])
def test_a_broken_alert_is_left_out_and_the_others_stand(world: FakeWorld, text: str) -> None:
    world.published.put("old", source("old", text))
    world.published.broken.add("unreadable")
    world.published.put("copy", source("another", CARD))
    site = publish_site(world)
    assert site is not None and set(site.left_out) == {"old", "unreadable", "copy"}
    assert "a/award/en" in world.public_site.pages.files


def test_a_broken_alert_keeps_no_withdrawn_page_alive(world: FakeWorld) -> None:
    publish_site(world)
    world.published.put("old", source("old", "level: nowhere\n"))
    for id in ("award", "teach-ins"):
        withdraw(id, world)
    publish_site(world)
    assert not [key for key in world.public_site.pages.files if key.startswith("a/")]


def test_an_alert_is_not_public_before_its_time(world: FakeWorld) -> None:
    world.published.put("award", source("award", AWARD, at=world.time + timedelta(hours=1)))
    site = publish_site(world)
    assert site is not None and site.until == world.time + timedelta(hours=1)
    assert not [key for key in world.public_site.pages.files if key.startswith("a/award")]
    world.advance(hours=1)
    publish_site(world)
    assert "a/award/en" in world.public_site.pages.files


@pytest.mark.parametrize("last", ["index.html", "a/award/en", "feed.xml"])
def test_a_crash_between_two_writes_is_made_up_for_by_the_next_run(
    world: FakeWorld, last: str
) -> None:
    def crash(key: str) -> None:
        if key == last:
            raise TryLater("S3 did not answer.")

    world.public_site.pages.before = crash
    with pytest.raises(TryLater):
        publish_site(world)
    assert last not in world.public_site.pages.files
    world.public_site.pages.before = lambda key: None
    publish_site(world)
    fresh = FakeWorld()
    fresh.published.stored = world.published.stored
    publish_site(fresh)
    assert world.public_site.pages.files == fresh.public_site.pages.files


def test_of_two_runs_at_once_the_one_that_knew_less_mends_what_it_wrote(world: FakeWorld) -> None:
    """The other run comes between: it knows of the withdrawal, and ends first."""

    def meanwhile(key: str) -> None:
        if key == "index.html":
            world.public_site.pages.before = lambda key: None
            withdraw("teach-ins", world)
            publish_site(world)

    world.public_site.pages.before = meanwhile
    publish_site(world)
    assert "Teach-ins" not in page(world, "index.html")
    assert not [key for key in world.public_site.pages.files if key.startswith("a/teach-ins")]


def test_an_ask_that_closes_while_a_run_writes_is_gone_at_its_end(world: FakeWorld) -> None:
    world.time = FIRST_CLOSES - timedelta(seconds=1)

    def meanwhile(key: str) -> None:
        world.time = FIRST_CLOSES

    world.public_site.pages.before = meanwhile
    publish_site(world)
    assert "sb-35" not in page(world, "calendar.ics")


def test_what_changes_without_end_is_left_to_the_next_message(world: FakeWorld) -> None:
    def meanwhile(key: str) -> None:
        at = PUBLISHED + timedelta(seconds=len(world.public_site.pages.written))
        world.published.put("teach-ins", source("teach-ins", CARD, at=at))

    world.public_site.pages.before = meanwhile
    with pytest.raises(TryLater, match="again and again"):
        publish_site(world)


def test_pictures_and_what_is_somebody_elses_stay(world: FakeWorld) -> None:
    own = File(b"x", "text/plain")
    world.public_site.pages.write(
        {"google1234.html": own, ".well-known/security.txt": own, "a/gone/en": own}
    )
    publish_site(world)
    assert {"google1234.html", ".well-known/security.txt"} <= set(world.public_site.pages.files)
    assert "a/gone/en" not in world.public_site.pages.files


def test_all_is_written_again_once_when_files_are_served_in_another_way(world: FakeWorld) -> None:
    publish_site(world)
    [served] = [key for key in world.public_site.pages.files if key.startswith("served-")]
    pages = set(world.public_site.pages.files) - {served}
    world.public_site.pages.delete([served])  # what an earlier release left behind it
    world.public_site.pages.write({"served-0123456789abcdef.txt": File(b"", "text/plain")})
    world.public_site.pages.written.clear()
    publish_site(world)
    publish_site(world)
    written = world.public_site.pages.written
    assert (sorted(written), written[-1]) == (sorted([*pages, served]), served)
    assert "served-0123456789abcdef.txt" not in world.public_site.pages.files


def test_a_warm_process_keeps_nothing_of_an_organization_that_changed(world: FakeWorld) -> None:
    publish_site(world)
    moved = ORGANIZATION.replace("Wabash", "Jackson")
    later = PUBLISHED + timedelta(days=1)
    world.published.put("teach-ins", source("teach-ins", CARD, organization=moved, at=later))
    publish_site(world)
    assert len(kept_of(world).pieces) == 2


def test_a_stylesheet_outlives_the_pages_that_ask_for_it(world: FakeWorld) -> None:
    world.public_site.pages.write({"site-0123456789abcdef.css": File(b"old", "text/css")})
    publish_site(world)
    assert "site-0123456789abcdef.css" in world.public_site.pages.files
    world.advance(hours=1)
    publish_site(world)
    styles = [key for key in world.public_site.pages.files if key.endswith(".css")]
    assert len(styles) == 1 and styles != ["site-0123456789abcdef.css"]


def test_the_organization_that_was_published_last_speaks_on_every_page(world: FakeWorld) -> None:
    moved = ORGANIZATION.replace("Wabash", "Jackson")
    at = PUBLISHED + timedelta(days=1)
    world.published.put("teach-ins", source("teach-ins", CARD, organization=moved, at=at))
    publish_site(world)
    assert "Jackson" in page(world, "a/award/en") and "Wabash" not in page(world, "index.html")


def test_a_warm_process_reads_and_draws_only_what_has_changed(world: FakeWorld) -> None:
    publish_site(world)
    asked: list[str] = []
    get = world.published.get

    def noted(name: str) -> Source | None:
        asked.append(name)
        return get(name)

    world.published.get = noted  # type: ignore[method-assign]
    world.published.put("teach-ins", source("teach-ins", CARD.replace("Teach", "Sit")))
    publish_site(world)
    assert asked == ["teach-ins"]
    assert "Sit-ins" in page(world, "index.html")


def test_the_front_page_has_two_addresses() -> None:
    assert addresses(["index.html", "a/b c/en"]) == ["/index.html", "/a/b%20c/en", "/"]
