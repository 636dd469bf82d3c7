"""Points of the doctor, as tests look at them."""

from collections.abc import Iterable

from functions.alerts.health.point import Point


def levels(points: Iterable[Point]) -> dict[str, str]:
    """The worst level by name; every point says what to do unless all is well."""
    order = ["well", "note", "unknown", "wrong"]
    found: dict[str, str] = {}
    for point in points:
        assert point.level == "well" or point.remedy
        found[point.name] = max(point.level, found.get(point.name, "well"), key=order.index)
    return found


def told(points: Iterable[Point]) -> str:
    """All that was said, in one line."""
    return " ".join(f"{point.found} {point.remedy}" for point in points)
