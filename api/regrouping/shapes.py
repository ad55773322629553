"""Shapes of the ways to regroup teams, for `--json` and for HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.judging.shapes import FindingOut, finding_out
from api.regrouping.wording import (
    asked_words,
    exception_words,
    option_words,
    outcome_words,
    refused_words,
    title_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.month.frames import Frame
    from api.planning.names import Names
    from api.regrouping.letters import Notified
    from api.regrouping.search import Way
    from api.regrouping.service import Option, Refused, Regroup
    from calendars.templates.template import TemplateException


class MoveOut(BaseModel):
    """A person who leaves a slot for another one."""

    person: str = Field(examples=["ada"])
    name: str = Field(examples=["Ada Lemoine"])
    source: str = Field(examples=["P-J-2026-03-02"])
    target: str = Field(examples=["P-K-2026-03-02"])


class EmptiedOut(BaseModel):
    """A slot that fewer people hold than before; `broken`: it goes below its minimum."""

    slot: str
    before: int
    after: int
    target: int
    broken: bool


class LetterOut(BaseModel):
    """Who is told, and the mail that publishing sends them (null: their calendar alone)."""

    person: str
    name: str
    subject: str | None = Field(examples=["Votre planning a changé : 2 services"])
    body: str | None


class WayOut(BaseModel):
    """Who moves, and what it costs: the ranks in their order, after the people still missing."""

    title: str = Field(examples=["Ada Lemoine, Brice Kouassi : Nord → Ouest"])
    moves: list[MoveOut]
    split: int
    referents: int
    moved: int
    minimum: int
    target: int
    minutes: int


class OptionOut(WayOut):
    """A lawful way, applied and audited. `findings`: those that it adds, and that don't block."""

    missing: int
    sentences: list[str]
    uncovered: list[EmptiedOut]
    findings: list[FindingOut]
    letters: list[LetterOut]


class RefusedWayOut(WayOut):
    """A way that isn't lawful, and the findings that forbid it."""

    words: str
    findings: list[FindingOut]


class NeededExceptionOut(BaseModel):
    """What must be recorded of the day, for a place to be open or to take more people."""

    template: str
    day: date
    action: str = Field(examples=["modifie"])
    minimum: int | None
    target: int | None
    maximum: int | None
    why: str
    words: str


class RegroupOut(BaseModel):
    """
    The ways to regroup, the best first; `nearest` only where none is lawful.

    `people`: asked for at the targets; `there`: those already there; `room`: how many more they
    take. `concluded`: nothing better is left out. `exceptions`: what publishing an option needs
    first.
    """

    day: date
    since: datetime
    targets: list[str]
    people: int
    there: int
    room: int
    concluded: bool
    sentences: list[str]
    exceptions: list[NeededExceptionOut]
    options: list[OptionOut]
    nearest: list[RefusedWayOut]


def regroup_out(
    frame: Frame,
    regroup: Regroup,
    letters: Sequence[Sequence[Notified]],
    since: datetime,
    names: Names,
) -> RegroupOut:
    """Write what can be done; `letters`: those of each option, in the same order."""
    emergency = regroup.emergency
    return RegroupOut(
        day=emergency.day,
        since=since,
        targets=[slot.id for slot in emergency.targets],
        people=emergency.people,
        there=regroup.there,
        room=regroup.room,
        concluded=regroup.concluded,
        sentences=[asked_words(regroup, names), *outcome_words(regroup)],
        exceptions=[_exception(exception) for exception in emergency.exceptions],
        options=[
            _option(frame, regroup, option, notified_people, names)
            for option, notified_people in zip(regroup.options, letters, strict=True)
        ],
        nearest=[_refused(frame, refused, names) for refused in regroup.nearest],
    )


def _way(frame: Frame, way: Way, names: Names) -> dict[str, object]:
    people = frame.problem.mediator_of
    return {
        "title": title_words(way, frame.problem, names),
        "moves": [
            MoveOut(
                person=move.mediator,
                name=people[move.mediator].name,
                source=move.source,
                target=move.target,
            )
            for move in way.moves
        ],
        "split": way.split,
        "referents": way.referents,
        "moved": len(way.moves),
        "minimum": way.minimum,
        "target": way.target,
        "minutes": way.minutes,
    }


def _option(
    frame: Frame, regroup: Regroup, option: Option, people: Sequence[Notified], names: Names
) -> OptionOut:
    broken = {slot.id for slot in option.broken}
    return OptionOut.model_validate(
        {
            **_way(frame, option.way, names),
            "missing": option.missing,
            "sentences": list(option_words(option, regroup.emergency, names)),
            "uncovered": [
                EmptiedOut(
                    slot=post.slot.id,
                    before=post.before,
                    after=post.after,
                    target=post.target,
                    broken=post.slot.id in broken,
                )
                for post in option.uncovered
            ],
            "findings": [finding_out(finding) for finding in option.findings],
            "letters": [
                LetterOut(
                    person=notified.mediator.id,
                    name=notified.mediator.name,
                    subject=None if notified.letter is None else notified.letter.subject,
                    body=None if notified.letter is None else notified.letter.body,
                )
                for notified in people
            ],
        }
    )


def _refused(frame: Frame, refused: Refused, names: Names) -> RefusedWayOut:
    return RefusedWayOut.model_validate(
        {
            **_way(frame, refused.way, names),
            "words": refused_words(refused, names),
            "findings": [finding_out(finding) for finding in refused.findings],
        }
    )


def _exception(exception: TemplateException) -> NeededExceptionOut:
    need = None if exception.needs is None else exception.needs[0]
    return NeededExceptionOut(
        template=exception.template,
        day=exception.day,
        action=exception.action.value,
        minimum=None if need is None else need.minimum,
        target=None if need is None else need.target,
        maximum=None if need is None else need.maximum,
        why=exception.why,
        words=exception_words(exception),
    )
