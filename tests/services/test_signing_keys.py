"""Making, rotating and retiring keys: by two people, twice, and cut off in the middle."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.alerts.errors import OutcomeUnknown, StateError
from functions.alerts.mail.keys import KeyPurpose, StoredKey, assemble
from functions.alerts.mail.token import Keyring, RetiredKeyError
from functions.services.signing_keys import Keeper, ensure, lines, retire, rotate

MARIA = "0123456789abcdef" * 2
QUARTER = timedelta(minutes=15)
RELEASED = Path(__file__).parents[1] / "released" / "v1"


class Safe:
    """Keys in memory, on a clock that tests set. `meanwhile` runs before the next write."""

    def __init__(self, before: str | None = None) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.stored: dict[tuple[KeyPurpose, str], StoredKey] = {}
        self.notes: list[str] = []
        self.old = before
        self.meanwhile: Callable[[], object] | None = None

    def before(self) -> str | None:
        return self.old

    def keys(self, purpose: KeyPurpose) -> list[StoredKey]:
        return [key for (one, _), key in self.stored.items() if one == purpose]

    def add(self, purpose: KeyPurpose, key_id: str, secret: bytes, why: str) -> bool:
        self._others_act()
        new = StoredKey(id=key_id, since=self.now, secret=secret)
        self.notes.append(why)
        return self.stored.setdefault((purpose, key_id), new) == new

    def retire(self, purpose: KeyPurpose, key_id: str, why: str) -> None:
        self._others_act()
        self.notes.append(why)
        self.stored[purpose, key_id] = StoredKey(id=key_id, since=self.now, secret=None)

    def ring(self) -> Keyring:
        return assemble(self.keys("links"), self.now)

    def ids(self, purpose: KeyPurpose = "links") -> list[str]:
        return sorted(key.id for key in self.keys(purpose) if key.secret)

    def _others_act(self) -> None:
        act, self.meanwhile = self.meanwhile, None
        if act:
            act()


def keeper(safe: Safe, who: str = "ana") -> Keeper:
    numbers = itertools.count(1)
    return Keeper(
        keys=safe,
        who=who,
        now=lambda: safe.now,
        secret=lambda: f"{who}{next(numbers)}".encode().ljust(32, b"."),
    )


def with_key(*, ripe: bool = True) -> Safe:
    safe = Safe()
    ensure("links", keeper(safe))
    safe.now += QUARTER if ripe else timedelta(0)
    return safe


def test_setup_makes_a_key_per_purpose_and_says_so() -> None:
    safe = Safe()
    ana = keeper(safe)
    assert ensure("links", ana) == ["links: made the key k1, which signs the links in mails."]
    ensure("filed", ana)
    assert safe.stored["links", "k1"].secret != safe.stored["filed", "k1"].secret
    assert safe.notes[0] == "made by alerts setup (ana, 2026-11-22 12:00 UTC)"


def test_setup_twice_changes_nothing() -> None:
    safe = with_key()
    before = dict(safe.stored)
    assert ensure("links", keeper(safe)) == ["links: already there (k1); nothing was changed."]
    assert safe.stored == before


def test_two_people_who_set_up_at_once_make_one_key() -> None:
    safe = Safe()
    safe.meanwhile = lambda: ensure("links", keeper(safe, "ben"))
    assert ensure("links", keeper(safe)) == [
        "links: somebody else has just made it; nothing was changed."
    ]
    assert safe.stored["links", "k1"].secret == b"ben1".ljust(32, b".")


def test_links_of_the_first_release_go_on_working() -> None:
    old = {"k2": "02" * 32, "k1": "01" * 32}
    links = [Keyring({k: bytes.fromhex(v)}).make("unsubscribe", MARIA) for k, v in old.items()]
    safe = Safe(json.dumps(old))
    ensure("links", keeper(safe))
    assert safe.ids() == ["k1", "k2"]
    assert [safe.ring().read("unsubscribe", link) for link in links] == [MARIA, MARIA]


def test_links_that_0_1_made_are_read_after_its_keys_were_taken_over() -> None:
    recorded = json.loads((RELEASED / "links.json").read_text(encoding="utf-8"))
    safe = Safe(json.dumps(recorded["keys"]))
    ensure("links", keeper(safe))
    read = {safe.ring().read(purpose, token) for purpose, token in recorded["tokens"].items()}
    assert read == {recorded["supporter"]}


def test_taking_over_keys_can_be_cut_off_and_repeated() -> None:
    safe = Safe(json.dumps({"k2": "02" * 32, "k1": "01" * 32}))
    ensure("links", keeper(safe))
    del safe.stored["links", "k2"]
    assert ensure("links", keeper(safe)) == [
        "links: took over the key k2 from the parameter token-keys."
    ]
    assert "already there" in ensure("links", keeper(safe))[0]


def test_a_retired_key_is_not_taken_over_again() -> None:
    safe = Safe(json.dumps({"k1": "01" * 32}))
    ensure("links", keeper(safe))
    safe.now += QUARTER
    rotate("links", keeper(safe))
    safe.now += QUARTER
    retire("links", "k1", keeper(safe), "leaked")
    ensure("links", keeper(safe))
    assert safe.ids() == ["k2"]


def test_two_keys_of_one_id_are_not_mixed_up() -> None:
    safe = with_key()
    safe.old = json.dumps({"k1": "01" * 32})
    with pytest.raises(StateError, match=r"holds another key k1.*Nothing was changed"):
        ensure("links", keeper(safe))


def test_a_rotated_key_signs_a_quarter_of_an_hour_later_and_the_old_one_is_read() -> None:
    safe = with_key()
    link = safe.ring().make("unsubscribe", MARIA)
    assert rotate("links", keeper(safe)) == "k2"
    assert safe.ring().make("unsubscribe", MARIA) == link
    safe.now += QUARTER
    assert safe.ring().make("unsubscribe", MARIA) != link
    assert safe.ring().read("unsubscribe", link) == MARIA


def test_a_second_click_rotates_nothing() -> None:
    safe = with_key()
    rotate("links", keeper(safe))
    with pytest.raises(StateError, match=r"k2 for links was made .* signs from 2026-11-22 12:30"):
        rotate("links", keeper(safe))
    assert safe.ids() == ["k1", "k2"]


def test_two_people_who_rotate_at_once_make_one_key() -> None:
    safe = with_key()
    safe.meanwhile = lambda: rotate("links", keeper(safe, "ben"))
    with pytest.raises(StateError, match="Somebody else has just made the key k2"):
        rotate("links", keeper(safe))
    assert safe.ids() == ["k1", "k2"]


def test_what_is_not_there_cannot_be_rotated() -> None:
    with pytest.raises(StateError, match=r"no key for filed yet\. `alerts setup` makes it"):
        rotate("filed", keeper(Safe()))


def test_a_leaked_keys_links_are_refused_and_new_ones_work() -> None:
    safe = with_key()
    link = safe.ring().make("unsubscribe", MARIA)
    rotate("links", keeper(safe))
    safe.now += QUARTER
    said = retire("links", "k1", keeper(safe), "in a public repository")
    assert said == ["links: k1 is retired.", "Every function knows it within 5 minutes, or sooner."]
    with pytest.raises(RetiredKeyError):
        safe.ring().read("unsubscribe", link)
    assert safe.ring().read("unsubscribe", safe.ring().make("unsubscribe", MARIA)) == MARIA
    assert safe.notes[-1].startswith("retired: in a public repository (ana, ")


def test_the_only_key_cannot_be_retired() -> None:
    safe = with_key()
    with pytest.raises(StateError, match="`alerts keys rotate links` makes another one"):
        retire("links", "k1", keeper(safe), "leaked")
    assert safe.ids() == ["k1"]


def test_a_key_is_not_retired_while_its_successor_ripens() -> None:
    safe = with_key()
    rotate("links", keeper(safe))
    with pytest.raises(StateError, match="Wait until 2026-11-22 12:30 UTC"):
        retire("links", "k1", keeper(safe), "leaked")
    assert safe.ids() == ["k1", "k2"]


def test_retiring_twice_is_retiring_once() -> None:
    safe = with_key()
    rotate("links", keeper(safe))
    safe.now += QUARTER
    retire("links", "k1", keeper(safe), "leaked")
    notes = len(safe.notes)
    assert "was retired already" in retire("links", "k1", keeper(safe), "leaked")[0]
    assert len(safe.notes) == notes


def test_two_people_who_retire_the_last_two_keys_are_left_with_a_new_one() -> None:
    safe = with_key()
    rotate("links", keeper(safe))
    safe.now += QUARTER
    safe.meanwhile = lambda: retire("links", "k2", keeper(safe, "ben"), "also leaked")
    retire("links", "k1", keeper(safe), "leaked")
    assert safe.ids() == ["k3"]
    assert safe.ring().read("unsubscribe", safe.ring().make("unsubscribe", MARIA)) == MARIA


def test_an_unknown_key_is_not_retired() -> None:
    with pytest.raises(StateError, match=r"no key k7 for links\. There is k1"):
        retire("links", "k7", keeper(with_key()), "leaked")


def test_a_fault_while_rotating_leaves_what_was_there() -> None:
    safe = with_key()

    def fail() -> None:
        raise OutcomeUnknown("SSM did not answer")

    safe.meanwhile = fail
    with pytest.raises(OutcomeUnknown):
        rotate("links", keeper(safe))
    assert safe.ids() == ["k1"]
    assert rotate("links", keeper(safe)) == "k2"


def test_the_list_says_which_key_signs() -> None:
    safe = with_key()
    rotate("links", keeper(safe))
    assert list(lines("links", safe.keys("links"), safe.now)) == [
        "links  k2  signs from 2026-11-22 12:30 UTC on",
        "links  k1  signs; made 2026-11-22 12:00 UTC",
    ]
    safe.now += QUARTER
    retire("links", "k1", keeper(safe), "leaked")
    assert list(lines("links", safe.keys("links"), safe.now)) == [
        "links  k1  retired 2026-11-22 12:30 UTC",
        "links  k2  signs; made 2026-11-22 12:15 UTC",
    ]
    assert list(lines("filed", [], safe.now)) == ["filed  no key: `alerts setup` makes it"]


def test_the_keys_of_ids_are_rotated_but_never_retired() -> None:
    safe = Safe()
    ensure("people", keeper(safe))
    safe.now += timedelta(hours=1)
    assert rotate("people", keeper(safe)) == "k2"
    safe.now += timedelta(hours=1)
    with pytest.raises(StateError, match="nobody would be found by address"):
        retire("people", "k1", keeper(safe), "leaked")
    assert safe.ids("people") == ["k1", "k2"]
