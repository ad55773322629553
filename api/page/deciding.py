"""Say who may change a draft now: a page and what its scripts ask for show the same buttons."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import PLANNERS, Reach
from api.data.stored.association import read
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.jobs.service import running_of


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """
    What a caller may do with a draft.

    `plans`: they decide it, and it isn't discarded; `running`: its calculation (None: none is
    under way).
    """

    plans: bool
    running: JobRow | None

    @property
    def edits(self) -> bool:
        """Whether the caller may edit the draft now: a calculation makes it read only."""
        return self.plans and self.running is None


def deciding(who: Caller, session: Session, draft: RotaRow) -> Deciding:
    """Return what a caller may do with a draft that they may read."""
    return Deciding(
        plans=draft.discarded is None and Reach(who, PLANNERS).planning(draft, read(session)),
        running=running_of(session, draft.id),
    )
