"""Require 24 hours a week at least of a part-time contract (L3123-7, L3123-19, L3123-27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import ContractKind, ShortHours
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import day_span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3123_7 = code("L3123-7", "LEGIARTI000047453545")
L3123_19 = code("L3123-19", "LEGIARTI000036262931")
L3123_27 = code("L3123-27", "LEGIARTI000033019953")


LEAST = legal(
    "minutes",
    24 * 60,
    L3123_27,
    floor=1,
    locked="higher",
    by=L3123_19,
    extended_only=True,
    name="minimum",
)
"""Only an extended branch agreement may go lower (L3123-19, L2253-1); a company may go higher."""
LEAST_BY_GROUP = {g: replace(LEAST, name=f"minimum du groupe {g.upper()}") for g in "abcdef"}


@dataclass(frozen=True, kw_only=True)
class PartTimeMinimum(PersonRule):
    """
    A part-time contract is of twenty-four hours a week at least, or the same over its period.

    Judged once, dated on the contract's start, when that lies in the horizon. A contract begun
    before is judged where nothing before the horizon is described (the person's file is seen for
    the first time): inherited and to confirm, since an exception may stand outside the file.
    Measured: the contract's average week; 104 hours a month are 24 a week.

    `minimum_a` to `minimum_f`: what the branch sets for the groups A to F of its classification
    (`Contract.group`); `minimum` is everyone else's. The exceptions of L3123-7 are those that the
    contract records, where they may apply to it: replacement by a CDD or a temp, a student under
    26, an open-ended contract beside one of insertion, the person's own request, progressive
    retirement; and any contract of seven days at most.

    Nothing is encoded: no rota changes a contract.
    """

    id: ClassVar[str] = "part_time_min_24h"
    title: ClassVar[str] = "Temps partiel : minimum 24 heures"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (L3123_27, L3123_7, L3123_19)
    sentence: ClassVar[str] = (
        "{who} : contrat à temps partiel de {measured} par semaine à partir du {day}, au lieu de "
        "{limit} au moins, sans exception qui vaille."
    )
    older: ClassVar[str] = (
        "{who} : contrat à temps partiel de {measured} par semaine depuis le {day}, au lieu de "
        "{limit} au moins : à confirmer, aucune exception n’est enregistrée."
    )
    ageless: ClassVar[str] = (
        "{who} : contrat à temps partiel de {measured} par semaine à partir du {day}, au lieu de "
        "{limit} au moins : à confirmer, l’exception des étudiants de moins de 26 ans demande la "
        "date de naissance."
    )

    unfit: ClassVar[str] = (
        "{who} : contrat à temps partiel de {measured} par semaine depuis le {day}, au lieu de "
        "{limit} au moins : à confirmer, l’exception enregistrée ({exception}) ne vaut pas ici."
    )
    words: ClassVar[Mapping[ShortHours | None, str]] = MappingProxyType(
        {
            ShortHours.REPLACEMENT: "remplacement, pour un CDD ou un intérimaire",
            ShortHours.INSERTION: "à côté d’une insertion, pour un CDI",
            ShortHours.STUDENT: "étudiant de moins de 26 ans",
        }
    )

    minimum: Dated = LEAST
    minimum_a: Dated = LEAST_BY_GROUP["a"]
    minimum_b: Dated = LEAST_BY_GROUP["b"]
    minimum_c: Dated = LEAST_BY_GROUP["c"]
    minimum_d: Dated = LEAST_BY_GROUP["d"]
    minimum_e: Dated = LEAST_BY_GROUP["e"]
    minimum_f: Dated = LEAST_BY_GROUP["f"]
    short: Dated = legal("days", 7, L3123_7, name="contrat assez court pour être excepté")
    student: Dated = legal("years", 26, L3123_7, name="âge d’un étudiant excepté, moins de")

    def bound(self, contract: Contract) -> Dated:
        """Return the minimum that applies to a contract: its group's, or the general one."""
        groups = {
            "a": self.minimum_a,
            "b": self.minimum_b,
            "c": self.minimum_c,
            "d": self.minimum_d,
            "e": self.minimum_e,
            "f": self.minimum_f,
        }
        return groups.get(contract.group.strip().lower(), self.minimum)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge the contracts that begin in the horizon, and older ones not seen before."""
        who = timeline.mediator
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        for contract in who.contracts:
            if not contract.part_time or contract.start > last:
                continue
            old = contract.start < first
            if old and (not contract.covers(first) or _described(timeline, first)):
                continue
            limit = self.bound(contract).on(max(first, contract.start))
            if contract.weekly_minutes >= limit:
                continue
            exempt = self._exempt(who, contract, first if old else contract.start)
            if exempt:
                continue
            verdict, sentence = Verdict.VIOLATION, self.sentence
            if exempt is None:
                verdict, sentence = Verdict.TO_CONFIRM, self.ageless
            elif old:
                verdict, sentence = Verdict.TO_CONFIRM, self.older
                if contract.short_hours in self.words:
                    sentence = self.unfit.replace("{exception}", self.words[contract.short_hours])
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=contract.start,
                span=day_span(contract.start),
                measured=contract.weekly_minutes,
                limit=limit,
                verdict=verdict,
                inherited=old,
                sentence=sentence,
            )

    def _exempt(self, who: Mediator, contract: Contract, day: date) -> bool | None:
        """Whether L3123-7 lets the contract be shorter (None: it depends on an unknown age)."""
        if contract.end is not None:
            days = (contract.end - contract.start).days + 1
            if days <= self.short.on(day):
                return True
        match contract.short_hours:
            case ShortHours.REPLACEMENT:
                return contract.kind in (ContractKind.CDD, ContractKind.TEMP)
            case ShortHours.INSERTION:
                return contract.kind is ContractKind.CDI
            case ShortHours.STUDENT:
                age = who.age_on(day)
                return None if age is None else age < self.student.on(day)
            case ShortHours.REQUEST | ShortHours.RETIREMENT:
                return True
        return False

    def encode(self, model: PersonModel) -> None:
        """Post nothing: no rota changes a contract."""


def _described(timeline: Timeline, first: date) -> bool:
    """Whether something before the first day is described."""
    return timeline.known is not None and timeline.known.first < day_span(first).first


RULE = PartTimeMinimum()
