from __future__ import annotations

import pytest

from functions.alerts.errors import Mistake
from functions.alerts.planning.written_segment import default_segment, parse_segment
from functions.alerts.sends.segment import Segment

OWN = frozenset({"own"})


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("topic=daca", Segment(topics=frozenset({"daca"}))),
        ("topic=daca,housing", Segment(topics=frozenset({"daca", "housing"}))),
        ("language=es, ar", Segment(topics=OWN, languages=frozenset({"es", "ar"}))),
        (
            "language=es,zip=606,language=ar",
            Segment(topics=OWN, languages=frozenset({"es", "ar"}), zips=frozenset({"606"})),
        ),
        ("everybody", Segment()),
        ("everybody,language=es", Segment(languages=frozenset({"es"}))),
        ("district=il-4", Segment(topics=OWN, districts=frozenset({"il-4"}))),
        ("source=rally", Segment(topics=OWN, sources=frozenset({"rally"}))),
        (
            "joined-from=2018-01-31,joined-until=2018-02-01",
            Segment(topics=OWN, joined_from="2018-01-31", joined_until="2018-02-01"),
        ),
        ("also=s-1", Segment(also=frozenset({"s-1"}))),
        (
            "topic=daca,also=s-1",
            Segment(topics=frozenset({"daca"}), also=frozenset({"s-1"})),
        ),
        ("without=s-1,s-2", Segment(topics=OWN, without=frozenset({"s-1", "s-2"}))),
        ("not-filed=sb-35@2018-04-10", Segment(topics=OWN, not_filed="sb-35@2018-04-10")),
        ("not_filed=sb-35@2018-04-10", Segment(topics=OWN, not_filed="sb-35@2018-04-10")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_segment_is_read(text: str, segment: Segment) -> None:
    assert parse_segment(text, "own") == segment


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        ("topc=daca", "`topc` is no key", "Write `topic`."),
        ("=daca", "`` is no key", "topic=daca"),
        ("daca", "`daca` says nothing", "topic=daca"),
        ("topic=", "`topic=` says nothing", "topic=daca"),
        ("topic=daca,", "`` says nothing", "topic=daca"),
        ("", "`` says nothing", "topic=daca"),
        ("everybody,es", "`es` says nothing", "language=es"),
        ("joined-from=yesterday", "`yesterday` is no date", "joined-from=2018-04-09"),
        (
            "joined-from=2018-04-09,joined-from=2018-04-10",
            "joined-from stands there twice",
            "It takes one value",
        ),
        ("not-filed=sb-35", "is no posting", "sb-35@2018-04-10"),
        ("without=a b", "`a b` is no send", "`alerts status`"),
        ("everybody,topic=daca", "names a topic, and everybody", "whatever topic"),
    ],
    ids=lambda value: value if "`" not in value else "",
)
def test_what_is_no_segment_is_refused_with_a_form(text: str, found: str, remedy: str) -> None:
    with pytest.raises(Mistake) as refused:
        parse_segment(text, "own")
    assert found in refused.value.found
    assert remedy in refused.value.remedy


def test_without_a_segment_it_is_the_campaigns_topic() -> None:
    assert default_segment("own") == Segment(topics=OWN)


def test_a_campaign_without_a_topic_never_means_everybody_by_itself() -> None:
    with pytest.raises(Mistake, match="everybody"):
        default_segment(None)
    with pytest.raises(Mistake, match="everybody"):
        parse_segment("language=es", None)
