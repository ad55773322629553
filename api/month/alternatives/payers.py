"""Say who pays for a change of a month: counters before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.planning.counters import Counters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.month.frames import Frame
    from api.planning.moves import PersonChanges
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota


@dataclass(frozen=True, kw_only=True)
class Payer:
    """A person whose month differs: their counters before and after."""

    before: Counters
    after: Counters

    @property
    def mediator(self) -> Mediator:
        """The person."""
        return self.after.mediator


def payers_of(
    frame: Frame, before: Rota, after: Rota, changes: Iterable[PersonChanges]
) -> tuple[Payer, ...]:
    """Return the counters of those whose shifts change, in the order of the changes."""
    return tuple(
        Payer(
            before=frame.counters(before, change.mediator),
            after=frame.counters(after, change.mediator),
        )
        for change in changes
    )
