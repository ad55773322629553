"""Shapes of trainings: hours of titles in minutes, days that would make them up, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from api.training.service import Trainee


class TitleHoursOut(BaseModel):
    """A person's training for a title, in minutes."""

    title: str = Field(examples=["AMIS"])
    cohorts: list[str]
    due: int = Field(description="Ce que le titre demande.")
    done: int
    planned: int
    missing: int = Field(description="Ce qu’aucune séance datée ne donne.")
    holidays: int = Field(description="Ce que prennent des jours fériés.")
    missed: int = Field(description="Séances manquées par absence.")
    make_up_days: list[str] = Field(description="Jours libres où le rattraper.")


class TraineeOut(BaseModel):
    """A person in training, with what is to be settled today, in French."""

    person: str
    name: str
    titles: list[TitleHoursOut]
    remarks: list[str]


def trainee_out(trainee: Trainee) -> TraineeOut:
    """Return the shape of a person in training."""
    return TraineeOut(
        person=trainee.person.id,
        name=trainee.person.name,
        titles=[
            TitleHoursOut(
                title=each.title,
                cohorts=list(each.cohorts),
                due=each.due,
                done=each.done,
                planned=each.planned,
                missing=each.missing,
                holidays=each.lost,
                missed=each.missed,
                make_up_days=[day.isoformat() for day in each.make_up],
            )
            for each in trainee.titles
        ],
        remarks=[finding.message for finding in trainee.findings],
    )
