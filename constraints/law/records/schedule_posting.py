"""List teams by name, and who rests on another day than Sunday, for posting (D3171-7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_6, R3173_1, R3173_2
from constraints.teams import EMPLOYER, work_in
from scheduler.dated import Source, code
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.time import SUNDAY, day_span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel

L3171_1 = code("L3171-1", "LEGIARTI000033021067")
D3171_1 = code("D3171-1", "LEGIARTI000033516016")
D3171_2 = code("D3171-2", "LEGIARTI000018533984")
D3171_3 = code("D3171-3", "LEGIARTI000018533982")
D3171_4 = code("D3171-4", "LEGIARTI000043128637")
D3171_5 = code("D3171-5", "LEGIARTI000033516009")
D3171_7 = code("D3171-7", "LEGIARTI000043128634")
R3172_1 = code("R3172-1", "LEGIARTI000033292511")
R3172_2 = code("R3172-2", "LEGIARTI000018533940")
R3172_4 = code("R3172-4", "LEGIARTI000018533936")


@dataclass(frozen=True, kw_only=True)
class SchedulePosting(TeamRule):
    """
    Postings and registers that the horizon calls for, each reported once.

    Posted: the names of people who work in teams or by rotation, and the rest days of people who
    work on a Sunday. Reported only if the employer has described itself. Whether a sheet was
    signed, pinned up and sent isn't in the data.
    """

    id: ClassVar[str] = "schedule_posting"
    title: ClassVar[str] = "Affichage et registres"
    severity: ClassVar[Severity] = Severity.PROCEDURAL
    effect: ClassVar[Effect] = Effect.INFORM
    sources: ClassVar[tuple[Source, ...]] = (
        *(D3171_7, L3171_1, D3171_1, D3171_2, D3171_3, D3171_4, D3171_5),
        *(R3172_1, R3172_2, R3172_4),
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3173_1, R3173_2, R3135_6)
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = (
        "{who} : {measured} au planning par équipes ou par roulement à partir du {day}, {temps} : "
        "composition nominative datée, signée et affichée avant le début, ou tenue en registre."
    )
    resting: ClassVar[str] = (
        "{who} : {measured} au travail un dimanche à partir du {day} : leurs jours et heures de "
        "repos sont communiqués aux salariés et, avant, à l’inspection du travail (R3172-1), ou "
        "portés avant exécution au registre spécial (R3172-2, R3172-4)."
    )

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Count the people who work by rotation, and those who work on a Sunday."""
        if not rota.problem.employer.declared:
            return
        horizon = rota.problem.horizon
        working = list(work_in(rota, horizon))
        rotating = _rotating(rota)
        teams = [(who, duties[0]) for who, duties in working if who.id in rotating]
        if teams:
            temps = sum(1 for who, duty in teams if _temp(who, duty))
            words = f"dont {temps} en intérim" if temps else "sans intérimaire"
            yield self._note(rota, teams, self.sentence.replace("{temps}", words), D3171_7)
        sundays = [
            (who, duty)
            for who, duties in working
            if (duty := next((d for d in duties if _on_sunday(rota, d)), None)) is not None
        ]
        if sundays:
            yield self._note(rota, sundays, self.resting, R3172_1)

    def _note(
        self, rota: Rota, concerned: list[tuple[Mediator, Duty]], sentence: str, source: Source
    ) -> Finding:
        duties = tuple(duty for _, duty in concerned)
        first = min(duty.span.first for duty in duties)
        on = next(d.span.day for d in duties if d.span.first == first)
        return self.finding(
            subject=EMPLOYER,
            who=rota.problem.employer.called,
            on=max(on, rota.problem.horizon.day),
            span=rota.problem.horizon,
            measured=len(concerned),
            limit=0,
            duties=duties,
            verdict=Verdict.NOTE,
            sentence=sentence,
            source=source,
        )

    def encode(self, model: RotaModel) -> None:
        """Post nothing: a posting or a register forbids no shift."""


def _rotating(rota: Rota) -> frozenset[str]:
    """
    Return the people whose hours the rota decides, in turns.

    They hold its slots or, where it was made elsewhere, did what it holds.
    """
    return rota.problem.decided_before | {assignment.mediator for assignment in rota.assignments}


def _temp(who: Mediator, duty: Duty) -> bool:
    contract = who.contract_on(duty.span.day)
    return contract is not None and contract.kind is ContractKind.TEMP


def _on_sunday(rota: Rota, duty: Duty) -> bool:
    """Whether a duty works on a Sunday of the horizon."""
    return any(
        day.weekday() == SUNDAY
        and rota.problem.horizon.contains(day_span(day))
        and duty.work_in(day_span(day)) > 0
        for day in duty.span.days
    )


RULE = SchedulePosting()
