"""Shapes of publications over HTTP: the publication itself, and each person's changes."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.data.rows.readers import LONGEST
from api.database.tables.ledger import PublicationRow
from api.web.answering.answer import Body, Out
from api.web.answering.plain import Month
from api.web.texts import Line
from scheduler.domain.people import Mediator


class PublishIn(Body):
    """
    A publication to make.

    `seen`: the register's number when it was previewed; if it moved since, nothing is published.
    `open_posts`: how many posts one accepts to leave open; if others do, and not all of them are
    open in the published month already, nothing is published (null: any number).
    """

    note: Annotated[
        str,
        Line(PublicationRow.note),
        Field(
            examples=["Planning de mars"],
            description="Gardée pour toujours dans le registre : n’y nommez personne.",
        ),
    ] = ""
    seen: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None
    open_posts: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None


class AcknowledgeIn(Body):
    """A finding that one answers for, on a named ground."""

    code: Annotated[str, Line(LONGEST), Field(min_length=3, examples=["holidays-0a1b2c3d4e"])]
    ground: Annotated[
        str, Line(2 * LONGEST), Field(min_length=1, examples=["Accord du 12 mars 2026"])
    ]


class PublicationOut(Out):
    """
    A publication; `hash` covers `previous`, all of this and its entries.

    `rota` and `version`: the draft that was published (null: an import, a swap).
    """

    number: int
    id: str
    month: Month
    agency: str
    dispositifs: list[str]
    rota: str | None
    version: int | None
    origin: str = Field(examples=["publication"])
    made: datetime
    made_by: str
    note: str
    entries: int
    fingerprint: str
    previous: str
    hash: str


class WhenOut(BaseModel):
    """When and where a shift is."""

    start: datetime
    end: datetime
    site: str


class ChangeOut(BaseModel):
    """
    One change: `+` added, `~` moved, `-` taken away; `days` of notice.

    `urgent`: too late for the calendar alone, hence sent by mail too.
    """

    change: str
    slot: str
    dispositif: str
    kind: str
    old: WhenOut | None
    new: WhenOut | None
    days: int
    urgent: bool


class PersonChangesOut(BaseModel):
    """The changes of which a person is notified."""

    person: str
    name: str
    urgent: bool
    changes: list[ChangeOut]


class PublishedOut(PublicationOut):
    """
    A publication and the people it notified; those erased since are left out.

    Who answers for some of these people reads the changes of these alone.
    """

    people: list[PersonChangesOut]


def person_changes_out(
    notices: Mapping[str, list[dict[str, Any]]],
    people: Mapping[str, Mediator],
    theirs: Container[str] | None = None,
) -> list[PersonChangesOut]:
    """Write the changes of each person (of `theirs`; None: everybody); see `notices_of`."""
    return [
        PersonChangesOut(
            person=person,
            name=people[person].name if person in people else person,
            urgent=any(change["urgent"] for change in changes),
            changes=[ChangeOut.model_validate(change) for change in changes],
        )
        for person, changes in notices.items()
        if theirs is None or person in theirs
    ]


def published_out(
    row: PublicationRow,
    notices: Mapping[str, list[dict[str, Any]]],
    people: Mapping[str, Mediator],
    theirs: Container[str] | None = None,
) -> PublishedOut:
    """Write a publication and the changes of each person (of `theirs`; None: everybody)."""
    publication = PublicationOut.model_validate(row).model_dump()
    return PublishedOut(**publication, people=person_changes_out(notices, people, theirs))
