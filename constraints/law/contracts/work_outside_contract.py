"""Forbid work before hiring and after a contract's end (L1243-11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from scheduler.dated import Source, code
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.time import day_span, days_span
from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

# Not in the catalogue of rules, which asks for the finding: read in the edition that it uses, the
# Code as consolidated on 27 March 2026.
L1243_11 = code("L1243-11", "LEGIARTI000006901222")
L1251_39 = code("L1251-39", "LEGIARTI000006901293")
L1221_10 = code("L1221-10", "LEGIARTI000006900849")

OF_THE_EMPLOYER = frozenset({DutyKind.WORK, DutyKind.TRAVEL, DutyKind.INTERVENTION})
"""What is done for the employer. Classes aren't: they may begin before the contract does."""


class Gap(NamedTuple):
    """Days without a contract, between two contracts (None: before the first, after the last)."""

    before: Contract | None
    after: Contract | None


@dataclass(frozen=True, kw_only=True)
class OutsideContract(PersonRule):
    """
    Work, travel and interventions on days that none of the person's contracts covers.

    A fixed-term contract that goes on past its term becomes a CDI (L1243-11), a temp who is kept
    after the mission without a contract has one with the host (L1251-39); anybody else would be
    hired again, and nobody is hired before being declared (L1221-10). A night over the last
    midnight of a contract counts by its minutes after it. Reported once for each stretch without a
    contract, dated on its first day of work; measured: its minutes. People without any known
    contract are left out.
    """

    id: ClassVar[str] = "work_outside_contract"
    title: ClassVar[str] = "Travail hors contrat"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    sources: ClassVar[tuple[Source, ...]] = (L1243_11, L1251_39, L1221_10)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail hors contrat, {days} à partir du {day} ; {contracts}. {law} "
        "Un contrat, un renouvellement ou un avenant qui couvre ces jours est à enregistrer, ou "
        "ce travail à retirer."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Sum up the work of each stretch without a contract."""
        who = timeline.mediator
        if not who.contracts:
            return
        gaps: dict[Gap, list[tuple[date, int, Duty]]] = {}
        for duty in timeline.working:
            if duty.kind not in OF_THE_EMPLOYER:
                continue
            for day, minutes in duty.by_day:
                if who.contract_on(day) is None and timeline.concerns(day_span(day), (duty,)):
                    gaps.setdefault(_gap(who, day), []).append((day, minutes, duty))
        for gap, worked in gaps.items():
            days = sorted({day for day, _, _ in worked})
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=days[0],
                span=days_span(days[0], days[-1]),
                measured=sum(minutes for _, minutes, _ in worked),
                limit=0,
                duties=[duty for _, _, duty in worked],
                sentence=self.sentence.replace("{days}", shown(len(days), "days"))
                .replace("{contracts}", _contracts(gap))
                .replace("{law}", _law(gap)),
                source=_article(gap),
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: the model never posts a person outside their contracts."""


def _gap(who: Mediator, day: date) -> Gap:
    """Return the contracts around a day that none covers."""
    return Gap(
        max((c for c in who.contracts if c.start < day), key=_start, default=None),
        min((c for c in who.contracts if c.start > day), key=_start, default=None),
    )


def _start(contract: Contract) -> date:
    return contract.start


def _contracts(gap: Gap) -> str:
    """Say in French which contracts come before and after the gap."""
    around: list[str] = []
    if gap.before is not None and gap.before.end is not None:
        kind, end = _kind(gap.before), gap.before.end
        around.append(f"le contrat précédent ({kind}) a fini le {end:%d/%m/%Y}")
    if gap.after is not None:
        which = "le suivant" if around else "son premier contrat connu"
        around.append(f"{which} ({_kind(gap.after)}) commence le {gap.after.start:%d/%m/%Y}")
    return " et ".join(around)


def _kind(contract: Contract) -> str:
    return "intérim" if contract.kind is ContractKind.TEMP else contract.kind.value


def _article(gap: Gap) -> Source:
    """Return the article that bears on a stretch, by what went before it."""
    if gap.before is None:
        return L1221_10
    return {ContractKind.CDD: L1243_11, ContractKind.TEMP: L1251_39}.get(gap.before.kind, L1221_10)


def _law(gap: Gap) -> str:
    return LAW[_article(gap)]


LAW = {
    L1243_11: "Un CDD qui se poursuit après son terme devient un CDI.",
    L1251_39: "Un intérimaire gardé sans contrat après sa mission est en CDI avec l’association.",
    L1221_10: "Nul ne travaille avant une embauche déclarée.",
}

RULE = OutsideContract()
