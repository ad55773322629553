"""Require seven working days' notice of a part-timer's new hours (L3123-31, -24, -11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.days.worked import working_day
from constraints.notices.delays import calendar_days, working_days
from constraints.notices.notice_rule import NoticeRule, unsettled
from constraints.part_time import part_time_on
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Matter, NoticeKind, Route
from scheduler.finding import Effect, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.employment.employer import Notice
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding

L3123_10 = code("L3123-10", "LEGIARTI000033020055")
L3123_11 = code("L3123-11", "LEGIARTI000033020051")
L3123_24 = code("L3123-24", "LEGIARTI000033019975")
L3123_31 = code("L3123-31", "LEGIARTI000033019939")

CHANGED = "changement d’horaire (temps partiel)"
TAKEN = "retrait d’un service (temps partiel)"
ASKED = "heures complémentaires"


@dataclass(frozen=True, kw_only=True)
class PartTimeNotice(NoticeRule):
    """
    A part-timer is told of a change at least seven working days before it takes effect.

    « Toute modification de la répartition » (L3123-11): a shift taken away as much as one given.

    Judged: notices of a schedule that take effect in the horizon, dated on that day. Measured:
    clear working days of the business; a notice that is only long enough if the day told or the day
    of effect counts is to confirm. An agreement may go down to three, in return for something due
    whenever fewer than seven were given: noted. If the person's agreement is recorded, a short
    notice is only noted. Under an arrangement by agreement (L3121-44) the agreement says how hours
    are changed: a notice too short here is then to confirm.

    Complementary hours asked for less than three days ahead may be refused without fault
    (L3123-10): noted.
    """

    id: ClassVar[str] = "part_time_notice"
    title: ClassVar[str] = "Temps partiel : délai de prévenance"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (L3123_31, L3123_24, L3123_11, L3123_10)
    unit: ClassVar[str] = "working_days"
    sentence: ClassVar[str] = (
        "{who} : changement d’horaire (temps partiel) du {day}, annoncé {measured} avant au lieu "
        "de {limit} au moins."
    )

    notice: Dated = legal(
        "working_days",
        7,
        L3123_31,
        floor=3,
        by=L3123_24,
        extended_only=True,
        name="délai de prévenance",
    )
    compensated: Dated = legal(
        "working_days", 7, L3123_24, name="délai en dessous duquel une contrepartie est due"
    )
    request: Dated = legal(
        "days", 3, L3123_10, name="délai pour demander des heures complémentaires"
    )

    def on_notice(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Compare a notice with what was due on the day it takes effect."""
        contract = part_time_on(timeline.mediator, notice.effective)
        if contract is None:
            return
        if notice.kind is NoticeKind.COMPLEMENTARY:
            yield from self._late_request(timeline, notice)
        elif notice.kind is NoticeKind.SCHEDULE:
            yield from self._changed(timeline, notice, contract)

    def _changed(self, timeline: Timeline, notice: Notice, contract: Contract) -> Iterator[Finding]:
        limit = self.notice.on(notice.effective)
        delay = working_days(notice.notified, notice.effective, working_day(timeline))
        verdict, because = delay.short_of(limit), ""
        if verdict is None:
            if delay.clear >= self.compensated.on(notice.effective):
                return
            verdict, because = Verdict.NOTE, "la contrepartie que fixe l’accord est due (L3123-24)"
        elif notice.agreed:
            verdict, because = Verdict.NOTE, "son accord est enregistré"
        elif verdict is Verdict.TO_CONFIRM:
            because = unsettled(delay, self.unit)
        elif _by_agreement(timeline, notice, contract):
            verdict = Verdict.TO_CONFIRM
            because = "à confirmer : l’accord d’aménagement (L3121-44) peut fixer un autre délai"
        yield self.too_short(
            timeline,
            notice,
            subject=TAKEN if notice.taken else CHANGED,
            measured=delay.clear,
            limit=limit,
            verdict=verdict,
            because=because,
        )

    def _late_request(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Note complementary hours that the person may refuse, asked for too late."""
        limit = self.request.on(notice.effective)
        delay = calendar_days(notice.notified, notice.effective)
        if notice.agreed or delay.plain > limit:
            return
        free = "les refuser n’est pas une faute (L3123-10)"
        unsure = delay.plain == limit
        yield self.too_short(
            timeline,
            notice,
            subject=ASKED,
            measured=delay.clear,
            limit=limit,
            unit="days",
            verdict=Verdict.TO_CONFIRM if unsure else Verdict.NOTE,
            because=f"{unsettled(delay, 'days')} ; si c’est trop tard, {free}" if unsure else free,
            source=L3123_10,
        )


def _by_agreement(timeline: Timeline, notice: Notice, contract: Contract) -> bool:
    """Whether an arrangement over several weeks by agreement binds the contract (L3121-44)."""
    if contract.basis not in {HoursBasis.CYCLE, HoursBasis.YEAR}:
        return False
    scheme = timeline.employer.scheme_on(notice.effective, timeline.mediator.agency)
    if scheme is None:
        return contract.basis is HoursBasis.YEAR
    return scheme.route is Route.AGREEMENT


RULE = PartTimeNotice()
