"""A draft to begin, as it crosses HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.database.tables.month import RotaRow
from api.web.answer import Body
from api.web.months import PATTERN
from api.web.texts import Line

Text = Annotated[str, Line(RotaRow.title)]
Ident = Annotated[str, Line(RotaRow.agency)]


class NewDraft(Body):
    """
    A draft to begin. `dispositifs` empty: all of the agency's; `agency` empty: those named.

    `start`: `vide`, or `publie` to begin from what is published; what of it has begun is in both.
    """

    month: Annotated[str, Field(pattern=PATTERN, max_length=7, examples=["2026-03"])]
    agency: Annotated[Ident, Field(examples=["ville"])] = ""
    dispositifs: Annotated[tuple[Ident, ...], Field(max_length=200, examples=[["P"]])] = ()
    title: Annotated[Text, Field(examples=["Mars"])] = ""
    start: Annotated[Literal["vide", "publie"], Field(examples=["vide"])] = "vide"
