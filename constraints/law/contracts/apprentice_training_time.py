"""Count an apprentice's hours at the training centre as work (L6222-24)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source, code
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.time import week_span
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L6222_24 = code("L6222-24", "LEGIARTI000006904020")
L3162_2 = code("L3162-2", "LEGIARTI000006902787")
L6222_28 = code("L6222-28", "LEGIARTI000006904024")
L6222_23 = code("L6222-23", "LEGIARTI000006904019")
OVER_A_PERIOD = frozenset({HoursBasis.CYCLE, HoursBasis.YEAR})


@dataclass(frozen=True, kw_only=True)
class TrainingTime(PersonRule):
    """
    Time at the training centre counts as work in every total: a definition, which forbids nothing.

    `DutyKind.TRAINING` is among the kinds that count, so days, weeks, averages and rests include
    it. The rest of the week is left for posts, « dans la limite de l'horaire de travail applicable
    ». Beyond it an adult full-timer does overtime, which the law allows (L6222-28) and which is
    noted here, week by week. A minor's is the business of the thirty-five hours, a part-timer's
    hours are complementary, and those counted over a cycle or a year are overtime by its end at the
    earliest (L3121-41). Modules that the apprentice adds of his own will don't count: leave them
    out of the calendar.
    """

    id: ClassVar[str] = "apprentice_training_time"
    title: ClassVar[str] = "Temps de CFA = temps de travail"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L6222_24, L3162_2, L6222_28, L6222_23)
    sentence: ClassVar[str] = (
        "{who} (apprentissage) : {measured} dans {week}, formation comprise, pour un "
        "contrat de {limit} : {amount} au-delà, déjà dans les heures supplémentaires de la semaine."
    )

    def minutes(self, timeline: Timeline, monday: date) -> int:
        """Return the minutes of training in the civil week."""
        week = week_span(monday)
        return sum(
            duty.work_in(week)
            for duty in timeline.working
            if duty.kind is DutyKind.TRAINING and duty.span.touches(week)
        )

    def computed(self, timeline: Timeline) -> int:
        """Return the minutes that count in the horizon's last week, training included."""
        return timeline.minutes_by_week.get(timeline.horizon_weeks[-1], 0)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Note each training week in which an adult apprentice's posts add overtime."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            contract = who.contract_on(monday)
            if contract is None or not who.apprentice_on(monday) or who.minor_on(monday):
                continue
            if contract.part_time or contract.basis in OVER_A_PERIOD:
                continue
            training = self.minutes(timeline, monday)
            worked = timeline.minutes_by_week.get(monday, 0)
            if 0 < training < worked and worked > contract.weekly_minutes:
                span = week_span(monday)
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=monday,
                    span=span,
                    measured=worked,
                    limit=contract.weekly_minutes,
                    duties=timeline.duties_in(span),
                    verdict=Verdict.NOTE,
                )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a definition forbids nothing."""


RULE = TrainingTime()
