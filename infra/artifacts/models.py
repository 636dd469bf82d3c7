"""Botocore's data cut to what our clients ask: services, operations, endpoints.

It is read and parsed when a client is made, so what is cut shortens every cold start. Botocore
loads `x.json` before `x.json.gz` (botocore/loaders.py): plain, it needs no unpacking.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore import xform_name

DATA = Path("botocore/data")
# Of every service: its operations, where it is, how it pages.
_OF_A_SERVICE = {"service-2", "service-2.sdk-extras", "endpoint-rule-set-1", "paginators-1"}
# Of all services. `endpoints` is cut, the others are small.
_OF_ALL = {"_retry", "endpoints", "partitions", "sdk-default-configuration"}
# What botocore calls by itself: S3 is asked for the region of a bucket that answers "elsewhere"
# (botocore.utils.S3RegionRedirectorv2).
_BOTOCORES_OWN = {"head_bucket"}


def cut(
    folder: Path, files: Collection[Path], services: Collection[str], words: Collection[str]
) -> Iterator[tuple[Path, bytes]]:
    """Those of botocore's files under data/ that these services need: place and content.

    Of a service's model remain the operations whose Python name is among `words`, and the shapes
    those speak of. LookupError for a service that botocore does not know.
    """
    prefixes = set[str]()
    data = sorted(path for path in files if DATA in path.parents)
    missing = set(services) - {path.parts[2] for path in data if len(path.parts) > 3}
    if missing:
        raise LookupError(f"botocore knows no service {', '.join(sorted(missing))}.")
    for path in data:
        name = path.name.partition(".json")[0]
        if path.parent == DATA or path.parts[2] not in services or name not in _OF_A_SERVICE:
            continue
        content = _read(folder / path)
        if name == "service-2":
            prefixes.add(content["metadata"]["endpointPrefix"])
            content = _with_operations(content, {*words, *_BOTOCORES_OWN})
        yield path.with_name(f"{name}.json"), _written(content)
    for name in sorted(_OF_ALL):
        content = _read(folder / DATA / f"{name}.json")
        if name == "endpoints":
            content = _with_endpoints(content, prefixes)
        yield DATA / f"{name}.json", _written(content)


def _with_operations(model: Mapping[str, Any], words: Collection[str]) -> dict[str, Any]:
    operations = {
        name: operation
        for name, operation in model["operations"].items()
        if xform_name(name) in words
    }
    named = {name for operation in operations.values() for name in _shapes_in(operation)}
    shapes = dict[str, Any]()
    while waiting := named - shapes.keys():
        for name in waiting:
            shapes[name] = model["shapes"][name]
            named |= set(_shapes_in(shapes[name]))
    kept = {name: model["shapes"][name] for name in sorted(shapes)}
    return dict(model) | {
        "operations": _undocumented(operations),
        "shapes": _undocumented(kept),
    }


def _shapes_in(node: Any) -> Iterator[str]:
    """Every `"shape": name` at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "shape" and isinstance(value, str):
                yield value
            yield from _shapes_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from _shapes_in(value)


def _undocumented(node: Any) -> Any:
    """The node without its prose. A member may be called `documentation`: then it is no text."""
    if isinstance(node, dict):
        return {
            key: _undocumented(value)
            for key, value in node.items()
            if not (key == "documentation" and isinstance(value, str))
        }
    return [_undocumented(value) for value in node] if isinstance(node, list) else node


def _with_endpoints(endpoints: Mapping[str, Any], prefixes: Collection[str]) -> dict[str, Any]:
    partitions = [
        partition | {"services": {n: s for n, s in partition["services"].items() if n in prefixes}}
        for partition in endpoints["partitions"]
    ]
    return dict(endpoints) | {"partitions": partitions}


def _read(path: Path) -> Any:
    raw = path.read_bytes()
    return json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)


def _written(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
