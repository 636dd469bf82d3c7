"""An address on Amazon's own list of those it sends nothing to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Suppressed:
    """`status` is what it means for a supporter. The address is in none of its texts."""

    address: str = field(repr=False)
    status: Literal["bounced", "complained"]
