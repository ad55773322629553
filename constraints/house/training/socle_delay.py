"""Look for people whose formation socle comes late: it is due within six months of hiring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, legal
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import StaffRole
from scheduler.domain.time import days_span, month_later
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

HOUSE = Source(
    "règle de la maison",
    "Objectif de l’association : la formation socle dans les six premiers mois du contrat",
)
ONE_DAY = timedelta(days=1)
NAMED = (
    "{who} : {measured} depuis l’embauche (le [hired]), formation socle attendue dans les {limit} "
    "(objectif de la maison) ; [state]."
)


@dataclass(frozen=True, kw_only=True)
class SocleDelay(PersonRule):
    """
    A médiateur has all days of the formation socle within six months of hiring.

    From the end of the fourth month on, whoever has days without a date, or dates too late, is
    named in a note; once six months have passed without the whole training, it is a finding. A
    month ends on the eve of the day of hiring, or with the calendar's month where that is shorter:
    six months from 31 August end with February. Contracts that follow each other without a day
    between are one hiring. A leave doesn't extend the delay.

    Whoever has a title needs no formation socle, and temps (intérim) are another employer's. Where
    nothing at all is told of the socle, nobody is named. No law asks for this, so it only warns,
    and a rota decides none of it.
    """

    id: ClassVar[str] = "socle_delay"
    title: ClassVar[str] = "Formation socle dans les six mois"
    severity: ClassVar[Severity] = Severity.HOUSE
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (HOUSE,)
    lever: ClassVar[Lever | None] = Lever.TRAINING
    unit: ClassVar[str] = "months"
    short_memory: ClassVar[bool] = True
    sentence: ClassVar[str] = (
        "{who} : {measured} depuis l’embauche (le [hired]) sans la formation socle, attendue dans "
        "les {limit} (objectif de la maison) ; [state]."
    )

    named: Dated = legal("months", 4, HOUSE, floor=0, ceiling=60, name="mois avant d’être nommé")
    most: Dated = legal("months", 6, HOUSE, floor=1, ceiling=60, name="mois au plus")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look at the months that passed since the person was hired."""
        who, days = timeline.mediator, timeline.horizon.days
        if who.role is not StaffRole.MEDIATEUR or not who.socle_followed or who.titles:
            return
        there = [day for day in days if who.contract_on(day) is not None]
        hired = _hired(who, there[-1]) if there else None
        if hired is None:
            return
        last = there[-1]
        most, named = self.most.on(last), self.named.on(last)
        over = _after(hired, most)
        late = _without(who, max(over, there[0]), last)
        soon = (
            None if _dated(who, over) else _without(who, max(_after(hired, named), there[0]), last)
        )
        on = late or soon
        if on is None:
            return
        text = self.sentence if late else NAMED
        yield self.finding(
            subject=who.id,
            who=who.name,
            on=on,
            span=days_span(on, last),
            measured=_months(hired, on),
            limit=most,
            verdict=Verdict.VIOLATION if late else Verdict.NOTE,
            sentence=text.replace("[hired]", f"{hired:%d/%m/%Y}").replace("[state]", _state(who)),
        )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a rota doesn't decide sessions of training."""


def _hired(who: Mediator, day: date) -> date | None:
    """Return the day on which the person's present contracts began (None: they are a temp)."""
    contracts = sorted((c for c in who.contracts if c.start <= day), key=lambda c: c.start)
    hired: Contract = contracts[-1]
    if hired.kind is ContractKind.TEMP:
        return None
    for earlier in reversed(contracts[:-1]):
        if earlier.end != hired.start - ONE_DAY or earlier.kind is ContractKind.TEMP:
            break
        hired = earlier
    return hired.start


def _after(hired: date, months: int) -> date:
    """Return the first day after so many months from the day of hiring on."""
    later = month_later(hired, months)
    return later if later.day == hired.day else later + ONE_DAY


def _months(hired: date, day: date) -> int:
    """Return the whole months that have passed on a day since the hiring."""
    months = (day.year - hired.year) * 12 + day.month - hired.month
    return months if _after(hired, months) <= day else months - 1


def _without(who: Mediator, first: date, last: date) -> date | None:
    """Return the first of some days if the socle isn't done by then (None: it is, or no day)."""
    return first if first <= last and not who.has_socle_on(first) else None


def _dated(who: Mediator, over: date) -> bool:
    """Whether all days of the socle have a date, the last one before the delay is over."""
    return who.socle is not None and who.socle < over and not who.socle_lack


def _state(who: Mediator) -> str:
    if who.socle_lack:
        return f"jours sans date : {who.socle_lack}"
    if who.socle is None:
        return "aucun jour n’a de date"
    return f"prévue jusqu’au {who.socle:%d/%m/%Y}"


RULE = SocleDelay()
