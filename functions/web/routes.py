"""Routes: which path is served by which function. `openapi.yaml` describes the same ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from functions.web.request import Answer, Refused, Request
from functions.wiring import World

# The values of a path's {names}, and what was asked for.
Serve = Callable[[Request, Mapping[str, str], World], Answer]
FORM_METHODS = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Route:
    """`template` is a path as OpenAPI writes it (`/u/{token}`); a name stands for one segment.

    `serve` gets every method in `methods`; GET and HEAD must change nothing.
    """

    template: str
    serve: Serve
    methods: tuple[str, ...] = FORM_METHODS
    pattern: re.Pattern[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        written = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]*)", re.escape(self.template))
        object.__setattr__(self, "pattern", re.compile(written + "/?", re.ASCII))


def serve(request: Request, routes: Sequence[Route], world: World) -> Answer:
    """Answer by the route that fits. Raises Refused: 404 where none does, 405 for its method."""
    for route in routes:
        found = route.pattern.fullmatch(request.path)
        if found is not None:
            if request.method not in route.methods:
                raise Refused(405, allow=", ".join(route.methods))
            return route.serve(request, found.groupdict(), world)
    raise Refused(404)
