"""Hours worked, for programs: read, entered, confirmed."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.reach import OVERSEERS, Reach, own_person
from api.access.request import Reading, Who, Writing, tag_of
from api.access.rights.rule import agency, role
from api.asking.shapes import Ref, Text
from api.database.tables.asking import WorkedRow
from api.hours.entry import Entry
from api.hours.service import answers_for, confirm_several, current_entries, enter, log_for
from api.hours.worked import Kind, breaks_from
from api.ledger.history import whole
from api.web.answering.answer import MOST, Body, Items
from api.web.clock import Now
from api.web.months import MonthQuery
from api.web.paging import Page
from api.web.refusing.problems import refusals
from api.web.texts import Line
from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.time import PARIS, minute_of

router = Router(
    prefix="/api/v1/heures",
    tags=["heures faites"],
    caller="le portail des RH et la pointeuse",
    service=ServiceScope.DATA,
)
ANYONE = (Role.MEDIATEUR, Role.RH, Role.RESPONSABLE)


Instant = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(2000, 1, 1, tzinfo=UTC),
        lt=datetime(2100, 1, 1, tzinfo=UTC),
        examples=["2026-10-25T02:30:00+01:00"],
    ),
]


class PauseIn(Body):
    """A break: its minutes, whether it is paid, and when it began, if one knows."""

    minutes: Annotated[int, Field(ge=1, le=1440, examples=[30])]
    kind: BreakKind = BreakKind.UNPAID
    start: Instant | None = None


class HoursIn(Body):
    """
    What was worked of a duty.

    `uid`: of a published shift of one's own (empty: unplanned work; `slot` then names the post
    held in another's place or the standby that was called, or `dispositif` for whom it was).
    Instants carry their offset: in October 02:30 comes twice. `breaks`: null keeps those
    published. `why`: nothing medical, and nothing of an absence.
    """

    kind: Literal["conforme", "travail", "intervention", "absent"] = Field(examples=["travail"])
    uid: Ref = Field("", examples=["6d1f1a52-6f7e-5e0c-9d3b-2f0a5c8b7e11"])
    slot: Ref = ""
    dispositif: Ref = ""
    start: Instant | None = Field(None, examples=["2026-03-02T09:00:00+01:00"])
    end: Instant | None = Field(None, examples=["2026-03-02T17:15:00+01:00"])
    breaks: Annotated[list[PauseIn], Field(max_length=20)] | None = None
    why: Text = Field("", examples=["Incident au marché"])
    person: Annotated[str, Line(WorkedRow.mediator)] = Field(
        "", description="Celle dont on répond ; rien : soi-même."
    )

    def entry(self) -> Entry:
        """Return the entry that the use cases take."""
        return Entry(
            kind=Kind(self.kind),
            uid=self.uid,
            slot=self.slot,
            dispositif=self.dispositif,
            start=self.start,
            end=self.end,
            breaks=None
            if self.breaks is None
            else tuple(Break(minutes=b.minutes, kind=b.kind, start=b.start) for b in self.breaks),
            why=self.why,
        )


ROOT = "4f1c0a7b9d3e2a104f1c0a7b9d3e2a10"


class LineIn(Body):
    """Hours to confirm: the id of the duty's first line, and the number of its last, as read."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=[ROOT])]
    number: Annotated[int, Field(ge=1, le=MOST, examples=[1])]


class LinesIn(Body):
    """The hours of several shifts, to confirm at once."""

    lines: Annotated[list[LineIn], Field(min_length=1, max_length=400)] = Field(
        examples=[[{"id": ROOT, "number": 1}]]
    )


class HoursOut(BaseModel):
    """
    The last line on a duty: `id` is that of its first line, `number` how many there are.

    `confirmed`: by a responsable or RH.
    """

    id: str
    number: int
    person: str
    uid: str
    slot: str
    kind: str
    dispositif: str
    agency: str
    site: str
    start: datetime
    end: datetime
    breaks: tuple[Break, ...]
    minutes: int = Field(description="Minutes écoulées du début à la fin, pauses comprises.")
    why: str
    entered: datetime
    entered_by: str
    confirmed: bool


class LeftOut(BaseModel):
    """Hours that were left as they are, and why."""

    hours: HoursOut
    why: str


class ConfirmedOut(BaseModel):
    """What a confirmation of several hours did; `left`: changed or confirmed meanwhile."""

    confirmed: list[HoursOut]
    left: list[LeftOut]


@router.get("", may=role(*ANYONE))
def hours(
    *,
    who: Who,
    session: Reading,
    month: MonthQuery,
    page: Page,
    confirmed: Annotated[
        bool | None, Query(description="Les heures confirmées, ou à confirmer, seules.")
    ] = None,
) -> Items[HoursOut]:
    """Énumère ce qui est dit de mes heures, et de celles dont je réponds, par début."""
    reach = Reach(who, OVERSEERS)
    people = reach.people_and_self(whole(session))
    after = (str(page.after[0]), str(page.after[-1])) if page.after else None
    rows = [
        row
        for row in current_entries(session, months=[month])
        if answers_for(reach, row, people)
        and (confirmed is None or bool(row.confirmed_by) is confirmed)
        and (after is None or _key(row) > after)
    ]
    return page.of(rows, hours_out, _key)


@router.post(
    "", may=role(*ANYONE), status_code=201, responses=refusals(404, 409, 410), sends=("ETag",)
)
def say(body: HoursIn, who: Who, once: OnceKey, now: Now, response: Response) -> HoursOut:
    """Dit ce que j’ai fait d’un service, ou dit et confirme ce qu’une personne a fait."""

    def deed(session: Writing) -> HoursOut:
        association = whole(session)
        if body.person:
            person = Reach(who, OVERSEERS).someone(association, body.person)
        else:
            person = own_person(who, association)
        confirmed = bool(body.person)
        row = enter(session, who, person.id, body.entry(), confirmed=confirmed, now=now)
        response.headers["ETag"] = tag_of(row.root, row.number)
        return hours_out(row)

    return once.do(deed, response.headers)


@router.post("/confirmations", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def confirm_their_several(body: LinesIn, who: Who, session: Writing, now: Now) -> ConfirmedOut:
    """Dit justes les heures de plusieurs services ; celles qui ont changé restent à relire."""
    reach, association = Reach(who, OVERSEERS), whole(session)
    for line in body.lines:
        log_for(session, reach, association, line.id)
    done = confirm_several(session, who, [(line.id, line.number) for line in body.lines], now)
    return ConfirmedOut(
        confirmed=[hours_out(row) for row in done.rows],
        left=[LeftOut(hours=hours_out(row), why=why) for row, why in done.left],
    )


def hours_out(row: WorkedRow) -> HoursOut:
    """Write a line of the record."""
    return HoursOut(
        id=row.root,
        number=row.number,
        person=row.mediator,
        uid=row.uid,
        slot=row.duty,
        kind=row.kind,
        dispositif=row.dispositif,
        agency=row.agency,
        site=row.site,
        start=row.start.astimezone(PARIS),
        end=row.end.astimezone(PARIS),
        breaks=breaks_from(row.breaks),
        minutes=minute_of(row.end) - minute_of(row.start),
        why=row.why,
        entered=row.entered,
        entered_by=row.entered_by,
        confirmed=bool(row.confirmed_by),
    )


def _key(row: WorkedRow) -> tuple[str, str]:
    return row.start.isoformat(), f"{row.mediator} {row.id}"
