"""Define an account of hours: a stretch of a horizon for which they are counted apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from scheduler.domain.time import Span


class Account(NamedTuple):
    """
    A stretch of the horizon for which a person's hours are counted apart.

    `base`: minutes that it asks for; `carried`: what the year's balance adds to them.
    """

    span: Span
    base: int
    carried: int

    @property
    def due(self) -> int:
        """Minutes to be planned of what starts in it."""
        return self.base + self.carried
