"""Fields that requests share, in forms and in bodies: a moment, a slot, free text, a number."""

from typing import Annotated

from pydantic import Field

from api.database.tables.asking import LeaveRow, SwapRow, WorkedRow
from api.web.answering.answer import MOST
from api.web.texts import Line, Lines

Moment = Annotated[
    str, Line(LeaveRow.start), Field(examples=["2026-12-24"], description="Jour, ou jour et heure.")
]
Slot = Annotated[str, Line(SwapRow.gives)]
Ref = Annotated[str, Line(WorkedRow.uid)]
"""What hours are of: a published shift, a slot, a dispositif."""

Text = Annotated[str, Lines(LeaveRow.note)]
"""A few words, on several lines or not: a note, an answer, a reason."""

Revision = Annotated[int, Field(ge=1, le=MOST)]
"""Which revision of a request its reader saw, and answers."""
