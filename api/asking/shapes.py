"""Fields that requests share: a moment, and free text."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.database.tables.asking import LeaveRow
from api.web.texts import Line, Lines

Moment = Annotated[
    str, Line(LeaveRow.start), Field(examples=["2026-12-24"], description="Jour, ou jour et heure.")
]
Text = Annotated[str, Lines(LeaveRow.note)]
"""A few words, on several lines or not: a note, an answer, a reason."""
