"""What the page of trainings shows: what is to be settled, then each title's hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import alphabetical, brief_date, hours
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.data.association import Association
    from api.training.service import TitleHours, Trainee

NONE = "–"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What is to be settled; `late`: a finding, not only a note."""

    text: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class TitleRow:
    """A person's training for a title, in words."""

    name: str
    title: str
    cohorts: str
    agency: str
    due: str
    done: str
    planned: str
    missing: str
    lost: str
    missed: str
    make_up: str


@dataclass(frozen=True, kw_only=True)
class TrainingView:
    """Remarks, the late ones first; rows by name."""

    remarks: tuple[Remark, ...]
    rows: tuple[TitleRow, ...]


def training_view(trainees: Iterable[Trainee], association: Association) -> TrainingView:
    """Show people in training."""
    agencies = {agency.id: agency.name for agency in association.agencies}
    people = tuple(trainees)
    remarks = [
        Remark(text=finding.message, late=finding.verdict is Verdict.VIOLATION)
        for trainee in people
        for finding in trainee.findings
    ]
    rows = [
        _row(trainee, each, agencies.get(trainee.person.agency, ""))
        for trainee in people
        for each in trainee.titles
    ]
    return TrainingView(
        remarks=tuple(sorted(remarks, key=lambda remark: not remark.late)),
        rows=tuple(sorted(rows, key=lambda row: alphabetical(row.name))),
    )


def _row(trainee: Trainee, each: TitleHours, agency: str) -> TitleRow:
    return TitleRow(
        name=trainee.person.name,
        title=each.title,
        cohorts=", ".join(each.cohorts),
        agency=agency,
        due=hours(each.due),
        done=hours(each.done),
        planned=hours(each.planned),
        missing=_or_none(each.missing),
        lost=_or_none(each.lost),
        missed=_or_none(each.missed),
        make_up=_make_up(each),
    )


def _make_up(each: TitleHours) -> str:
    """Name the days on which missing hours could be given."""
    days = ", ".join(f"{brief_date(day)} {day.year}" for day in each.make_up)
    return days or ("aucun jour libre avant la fin" if each.missing else NONE)


def _or_none(minutes: int) -> str:
    return hours(minutes) if minutes else NONE
