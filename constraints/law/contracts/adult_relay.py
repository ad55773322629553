"""Check who holds an adulte-relais contract, and for how long (L5134-102, L5134-103)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.time import days_span, years_after
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L5134_100 = code("L5134-100", "LEGIARTI000028650874")
L5134_102 = code("L5134-102", "LEGIARTI000044043083")
L5134_103 = code("L5134-103", "LEGIARTI000006903649")
D5134_146 = code("D5134-146", "LEGIARTI000018526342")
L5134_101 = code("L5134-101", "LEGIARTI000006903646")
D5134_145 = code("D5134-145", "LEGIARTI000018526344")

SINCE = date(2021, 9, 16)
"""First day of the wording of L5134-102 that was read; the one before it was not."""

YOUNG_ONCE = (
    "{who} avait {measured} au début de son contrat adulte-relais : {limit} au moins depuis le "
    "16/09/2021, texte antérieur non lu, à confirmer."
)
NO_BIRTH = (
    "{who} : date de naissance inconnue, {limit} au moins au début d’un contrat adulte-relais, à "
    "confirmer."
)
NO_HOME = (
    "{who} : un contrat adulte-relais suppose de résider dans un quartier prioritaire, résidence "
    "à confirmer."
)
OTHER_HOME = "{who} : contrat adulte-relais sans résider dans un quartier prioritaire."
OTHER_KIND = "{who} : contrat adulte-relais en [kind], au lieu d’un CDI ou d’un CDD."
ENDLESS = "{who} : CDD adulte-relais sans date de fin, {limit} au plus, à confirmer."
SERIES = "{who} : [count] CDD adulte-relais à la suite, au lieu de [most] au plus."
TOO_LONG = (
    "{who} : CDD adulte-relais [dates], au lieu de [term] ans au plus, renouvelables une fois."
)
DOUBTFUL = (
    "{who} : CDD adulte-relais [dates], au-delà de {limit}. Soit il comprend son renouvellement et "
    "il est permis, soit il a été conclu pour cette durée et ne l’est pas : à confirmer."
)


@dataclass(frozen=True)
class Fault:
    """A fault of a contract, certain or to confirm, with what was measured."""

    sentence: str
    source: Source
    measured: int = 0
    limit: int = 0
    verdict: Verdict = Verdict.VIOLATION
    unit: str = "years"


@dataclass(frozen=True, kw_only=True)
class AdultRelay(PersonRule):
    """
    A contract adulte-relais: age and home of the person, kind and length of the contract.

    Twenty-six on the day the contract begins, living in a priority area, a CDI or a CDD of three
    years renewable once. CDDs that follow each other by a day are one series: a first contract and
    its renewal. A CDD beyond three years may hold its renewal, by amendment: to confirm. What the
    data don't say is to confirm too. Each fault is reported once for the contract in force, dated
    on the day it begins or on the horizon's first day. The general rules on hours apply; this one
    checks none.

    Not in the data, hence not judged: that the person had no job, the convention with the State,
    and that no act of public order is done (D5134-146).
    """

    id: ClassVar[str] = "adult_relay"
    title: ClassVar[str] = "Adultes-relais"
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (
        L5134_102,
        L5134_103,
        L5134_100,
        D5134_146,
        L5134_101,
        D5134_145,
    )
    unit: ClassVar[str] = "years"
    sentence: ClassVar[str] = (
        "{who} avait {measured} au début de son contrat adulte-relais : {limit} au moins."
    )

    youngest: Dated = legal("years", 26, L5134_102, since=SINCE, name="âge minimal")
    term: Dated = legal(
        "years", 3, L5134_103, since=date(2008, 5, 1), name="durée d’un CDD, au plus"
    )
    most: Dated = legal("times", 2, L5134_103, since=date(2008, 5, 1), name="nombre maximal")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Check each contract adulte-relais in force in the horizon."""
        who, days = timeline.mediator, timeline.horizon.days
        for contract in sorted(who.contracts, key=lambda c: c.start):
            over = contract.end is not None and contract.end < days[0]
            if not contract.adult_relay or over or contract.start > days[-1]:
                continue
            on = max(contract.start, days[0])
            faults = (
                self._age(who, contract),
                _home(contract),
                _kind(contract),
                self._length(_series(who, contract)),
            )
            for fault in filter(None, faults):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=on,
                    span=days_span(on, min(contract.end or days[-1], days[-1])),
                    measured=fault.measured,
                    limit=fault.limit,
                    unit=fault.unit,
                    verdict=fault.verdict,
                    sentence=fault.sentence,
                    source=fault.source,
                )

    def _age(self, who: Mediator, contract: Contract) -> Fault | None:
        age, limit = who.age_on(contract.start), self.youngest.on(max(contract.start, SINCE))
        if age is None:
            return Fault(NO_BIRTH, L5134_102, 0, limit, Verdict.TO_CONFIRM)
        if age >= limit:
            return None
        if contract.start < SINCE:
            return Fault(YOUNG_ONCE, L5134_102, age, limit, Verdict.TO_CONFIRM)
        return Fault(self.sentence, L5134_102, age, limit)

    def _length(self, series: tuple[Contract, ...]) -> Fault | None:
        if not series:
            return None
        first, last = series[0].start, series[-1].end
        term, most = self.term.on(first), self.most.on(first)
        if last is None:
            return Fault(ENDLESS, L5134_103, 0, term, Verdict.TO_CONFIRM)
        whole = _years(first, last)
        if len(series) > most:
            text = SERIES.replace("[count]", str(len(series))).replace("[most]", str(most))
            return Fault(text, L5134_103, len(series), most, unit="times")
        longest = max(_years(c.start, c.end) for c in series if c.end is not None)
        dates = f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
        if whole > most * term or (len(series) > 1 and longest > term):
            text = TOO_LONG.replace("[dates]", dates).replace("[term]", str(term))
            return Fault(text, L5134_103, whole, most * term)
        if longest > term:
            text = DOUBTFUL.replace("[dates]", dates)
            return Fault(text, L5134_103, longest, term, Verdict.TO_CONFIRM)
        return None

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a rota doesn't decide contracts."""


def _home(contract: Contract) -> Fault | None:
    if contract.priority_area:
        return None
    if contract.priority_area is None:
        return Fault(NO_HOME, L5134_102, verdict=Verdict.TO_CONFIRM)
    return Fault(OTHER_HOME, L5134_102)


def _kind(contract: Contract) -> Fault | None:
    if contract.kind in (ContractKind.CDI, ContractKind.CDD):
        return None
    return Fault(OTHER_KIND.replace("[kind]", contract.kind.value), L5134_103)


def _series(who: Mediator, contract: Contract) -> tuple[Contract, ...]:
    """Return the CDDs adulte-relais that lead to this one without a day between, itself last."""
    if contract.kind is not ContractKind.CDD:
        return ()
    mine = sorted(
        (c for c in who.contracts if c.adult_relay and c.start <= contract.start),
        key=lambda c: c.start,
    )
    chain = [contract]
    for later, earlier in pairwise(reversed(mine)):
        follows = earlier.end is not None and later.start == earlier.end + timedelta(days=1)
        if earlier.kind is not ContractKind.CDD or not follows:
            break
        chain.insert(0, earlier)
    return tuple(chain)


def _anniversary(start: date, years: int) -> date:
    """Return the last day of so many years from `start` on."""
    return years_after(start, years) - timedelta(days=1)


def _years(start: date, end: date) -> int:
    """Return the years begun from `start` to `end` included."""
    years = max(1, end.year - start.year)
    return years if end <= _anniversary(start, years) else years + 1


RULE = AdultRelay()
