"""What a person's training for a title comes to: what the title asks for, and what is dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Course:
    """
    A person's training for a title, in minutes, all cohorts of that title together.

    `due`: what the title asks for; `dated`: sessions at the centre while the person is employed and
    not away; `lost`: what public holidays take away; `missed`: sessions of days on which the person
    is away. `first` and `last`: the first and last day of sessions.
    """

    title: str
    due: int
    dated: int
    first: date
    last: date
    lost: int = 0
    missed: int = 0

    @property
    def missing(self) -> int:
        """Return the minutes that the title asks for and that no session gives."""
        return max(0, self.due - self.dated)
