"""Tell contracts of a fixed term that follow another on one post too soon (L1244-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.days.worked import working_day
from scheduler.dated import Dated, Source, legal
from scheduler.domain.employment.fixed_terms import TermReason
from scheduler.domain.time import day_span, days_span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.employment.fixed_terms import Predecessor
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L1244_3 = Source("Code du travail", "L1244-3")
L1244_3_1 = Source("Code du travail", "L1244-3-1")
L1244_4_1 = Source("Code du travail", "L1244-4-1")
ONE = timedelta(days=1)

FREE = frozenset({TermReason.URGENT, TermReason.SEASONAL, TermReason.CUSTOM, TermReason.SUBSIDISED})
"""Reasons after which a post waits for nothing (L1244-4-1, 2° to 5°)."""


@dataclass(frozen=True, kw_only=True)
class FixedTermDelay(PersonRule):
    """
    A post waits a third of the contract that ended, or half if that lasted under fourteen days.

    The contract counts in civil days, renewals included; the delay in days on which the business
    is open (L1244-3-1). How a part of a day is rounded isn't settled: to confirm. Nothing waits
    where the employee broke the contract or refused its renewal, where both replace one person who
    is away again, or where both have a reason of the list (L1244-4-1; each of the two must:
    Cass. soc. 10 October 2018, n° 17-18.294, for one person; another's is to confirm).

    A post is the same where both contracts name it alike. Where one of a person's two contracts
    names none, or lacks its reason or whom it replaces, it is to confirm. Dated on the day on which
    the next contract begins. The contract becomes a CDI (L1245-1) and no shift is unlawful: the
    month may be published. An extended branch agreement may set other delays and cases (L1244-3,
    L1244-4).
    """

    id: ClassVar[str] = "fixed_term_delay"
    title: ClassVar[str] = "CDD : délai avant le suivant sur un poste"
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    effect: ClassVar[Effect] = Effect.WARN
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    sources: ClassVar[tuple[Source, ...]] = (L1244_3_1, L1244_3, L1244_4_1)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : contrat commencé le {day} sur {post}, {measured} d’ouverture après la fin du "
        "précédent le {end}, au lieu de {limit} au moins"
    )

    long: Dated = legal("days", 14, L1244_3_1, name="durée à partir de laquelle un tiers suffit")
    share: Dated = legal("divisor", 3, L1244_3_1, name="part de la durée du contrat")
    short_share: Dated = legal("divisor", 2, L1244_3_1, name="part de celle d’un contrat court")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure the days of opening before each contract that begins in the horizon."""
        who = timeline.mediator
        for contract in who.contracts:
            before = contract.before
            if before is None or not timeline.judges(day_span(contract.start)):
                continue
            days, day = before.days, contract.start
            part = (self.share if days >= self.long.on(day) else self.short_share).on(day)
            apart = working_day(timeline).between(before.end, day)
            if apart * part >= days or not _waits(contract, before):
                continue
            doubt, civil = _doubt(contract, before), (day - before.end).days - 1
            if not doubt and not timeline.employer.declared and civil * part >= days:
                doubt = "les jours d’ouverture ne sont pas déclarés (employeur.csv, jours_ouvres)"
            if not doubt and apart == days // part:
                doubt = "la loi ne dit pas comment arrondir"
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=day,
                span=days_span(before.end + ONE, day),
                measured=apart,
                limit=-(-days // part),
                inherited=False,
                verdict=Verdict.TO_CONFIRM if doubt else Verdict.VIOLATION,
                sentence=self.sentence.replace("{end}", f"{before.end:%d/%m/%Y}").replace(
                    "{post}", "le même poste" if before.same_post else "le même poste peut-être"
                )
                + (f" : à confirmer, {doubt}." if doubt else "."),
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a contract is no rota's to decide."""


def _waits(contract: Contract, before: Predecessor) -> bool:
    """Whether nothing that is recorded spares the post the delay (L1244-4-1)."""
    both = {contract.reason, before.reason}
    again = both == {TermReason.REPLACEMENT} and contract.replaces == before.replaces != ""
    return before.ending is None and not both <= FREE and not again


def _doubt(contract: Contract, before: Predecessor) -> str:
    """Return what keeps from being sure that a delay is due (empty: nothing)."""
    both = {contract.reason, before.reason}
    if None in both:
        return "le motif de l’un des deux contrats n’est pas enregistré"
    if both == {TermReason.REPLACEMENT} and not (contract.replaces and before.replaces):
        return "la personne remplacée n’est pas enregistrée"
    if both & FREE and not before.same_person:
        return "l’un des deux contrats seulement dispense du délai (L1244-4-1)"
    return "" if before.same_post else "l’un des deux contrats ne nomme pas son poste"


RULE = FixedTermDelay()
