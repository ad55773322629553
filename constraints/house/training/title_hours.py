"""Look for trainings whose sessions don't reach the hours that their title asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source
from scheduler.domain.time import days_span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import Lever, PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.course import Course
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

HOUSE = Source("règle de la maison", "Durée que le titre demande, saisie avec la promotion")


@dataclass(frozen=True, kw_only=True)
class TitleHours(PersonRule):
    """
    The sessions that have a date give the hours that a title asks for.

    It is a note while sessions are still to come, for a day may be added, and a finding from the
    month of the last one on, until the contract ends. Sessions on public holidays or during an
    absence give nothing. No law fixes these hours, so it only warns, and a rota decides none of it.
    """

    id: ClassVar[str] = "title_hours"
    title: ClassVar[str] = "Heures de formation du titre"
    severity: ClassVar[Severity] = Severity.HOUSE
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (HOUSE,)
    lever: ClassVar[Lever | None] = Lever.TRAINING
    short_memory: ClassVar[bool] = True
    sentence: ClassVar[str] = (
        "{who} : {measured} de formation [title] datées, au lieu de {limit} que le titre demande ; "
        "il manque {amount}[taken]."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each training that isn't over before the horizon with what its title asks for."""
        who, days = timeline.mediator, timeline.horizon.days
        if not any(course.missing for course in who.courses):
            return
        there = [day for day in days if who.contract_on(day) is not None]
        for course in who.courses:
            under = [day for day in there if course.first <= day]
            if not course.missing or not under:
                continue
            contract = who.contract_on(course.last)
            if contract is None or not contract.covers(under[0]):
                continue
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=under[0],
                span=days_span(under[0], under[-1]),
                measured=course.dated,
                limit=course.due,
                verdict=Verdict.VIOLATION if course.last <= days[-1] else Verdict.NOTE,
                sentence=self.sentence.replace("[title]", course.title).replace(
                    "[taken]", _taken(course)
                ),
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a rota doesn't decide sessions of training."""


def _taken(course: Course) -> str:
    """Say what holidays and absences take away."""
    parts = (
        ("que prennent des jours fériés", course.lost),
        ("manquées par absence", course.missed),
    )
    said = [f"{shown(minutes, 'minutes')} {text}" for text, minutes in parts if minutes]
    return f" ({', '.join(said)})" if said else ""


RULE = TitleHours()
