"""Segments: the rule that picks an audience out of the supporters, and why somebody is left out."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.alerts.errors import Mistake
from functions.alerts.sends.supporter import Supporter

_LISTS = ("topics", "languages", "zips", "districts", "sources", "also", "without")
_TEXTS = ("joined_from", "joined_until", "not_filed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Anybody with one of `topics` (empty: everybody) and one of `languages` (likewise), and so on.

    `zips` and `districts` are prefixes, `joined_from` and `joined_until` ISO dates, both included.
    `also` are sends: whom they were submitted to is meant as well, whatever the other rules say; if
    there are no others, nobody else is. `without` are sends whose recipients are not meant,
    `not_filed` is a posting: who told us "I filed it" is not meant. Only the freeze knows these.
    """

    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    zips: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    joined_from: str = ""
    joined_until: str = ""
    also: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    not_filed: str = ""

    def targets(
        self,
        supporter: Supporter,
        *,
        also: Container[str] = (),
        without: Container[str] = (),
        filed: Container[str] = (),
    ) -> bool:
        """Whether the supporter belongs to it, whatever the status.

        `also`, `without` and `filed` are the ids of those whom these rules are about. `pending`
        supporters never belong: who has not confirmed is not on the list yet.
        """
        if supporter.status == "pending":
            return False
        if not (self.admits(supporter) or supporter.id in also):
            return False
        return supporter.id not in without and supporter.id not in filed

    def admits(self, supporter: Supporter) -> bool:
        """Whether the rules about the supporter's own data fit, whatever the status."""
        if self.topics and self.topics.isdisjoint(supporter.topics):
            return False
        if self.languages and supporter.language not in self.languages:
            return False
        return self._is_rare_free or self._admits_rarely(supporter)

    @property
    def is_only_also(self) -> bool:
        """Whether nobody is meant but the recipients of other sends."""
        alone = Segment(also=self.also, without=self.without, not_filed=self.not_filed)
        return bool(self.also) and self == alone

    @property
    def _is_rare_free(self) -> bool:
        """Whether topics and languages are all there is: nearly every segment of every send."""
        return not (
            self.zips
            or self.districts
            or self.sources
            or self.joined_from
            or self.joined_until
            or self.also
        )

    def _admits_rarely(self, supporter: Supporter) -> bool:
        """The rules that few segments have. No rule but `also` admits nobody by itself."""
        if self.is_only_also:
            return False
        if self.zips and not supporter.zip.startswith(tuple(self.zips)):
            return False
        if self.districts and not supporter.district.startswith(tuple(self.districts)):
            return False
        if self.sources and supporter.source not in self.sources:
            return False
        day = supporter.joined[:10]
        if (self.joined_from or self.joined_until) and not day:
            return False
        return self.joined_from <= day and (not self.joined_until or day <= self.joined_until)

    def sentence(self) -> str:
        """The rule in words, as a part of a sentence: `everybody who asked for "daca"`.

        Nothing of it stands in a mail: it is for the people who send.
        """
        rules = [words for words in self._rules() if words]
        got = f"whoever got send {_either(self.also)}" if self.also else ""
        everybody = " and ".join(["everybody who " + rules[0], *rules[1:]]) if rules else ""
        who = ", and besides ".join(part for part in (everybody, got) if part)
        left_out = [
            f"whoever got send {_either(self.without)}" if self.without else "",
            f'whoever told "I filed it" for {self.not_filed}' if self.not_filed else "",
        ]
        return ", without ".join([who or "everybody on the list", *filter(None, left_out)])

    def _rules(self) -> tuple[str, ...]:
        span = {
            (True, True): f"joined from {self.joined_from} to {self.joined_until}",
            (True, False): f"joined on {self.joined_from} or later",
            (False, True): f"joined on {self.joined_until} or earlier",
        }
        return (
            f"asked for {_either(self.topics)}" if self.topics else "",
            f"reads {_either(self.languages)}" if self.languages else "",
            f"lives where the ZIP begins with {_either(self.zips)}" if self.zips else "",
            f"lives where the district begins with {_either(self.districts)}"
            if self.districts
            else "",
            f"came by {_either(self.sources)}" if self.sources else "",
            span.get((bool(self.joined_from), bool(self.joined_until)), ""),
        )

    def to_data(self) -> dict[str, Any]:
        """For the ledger; sorted, so that equal segments give equal data. No rule: no key."""
        data: dict[str, Any] = {
            "topics": sorted(self.topics),
            "languages": sorted(self.languages),
        }
        data |= {name: sorted(getattr(self, name)) for name in _LISTS[2:] if getattr(self, name)}
        return data | {name: getattr(self, name) for name in _TEXTS if getattr(self, name)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Segment:
        """The inverse of `to_data`; absent keys mean "everybody".

        Raises Mistake for a rule this version does not know: without it the audience is another.
        """
        unknown = sorted(set(data) - {*_LISTS, *_TEXTS})
        if unknown:
            raise Mistake(
                f"A segment has no rule {', '.join(unknown)}.",
                advice=f"There are {', '.join((*_LISTS, *_TEXTS))}.",
            )
        values: dict[str, Any] = {name: frozenset(data.get(name, ())) for name in _LISTS}
        return cls(**values | {name: data.get(name, "") for name in _TEXTS})


def refusal(supporter: Supporter | None, segment: Segment) -> str | None:
    """Why a frozen recipient must not be mailed any more, as a reason of `CODES`; None: mail.

    Read just before the call, so an unsubscribe, an erasure or a dropped topic since the freeze
    counts. A language changed since the freeze does not: the person is meant all the same. Where a
    segment takes in another send's recipients, they need not have asked for its topics.
    """
    if supporter is None:
        return "erased"
    if supporter.status != "subscribed":
        return supporter.status
    if segment.topics and not segment.also and segment.topics.isdisjoint(supporter.topics):
        return "topic"
    return None


def _either(values: Collection[str]) -> str:
    """`"a", "b" or "c"`, sorted."""
    quoted: Sequence[str] = [f'"{value}"' for value in sorted(values)]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
