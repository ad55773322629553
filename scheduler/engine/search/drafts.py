"""Which parts are drafted as a whole, how long that may take, and from when it is too late."""

from __future__ import annotations

SMALLEST, LARGEST = 2_500, 9_000
"""
Possible assignments of a part that is drafted: more than the first, at most the second.

A smaller one is proved, or soon improved to its best; none larger was measured.
"""

DRAFT = 6.0
"""Deterministic time of a draft; parts of 6,000 have theirs after one to six units."""

SOONEST = 15.0
"""Seconds that must be left for a draft: there is nothing to show before it ends."""

DRAFTING = 30.0
"""Processor seconds that a draft counts for while it is made: more than it takes."""


def drafted(possible: int) -> bool:
    """Whether a part of so many possible assignments is drafted."""
    return SMALLEST < possible <= LARGEST
