"""Which world is in force: the deployed one, or another that a laptop or a test puts in its place.

An entry file asks `world("send_batch")` once per invocation; `use` puts another one behind all.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from functions.settings import read_settings
from functions.world import World as World

_worlds: dict[str, World] = {}
_stand_in: list[World] = []


def world(function: str, environment: Callable[[], Mapping[str, str]] | None = None) -> World:
    """The world of one function of `settings.NEEDS`; the same one while the process is warm.

    `environment` is asked instead of the process's own, unless another world stands in.
    """
    if _stand_in:
        return _stand_in[-1]
    if function not in _worlds:
        told = read_settings(function, environment()) if environment else read_settings(function)
        _worlds[function] = World(told)
        gc.freeze()  # the modules stay: the collector need not walk through them again and again
        gc.enable()  # off since functions/__init__.py, on Lambda
    _worlds[function].reread_keys()
    return _worlds[function]


@contextmanager
def use(stand_in: World) -> Iterator[World]:
    """Put another world behind every function until the block ends."""
    _stand_in.append(stand_in)
    try:
        yield stand_in
    finally:
        _stand_in.remove(stand_in)
