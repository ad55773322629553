"""Require the part-time minimum of the job and of the employer's size (ALISFA, IV-2.1.6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.texts import alisfa
from scheduler.dated import Dated
from scheduler.domain.time import day_span
from scheduler.finding import Effect, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

SMALL = 20
"""Employees (full-time equivalents) from which the longer minima are due."""
LEGAL = 24 * 60
WEEK = 7

TECHNICAL = frozenset({"intervenant technique"})
ACTIVITY = frozenset({"animateur d’activité"})
CHILDHOOD = frozenset({"éducateur petite enfance"})
COORDINATOR = frozenset({"coordinateur"})
OTHERS = frozenset(
    {
        "agent de maintenance",
        "animateur",
        "auxiliaire petite enfance",
        "auxiliaire de soins",
        "chargé d’accueil",
        "comptable",
        "personnel administratif",
        "personnel de service",
        "secrétaire",
    }
)


@dataclass(frozen=True, kw_only=True)
class AlisfaMinimum(Clause):
    """
    A part-time contract has a minimum of hours a week, which depends on the job it names.

    The job is the contract's `group`, in the agreement's words. « 8 h 50 » and « 17 h 50 » are
    read as decimals (8.5 hours, 17.5 hours) or as hours and minutes: between the two, to confirm;
    so is a contract under twenty-four hours whose job, or whose employer's size where it matters,
    isn't known: the size is the headcount, the text's being in full-time equivalents. The jobs
    are those of the text read, before the classification of 2024. Judged on contracts that begin
    in the horizon; the exceptions of L3123-7 that a contract records are left out. Nothing is
    encoded: no rota changes a contract.
    """

    id: ClassVar[str] = "ccn_alisfa_part_time_min"
    title: ClassVar[str] = "ALISFA : minimum du temps partiel selon l’emploi"
    effect: ClassVar[Effect] = Effect.WARN
    sentence: ClassVar[str] = (
        "{who} : contrat à temps partiel de {measured} par semaine à partir du {day}, au lieu de "
        "{limit} au moins pour cet emploi."
    )
    unsure: ClassVar[str] = (
        "{who} : contrat à temps partiel de {measured} par semaine à partir du {day} ; le minimum "
        "de la convention dépend de l’emploi et de l’effectif, « 8 h 50 » et « 17 h 50 » se lisent "
        "de deux façons ({limit} au plus) : à confirmer."
    )

    technical: Dated = agreed(
        "minutes",
        60,
        alisfa("IV-2.1.6.1"),
        floor=1,
        locked="higher",
        name="minimum des animateurs techniciens",
    )
    activity: Dated = agreed(
        "minutes",
        5 * 60,
        alisfa("IV-2.1.6.1"),
        floor=1,
        locked="higher",
        name="minimum des animateurs d’activité",
    )
    others: Dated = agreed(
        "minutes",
        8 * 60 + 30,
        alisfa("IV-2.1.6.1"),
        floor=1,
        locked="higher",
        name="minimum des autres emplois",
    )
    others_read_otherwise: Dated = agreed(
        "minutes",
        8 * 60 + 50,
        alisfa("IV-2.1.6.1"),
        name="minimum des autres emplois, autre lecture",
    )
    coordinator: Dated = agreed(
        "minutes",
        17 * 60 + 30,
        alisfa("IV-2.1.6.1"),
        floor=1,
        locked="higher",
        name="minimum des coordinateurs",
    )
    coordinator_read_otherwise: Dated = agreed(
        "minutes",
        17 * 60 + 50,
        alisfa("IV-2.1.6.1"),
        name="minimum des coordinateurs, autre lecture",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each part-time contract that begins in the horizon with its job's minimum."""
        who, days = timeline.mediator, timeline.horizon.days
        for contract in who.contracts:
            start = contract.start
            if not contract.part_time or not days[0] <= start <= days[-1]:
                continue
            short = contract.end is not None and (contract.end - start).days < WEEK
            if contract.short_hours is not None or short or not self.in_force(start):
                continue
            low, high = self._bounds(contract, timeline.employer.headcount, start)
            if contract.weekly_minutes >= high:
                continue
            certain = contract.weekly_minutes < low
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=start,
                span=day_span(start),
                measured=contract.weekly_minutes,
                limit=low if certain else high,
                verdict=Verdict.VIOLATION if certain else Verdict.TO_CONFIRM,
                sentence=None if certain else self.unsure,
                inherited=False,
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: no rota changes a contract."""

    def _bounds(self, contract: Contract, headcount: int | None, day: date) -> tuple[int, int]:
        """Return the minutes under which a contract is surely too short, and those that suffice."""
        job = contract.group.strip().lower().replace("'", "’")
        technical, activity = self.technical.on(day), self.activity.on(day)
        others = self.others.on(day), self.others_read_otherwise.on(day)
        coordinator = self.coordinator.on(day), self.coordinator_read_otherwise.on(day)
        by_size = {
            frozenset(OTHERS): (activity, *others),
            CHILDHOOD: (activity, *coordinator),
        }
        if job in TECHNICAL:
            return technical, technical
        if job in ACTIVITY:
            return activity, activity
        if job in COORDINATOR:
            return coordinator
        for jobs, (small, low, high) in by_size.items():
            if job in jobs:
                if headcount is None:
                    return small, high
                return (small, small) if headcount < SMALL else (low, high)
        return technical, LEGAL


RULE = AlisfaMinimum()
