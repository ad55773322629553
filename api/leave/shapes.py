"""Leave as it crosses HTTP: a request, its answer, and what it would break."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AliasPath, BaseModel, Field

from api.asking.shapes import Moment, Text
from api.web.answer import Body, Out


class NewLeave(Body):
    """Leave to ask for: from a day to another, both included, or from an hour to another."""

    start: Moment
    end: Moment = Field(examples=["2026-12-31"])
    kind: Annotated[str, Field(max_length=40, examples=["conge"])] = "conge"
    note: Text = Field(
        "", description="Lue par qui répond : rien de médical ici.", examples=["Noël en famille"]
    )


class Grant(Body):
    """A grant: the slots of the published shifts that it breaks, as they were shown."""

    answer: Text = Field("", examples=["Bonnes fêtes."])
    knowing: Annotated[list[Annotated[str, Field(max_length=160)]], Field(max_length=400)] = Field(
        [], examples=[["P-J-2026-03-02"]]
    )


class Refuse(Body):
    """A refusal, and why."""

    answer: Text = Field(examples=["Trois absents ce jour-là."])


class LeaveOut(Out):
    """A request: `state` is `demande`, `accorde`, `refuse` or `retire`."""

    id: str
    person: str = Field(validation_alias="mediator")
    start: str
    end: str
    kind: str
    note: str
    state: str
    requested: datetime
    decided: datetime | None
    answer: str
    number: int


class BrokenOut(Out):
    """A shift that the leave breaks, how many hold it and how many would be left."""

    slot: str
    dispositif: str
    site: str
    start: datetime = Field(validation_alias=AliasPath("span", "start"))
    end: datetime = Field(validation_alias=AliasPath("span", "end"))
    holders: int
    left: int
    minimum: int | None
    target: int | None
    uncovered: bool


class DraftedOut(Out):
    """A shift that a draft gives the person at that time, and that isn't published."""

    rota: str
    version: int
    shift: BrokenOut


class OtherOut(BaseModel):
    """Another request at the same time, on the same dispositifs."""

    id: str
    person: str
    name: str
    start: str
    end: str
    state: str


class WeighedOut(LeaveOut):
    """A request and what bears on it: published and drafted shifts, requests at the same time."""

    name: str
    agency: str
    broken: list[BrokenOut]
    drafted: list[DraftedOut]
    others: list[OtherOut]
