"""
When Python looks for cycles that nothing reaches any more.

Its own measure is a new collection every 700 objects. Histories, problems and models make them by
the hundred thousand, and nearly all stay: a fifth of the time in which an association is read went
into looking, and nine tenths of that in which a solving process takes its problem in.
"""

from __future__ import annotations

import gc

NEW_OBJECTS = (20_000, 10, 10)
"""How many start a collection, and how many collections one of the next older generation."""


def collect_seldom() -> None:
    """Have new objects looked at by the ten thousand, and what is loaded by now never again."""
    gc.freeze()
    gc.set_threshold(*NEW_OBJECTS)
    gc.enable()
