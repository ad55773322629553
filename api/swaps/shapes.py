"""Swaps as they cross HTTP: a request, and what each person is shown of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.asking.shapes import Text
from api.data.association import Association
from api.database.tables.asking import SwapRow
from api.judging.shapes import FindingOut, finding_out
from api.planning.names import short_person
from api.swaps.exchange import SwapRequest, View
from api.swaps.rows import state_of
from api.web.answer import Body
from api.web.texts import Line

Slot = Annotated[str, Line(SwapRow.gives)]
PersonId = Annotated[str, Line(SwapRow.other)]
Seen = Annotated[str, Field(pattern=r"^[0-9a-f]{0,16}$", examples=["4f1c0a7b9d3e2a10"])]


class NewSwap(Body):
    """
    A swap to ask for: one's own slot, of whom, and their slot (empty: none, one's is given away).

    `seen`: what a trial said that it showed; asked for where it adds findings.
    """

    gives: Annotated[Slot, Field(min_length=1, examples=["P-J-2026-03-09"])]
    other: Annotated[PersonId, Field(min_length=1, examples=["chloe"])]
    takes: Slot = Field("", examples=["P-J-2026-03-10"])
    note: Text = Field("", description="Lue par l’autre personne et par qui décide.")
    seen: Seen = ""

    def wanted(self) -> SwapRequest:
        """Return the request that the use cases take."""
        return SwapRequest(
            gives=self.gives, other=self.other, takes=self.takes, note=self.note, seen=self.seen
        )


class Consent(Body):
    """Consent to a swap as it was shown."""

    seen: Seen = ""


class Denial(Body):
    """A refusal, and why."""

    answer: Text = Field("", examples=["Je ne peux pas ce jour-là."])


class ViewOut(BaseModel):
    """
    What a swap would do to whoever reads: findings that it adds for them, and no one else's.

    `possible`: nothing blocks it; `why` it can't be. `seen`: to be given back with one's consent.
    """

    possible: bool
    why: str
    seen: str
    findings: list[FindingOut]


class SwappedShiftOut(BaseModel):
    """A shift of a swap, as it was published when the swap was asked for."""

    person: str
    slot: str
    dispositif: str
    site: str
    start: datetime
    end: datetime


class SwapOut(BaseModel):
    """A swap; `state`: `demande`, `accepte`, `approuve`, `refuse`, `retire` or `caduc`."""

    id: str
    number: int
    state: str
    person: str
    person_name: str
    other: str
    other_name: str
    shifts: list[SwappedShiftOut]
    note: str
    answer: str
    requested: datetime
    answered: datetime | None
    decided: datetime | None
    publication: int | None


class JudgedSwapOut(SwapOut):
    """
    A swap and what it would do; `view` is null once it is closed.

    `awaits`: the agencies whose responsable has yet to agree, once both people do.
    """

    view: ViewOut | None
    awaits: list[str] = Field(default=[], examples=[["ville"]])


def swap_out(row: SwapRow, association: Association, now: datetime) -> SwapOut:
    """Write a swap as it stands now; people as « Prénom N. »."""
    return SwapOut(
        id=row.id,
        number=row.number,
        state=state_of(row, association, now).value,
        person=row.mediator,
        person_name=short_person(association, row.mediator),
        other=row.other,
        other_name=short_person(association, row.other),
        shifts=[SwappedShiftOut.model_validate(shift) for shift in row.shifts],
        note=row.note,
        answer=row.answer,
        requested=row.requested,
        answered=row.answered,
        decided=row.decided,
        publication=row.publication,
    )


def view_out(view: View) -> ViewOut:
    """Write what someone is shown."""
    return ViewOut(
        possible=not view.why,
        why=view.why,
        seen=view.seen,
        findings=[finding_out(finding) for finding in view.findings],
    )
