"""Require seven days' notice, or seven working days, of new hours (L3121-47, D3121-27)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.days.worked import working_day
from constraints.notices.delays import calendar_days, working_days
from constraints.notices.notice_rule import NoticeRule, unsettled
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Matter, NoticeKind, Route
from scheduler.finding import Effect, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.employment.employer import Notice, Scheme
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding

L3121_42 = code("L3121-42", "LEGIARTI000033020311")
L3121_44 = code("L3121-44", "LEGIARTI000033020295")
L3121_47 = code("L3121-47", "LEGIARTI000033020279")
D3121_27 = code("D3121-27", "LEGIARTI000036483227")
D3171_5 = code("D3171-5", "LEGIARTI000033516009")

CHANGED = "changement d’horaire"
TAKEN = "retrait d’un service"
DAYS, WORKING_DAYS = "days", "working_days"


@dataclass(frozen=True, kw_only=True)
class Due:
    """A notice that is due: how many days of which kind, its article, its cause (in French)."""

    days: int
    unit: str
    source: Source
    under: str
    known: bool = True


@dataclass(frozen=True, kw_only=True)
class ModulationNotice(NoticeRule):
    """
    A person whose hours are counted over several weeks gets seven days' notice of a change.

    « Changement de durée ou d’horaires » (L3121-47): a shift taken away as much as one given.

    Seven days where the agreement is silent (L3121-47: days of the calendar), its own delay where
    it sets one, seven working days where the employer decided alone (D3121-27). It binds whom a
    contract counts by cycle or year; a unilateral cycle, full-timers alone. Measured: clear days; a
    notice only long enough if the day told or the day of effect counts is to confirm, as is one too
    short under an arrangement that isn't recorded. `agreed` and `agreed_working` are what an
    agreement sets in calendar or working days where the employer's own arrangement doesn't tell;
    `exceptional` what it lets do in exceptional circumstances (0: nothing), as a note.

    A full-timer by the week or month has no notice by these articles: a notice under seven days
    is noted, contract and good faith apply.
    """

    id: ClassVar[str] = "modulation_notice"
    title: ClassVar[str] = "Aménagement : délai de prévenance"
    matter: ClassVar[Matter] = Matter.PROGRAMME
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (L3121_47, D3121_27, L3121_42, L3121_44, D3171_5)
    unit: ClassVar[str] = DAYS
    sentence: ClassVar[str] = (
        "{who} : changement d’horaire du {day}, annoncé {measured} avant au lieu de {limit} au "
        "moins."
    )

    silent: Dated = legal(DAYS, 7, L3121_47, name="délai si l’accord est muet")
    agreed: Dated = legal(DAYS, 0, L3121_44, floor=1, name="délai fixé par l’accord (0 : aucun)")
    agreed_working: Dated = legal(
        WORKING_DAYS,
        0,
        L3121_44,
        floor=1,
        name="délai fixé par l’accord, en jours ouvrés (0 : aucun)",
    )
    exceptional: Dated = legal(
        DAYS, 0, L3121_44, floor=1, name="délai en cas de circonstances exceptionnelles"
    )
    unilateral: Dated = legal(
        WORKING_DAYS, 7, D3121_27, name="délai d’un cycle décidé par l’employeur"
    )

    def on_notice(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Compare a notice of a schedule with the notice due on the day it takes effect."""
        who = timeline.mediator
        contract = who.contract_on(notice.effective)
        if contract is None or notice.kind is not NoticeKind.SCHEDULE:
            return
        if contract.basis in {HoursBasis.CYCLE, HoursBasis.YEAR}:
            scheme = timeline.employer.scheme_on(notice.effective, who.agency)
            due = self.due(contract, scheme, notice.effective)
            if due is not None:
                yield from self._arranged(timeline, notice, due)
        elif not (contract.part_time or contract.in_days):
            yield from self._plain(timeline, notice)

    def due(self, contract: Contract, scheme: Scheme | None, day: date) -> Due | None:
        """Return the notice due on a day to a person under these articles (None: none is due)."""
        unilateral = (
            contract.basis is HoursBasis.CYCLE
            if scheme is None
            else scheme.route is Route.UNILATERAL
        )
        if unilateral:
            if contract.part_time:
                return None
            return Due(
                days=self.unilateral.on(day),
                unit=WORKING_DAYS,
                source=D3121_27,
                under="décision de l’employeur",
                known=scheme is not None,
            )
        if scheme is not None and scheme.notice_days is not None:
            article = scheme.article or str(L3121_44)
            return Due(
                days=scheme.notice_days,
                unit=WORKING_DAYS if scheme.notice_working else DAYS,
                source=Source("accord d’aménagement", article),
                under="accord d’aménagement",
            )
        for dated, unit in ((self.agreed_working, WORKING_DAYS), (self.agreed, DAYS)):
            entry = dated.entry(day)
            if entry.value:
                return Due(days=entry.value, unit=unit, source=entry.source, under="convention")
        return Due(
            days=self.silent.on(day),
            unit=DAYS,
            source=L3121_47,
            under="accord muet sur le délai",
            known=scheme is not None,
        )

    def _arranged(self, timeline: Timeline, notice: Notice, due: Due) -> Iterator[Finding]:
        notified, effect = notice.notified, notice.effective
        calendar = calendar_days(notified, effect)
        working = due.unit == WORKING_DAYS
        delay = working_days(notified, effect, working_day(timeline)) if working else calendar
        verdict = delay.short_of(due.days)
        if verdict is None:
            return
        least = self.exceptional.on(effect)
        because = due.under
        if notice.agreed:
            verdict, because = Verdict.NOTE, f"{because} ; son accord est enregistré"
        elif (
            notice.exceptional
            and least
            and due.source is not D3121_27
            and calendar.short_of(least) is None
        ):
            verdict, because = (
                Verdict.NOTE,
                f"{because} ; circonstances exceptionnelles à justifier",
            )
        elif verdict is Verdict.TO_CONFIRM:
            because = unsettled(delay, due.unit)
        elif not due.known:
            verdict = Verdict.TO_CONFIRM
            because = "à confirmer : aucun aménagement n’est enregistré à cette date"
        yield self.too_short(
            timeline,
            notice,
            subject=TAKEN if notice.taken else CHANGED,
            measured=delay.clear,
            limit=due.days,
            unit=due.unit,
            verdict=verdict,
            because=because,
            source=due.source,
        )

    def _plain(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Note a short notice to a full-timer whom no arrangement binds."""
        limit = self.silent.on(notice.effective)
        delay = calendar_days(notice.notified, notice.effective)
        if delay.plain < limit and not notice.agreed:
            yield self.too_short(
                timeline,
                notice,
                subject=TAKEN if notice.taken else CHANGED,
                measured=delay.clear,
                limit=limit,
                verdict=Verdict.NOTE,
                because="délai d’un aménagement, que la loi ne demande pas à temps plein sans "
                "aménagement : le contrat et la bonne foi s’appliquent",
                source=L3121_42,
            )


RULE = ModulationNotice()
