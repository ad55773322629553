"""Share what moving a shift and exchanging it need: whose it is, the day that one looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Request

from api.access.request import TheEngine, Who
from api.month.drafts.access import SlotPath
from api.page.grid.filters import OneDay
from api.page.shift.leaving import moved_shift
from api.page.shift.opened import opened_shift
from api.page.shift.outcome import ASKED, Outcome, outcome_of
from api.shell.document import render
from api.web.answer import Id
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi.responses import Response

    from api.month.drafts.access import ReadVersion
    from api.month.versions.operations import Operation
    from api.page.shift.leaving import MovedShift

    View = Callable[[ReadVersion, MovedShift], Mapping[str, Any]]


class AskedShift:
    """Somebody's shift in a draft, and the day on which it may go elsewhere (None: its own)."""

    def __init__(
        self,
        *,
        request: Request,
        who: Who,
        engine: TheEngine,
        rota_id: Id,
        slot_id: SlotPath,
        personne: Annotated[str, Query(min_length=1, max_length=120)],
        jour: OneDay = None,
    ) -> None:
        self.request, self.who, self.engine = request, who, engine
        self.draft, self.day = rota_id, jour
        self.mine = Assignment(personne, slot_id)

    def edited(self, version: int, operation: Operation, locked: str) -> Outcome:
        """Edit the draft's last version (see `outcome_of`)."""
        where = self.who, self.engine, self.draft
        return outcome_of(*where, version, operation, locked=bool(locked))

    def page(self, template: str, view: View, outcome: Outcome = ASKED) -> Response:
        """Fill a template with what `view` makes of the shift, and what became of the form."""
        opened = opened_shift(self.who, self.engine, self.draft, self.mine.slot)
        with outcome.first():
            shift = moved_shift(opened.version, self.mine, self.day)
            values = view(opened.version, shift)
        return render(
            self.request,
            template,
            status=outcome.status,
            opened=opened,
            outcome=outcome,
            shift=shift,
            **values,
        )


TheShift = Annotated[AskedShift, Depends(AskedShift)]
