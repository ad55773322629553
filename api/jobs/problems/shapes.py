"""What crosses HTTP of a problem that is sent whole: its rows, and the rota that answers it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.data.entering.schemas import SENT
from api.data.folder.history import WORKED_COLUMNS, worked_cells
from api.jobs.shapes import PRINTED, JobConfig
from api.judging.shapes import FindingOut
from api.month.candidates.shapes import OpenOut
from api.month.findings import findings_of
from api.month.frames import Frame
from api.month.holes.answers import holes_json
from api.month.holes.service import holes_of
from api.month.shapes import findings_json
from api.planning.counters import Begun
from api.planning.names import names_of
from api.web.answering.answer import Body
from api.web.months import PATTERN
from scheduler.domain.problem import Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import instant_of

MOST_ROWS = 20_000
"""Of one problem: three times those of an association of 190 people."""

FIELDS = ("slot", "person", "dispositif", "agency", "site", "kind", "start", "end", "breaks")
"""Fields of a shift, in the order of `WORKED_COLUMNS`, which say what each may be."""

FIELD_OF: Mapping[str, str] = dict(zip(WORKED_COLUMNS, FIELDS, strict=True))
INSTANT: dict[str, JsonValue] = {"format": "date-time"}
Word = Annotated[str, Field(max_length=120, pattern=PRINTED)]
Slot = Annotated[str, Field(min_length=1, max_length=160, pattern=PRINTED)]
Person = Annotated[str, Field(min_length=1, max_length=120, pattern=PRINTED)]
DutyName = Literal["travail", "astreinte", "intervention", "formation", "trajet", "domicile"]
Instant = Annotated[str, Field(max_length=40, json_schema_extra=INSTANT)]


class AddedRow(Body):
    """
    A row of some kind (see `schemas`), as the transaction of an association's rows adds it.

    `key`, `number`, `remarks`: what a read said of it, which isn't looked at.
    """

    kind: Annotated[str, Field(max_length=40)]
    action: Literal["ajouter"] = "ajouter"
    values: dict[str, Any]
    key: int | None = None
    number: int | None = None
    remarks: Annotated[
        tuple[Annotated[str, Field(max_length=5000)], ...], Field(max_length=100)
    ] = ()


class HeldIn(Body):
    """Who holds a slot; what else a rota says of it may stay, and isn't read."""

    slot: Slot
    person: Person

    model_config = ConfigDict(extra="ignore", frozen=True)


class ShiftIn(Body):
    """
    A shift that was published: its hours carry their offset.

    `kind`: `travail`, `astreinte`… `breaks`: as files have them, `30/non_payee/` and the instant.
    """

    slot: Slot
    person: Person
    dispositif: Word = ""
    agency: Word = ""
    site: Word = ""
    kind: DutyName = "travail"
    start: Instant
    end: Instant
    breaks: Annotated[str, Field(max_length=400, pattern=PRINTED)] = ""

    @property
    def cells(self) -> dict[str, str]:
        """The cells that a file would have of it."""
        return {column: str(getattr(self, field)) for column, field in FIELD_OF.items()}


class ProblemInput(Body):
    """
    A problem, whole: the month to plan, and the rows of an association as `POST /donnees` has them.

    `standing`: the rota that there is, which the answer is at least as good as. `history`: shifts
    before the month, by which its rest and hours are counted. A rota that was answered goes in
    again, as either.
    """

    month: Annotated[str, Field(pattern=PATTERN, max_length=7, examples=["2027-01"])]
    rows: Annotated[list[AddedRow], Field(min_length=1, max_length=MOST_ROWS, examples=[SENT])]
    standing: Annotated[list[HeldIn], Field(max_length=MOST_ROWS)] = Field(default_factory=list)
    history: Annotated[list[ShiftIn], Field(max_length=MOST_ROWS)] = Field(default_factory=list)


class AskProblem(Body):
    """A problem to solve, and how to search."""

    config: JobConfig = JobConfig()
    model_input: ProblemInput = Field(examples=[{"month": "2027-01", "rows": SENT}])


class ShiftOut(BaseModel):
    """A shift of a rota, and who holds it (see `ShiftIn`)."""

    slot: Slot
    person: Person
    dispositif: str
    agency: str
    site: str
    kind: DutyName
    start: datetime
    end: datetime
    breaks: str


class HoleOut(OpenOut):
    """A need that a rota leaves below its target, and why."""

    slot: str
    dispositif: str
    site: str
    start: datetime
    end: datetime
    have: int
    minimum: int
    target: int


class PersonHoursOut(BaseModel):
    """
    A person's month, in minutes: `planned` counts towards the contract, by which `due` are owed.

    `work`, `night`, `sunday`, `holiday`: minutes worked there; `days`: nights and days worked.
    """

    person: str
    name: str
    due: int
    planned: int
    work: int
    training: int
    travel: int
    night: int
    sunday: int
    holiday: int
    days: Begun


class ProblemAnswerOut(BaseModel):
    """
    The rota that answers a problem, audited rule by rule before it left.

    `lawful`: nothing that blocks is found but what earlier shifts alone prove.
    """

    month: str = Field(examples=["2027-01"])
    lawful: bool
    rota: list[ShiftOut]
    holes: list[HoleOut]
    findings: list[FindingOut]
    hours: list[PersonHoursOut]


HOURS = ("due", "planned", "work", "training", "travel", "night", "sunday", "holiday")
DAYS = tuple(field.name for field in fields(Begun))


def answer_of(frame: Frame, solution: Rota, now: int) -> dict[str, Any]:
    """Return a rota as plain values, judged whole by the rules as it leaves, at a UTC minute."""
    rota, people = frame.rota(solution.assignments), frame.problem.mediator_of
    findings = findings_of(frame, rota.assignments, whole=True, now=instant_of(now))
    posts = holes_json(holes_of(frame, rota.assignments, now=now), names_of(frame.association))
    return {
        "month": frame.label,
        "lawful": not any(finding.blocks and not finding.inherited for finding in findings),
        "rota": [
            dict(zip(FIELDS, worked_cells(Worked(mediator=who.id, duty=slot.duty)), strict=True))
            for slot in sorted(frame.slots, key=lambda each: (each.span.first, each.id))
            for who in rota.team_of[slot.id]
        ],
        "holes": posts["posts"],
        "findings": findings_json(findings, people),
        "hours": [
            {"person": who, "name": people[who].name}
            | {name: getattr(counters, name) for name in HOURS}
            | {"days": {name: getattr(counters, name) for name in DAYS}}
            for who in sorted(frame.posted)
            for counters in (frame.counters(rota, people[who]),)
        ],
    }
