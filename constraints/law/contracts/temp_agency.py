"""Tell who answers for a temp's hours, nights, rests and holidays: the host (L1251-21)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source, code
from scheduler.domain.employment.contracts import ContractKind, HoursBasis
from scheduler.domain.time import Span, days_span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L1251_21 = code("L1251-21", "LEGIARTI000006901274")
D3171_7 = code("D3171-7", "LEGIARTI000043128634")
L3133_3 = code("L3133-3", "LEGIARTI000033020893")
ECLAT = Source("ECLAT, IDCC 1518", "5.7.1.2")

SEVERAL_WEEKS = {HoursBasis.CYCLE: "sur un cycle", HoursBasis.YEAR: "sur l’année"}


@dataclass(frozen=True, kw_only=True)
class TempAgency(PersonRule):
    """
    Each mission worked is noted; if its hours are counted over several weeks, to confirm.

    Every rule on hours, nights, rests and holidays judges temporary workers as it does employees,
    earlier missions included; hence nothing to encode here. Two things differ for them: they are
    named in the list of each team (D3171-7), and the days off on public holidays keep no pay for
    them (L3133-3). Whether an arrangement over several weeks binds them is the agreement's to say
    (ECLAT says no): to confirm.
    """

    id: ClassVar[str] = "temp_agency"
    title: ClassVar[str] = "Intérim"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    effect: ClassVar[Effect] = Effect.INFORM
    sources: ClassVar[tuple[Source, ...]] = (L1251_21, D3171_7, L3133_3, ECLAT)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail en intérim à partir du {day}, {mission}. "
        "L’association répond de sa durée du travail, de ses nuits, de ses repos et des jours "
        "fériés ; son nom figure dans la composition des équipes (D3171-7)."
    )
    counted: ClassVar[str] = (
        "{who} : heures d’intérim comptées {period} ({mission}). L’accord le permet aux "
        "intérimaires, ou il les exclut comme ECLAT (5.7.1.2) et leurs heures se comptent à la "
        "semaine : à confirmer."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Report each mission that has work in the horizon."""
        who, horizon = timeline.mediator, timeline.horizon
        for contract in sorted(who.contracts, key=lambda c: c.start):
            if contract.kind is not ContractKind.TEMP:
                continue
            days = [
                day
                for day in timeline.days
                if contract.covers(day.day) and horizon.first <= day.first < horizon.last
            ]
            if not days:
                continue
            span = Span(days[0].span.start, days[-1].span.end)
            duties = tuple(duty for day in days for duty in day.duties)
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=days[0].day,
                span=span,
                measured=len(days),
                limit=0,
                duties=duties,
                verdict=Verdict.NOTE,
                sentence=self.sentence.replace("{mission}", _mission(contract)),
            )
            if contract.basis in SEVERAL_WEEKS:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=days[0].day,
                    span=days_span(days[0].day, days[-1].day),
                    measured=len(days),
                    limit=0,
                    duties=duties,
                    verdict=Verdict.TO_CONFIRM,
                    sentence=self.counted.replace("{mission}", _mission(contract)).replace(
                        "{period}", SEVERAL_WEEKS[contract.basis]
                    ),
                    source=ECLAT,
                )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: every other rule bounds temporary workers too."""


def _mission(contract: Contract) -> str:
    end = f"au {contract.end:%d/%m/%Y}" if contract.end else "sans fin connue"
    return f"mission du {contract.start:%d/%m/%Y} {end}"


RULE = TempAgency()
