"""What an artifact is built for: Lambda, or this machine, whose artifacts tests can start."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """`platform` as uv says it (None: this machine's); `python` like "3.13"."""

    name: str
    python: str
    platform: str | None


# serverless.yml's runtime and architecture. A wheel for manylinux2014 runs on Lambda's Amazon Linux
# 2023, whose glibc is newer. A test holds these equal to serverless.yml.
LAMBDA = Target("artifacts", "3.13", "aarch64-manylinux2014")
HERE = Target(
    f"artifacts-{platform.machine()}".lower(), f"{sys.version_info[0]}.{sys.version_info[1]}", None
)
