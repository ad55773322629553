"""Require agreement, written convention and autonomy for a forfait in days (L3121-63)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.forfait import L3121_64, DaysRule
from scheduler.dated import Dated, Level, Source, code
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import days_span
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.employment.forfait import Forfait
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_55 = code("L3121-55", "LEGIARTI000033003165")
L3121_58 = code("L3121-58", "LEGIARTI000033003228")
L3121_63 = code("L3121-63", "LEGIARTI000033003340")
L3121_65 = code("L3121-65", "LEGIARTI000036262800")


@dataclass(frozen=True, kw_only=True)
class ForfaitAgreement(PersonRule):
    """
    A forfait in days stands on an agreement, a written convention, and the person's autonomy.

    Without a company or branch agreement (L3121-63), or a convention written by the first day
    judged (L3121-55), it is void and hours are due, which nothing counts here: no work is planned
    under it until it is founded, or until the contract is in hours. The agreement has to set the
    number of days (L3121-64, I, 3°): it is recorded by `limit`. A convention of more days is to
    confirm: it counts for no more than the agreement's.

    Shifts at hours that a plan imposes contradict the autonomy that L3121-58 asks for (Cass. soc.
    15 December 2016, 15-17.568): to confirm, once a month for each person.
    """

    id: ClassVar[str] = "forfait_days_agreement"
    title: ClassVar[str] = "Forfait en jours : accord et convention"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.CONTRACT,)
    sources: ClassVar[tuple[Source, ...]] = (L3121_63, L3121_55, L3121_58, L3121_64, L3121_65)
    unit: ClassVar[str] = "slots"
    sentence: ClassVar[str] = (
        "{who} : {measured} à partir du {day} sous un forfait de {days} jours sans accord qui le "
        "permette (à enregistrer parmi les accords, règle forfait_days_cap) : les heures sont dues."
    )
    unwritten: ClassVar[str] = (
        "{who} : {measured} à partir du {day} sous un forfait de {days} jours sans convention "
        "individuelle écrite (à dater au contrat) : les heures sont dues."
    )
    too_many: ClassVar[str] = (
        "{who} : {measured} à partir du {day} sous un forfait de {days} jours, pour {most} que "
        "l’accord permet : à confirmer, il ne vaut que pour ceux-là."
    )
    imposed: ClassVar[str] = (
        "{who} : {measured} à des heures que le planning impose, à partir du {day} : à confirmer, "
        "un forfait en jours suppose d’organiser soi-même son emploi du temps (Cass. soc. "
        "15 décembre 2016, n° 15-17.568)."
    )

    limit: Dated = DaysRule.limit

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge each contract in days under which somebody works in the horizon."""
        horizon = timeline.horizon
        for contract in timeline.mediator.contracts:
            duties = [
                duty
                for duty in timeline.working
                if contract.forfait is not None
                and duty.kind is not DutyKind.TRAVEL
                and contract.covers(duty.span.day)
                and horizon.first <= duty.span.first < horizon.last
            ]
            for source, sentence, verdict, proof in self._doubts(timeline, contract, duties):
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=proof[0].span.day,
                    span=days_span(proof[0].span.day, horizon.days[-1]),
                    measured=len(proof),
                    limit=0,
                    duties=proof,
                    verdict=verdict,
                    sentence=sentence,
                    source=source,
                )

    def _doubts(
        self, timeline: Timeline, contract: Contract, duties: list[Duty]
    ) -> Iterator[tuple[Source, str, Verdict, list[Duty]]]:
        """Yield what is wrong with a contract: article, sentence, verdict, and what proves it."""
        forfait, on = contract.forfait, max(timeline.horizon.day, contract.start)
        if forfait is None or not duties:
            return
        entry = self.limit.entry(on)
        if entry.level is Level.CODE:
            yield L3121_63, _with_days(self.sentence, forfait), Verdict.VIOLATION, duties
        elif forfait.days > entry.value:
            text = _with_days(self.too_many, forfait).replace("{most}", f"{entry.value}")
            yield entry.source, text, Verdict.TO_CONFIRM, duties
        if forfait.signed is None or forfait.signed > on:
            yield L3121_55, _with_days(self.unwritten, forfait), Verdict.VIOLATION, duties
        if posts := [duty for duty in duties if duty.is_post]:
            yield L3121_58, self.imposed, Verdict.TO_CONFIRM, posts

    def encode(self, model: PersonModel) -> None:
        """Forbid all work under a forfait that nothing founds."""
        for contract in model.mediator.contracts:
            first = max(model.horizon.day, contract.start)
            if contract.forfait is None or self._stands(contract.forfait, first):
                continue
            claim = model.claim(self.id, days_span(first, max(first, model.horizon.days[-1])))
            for duty, literal in model.working:
                if duty.decided and contract.covers(duty.span.day):
                    model.model.forbid(claim, literal)

    def _stands(self, forfait: Forfait, day: date) -> bool:
        agreed = any(since.level > Level.CODE for since in self.limit.entries(day))
        return agreed and forfait.signed is not None and forfait.signed <= day


def _with_days(sentence: str, forfait: Forfait) -> str:
    return sentence.replace("{days}", f"{forfait.days}")


RULE = ForfaitAgreement()
