"""Require fifteen days' notice of standbys, and something in return (L3121-9, L3121-12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.notices.delays import calendar_days
from constraints.notices.notice_rule import NoticeRule, notices_of
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_4
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.employer import Matter, NoticeKind
from scheduler.domain.time import Span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.employer import Notice
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding

L3121_9 = code("L3121-9", "LEGIARTI000033020484")
L3121_11 = code("L3121-11", "LEGIARTI000033020471")
L3121_12 = code("L3121-12", "LEGIARTI000035653046")
R3121_3 = code("R3121-3", "LEGIARTI000033442091")
R3121_2 = code("R3121-2", "LEGIARTI000033523559")
L3171_1 = code("L3171-1", "LEGIARTI000033021067")

STANDBY = "astreinte"
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, kw_only=True)
class OncallNotice(NoticeRule):
    """
    Each person's standbys are announced fifteen days ahead, and give money or rest.

    Judged: notices of a standby that takes effect in the horizon, dated on that day. Measured: the
    days from the one told to the one on which the standby begins; exactly as many as are due is to
    confirm, since the text doesn't ask for clear days, nor say that the day told counts. In
    exceptional circumstances one clear day is enough: that much is in the text, and noted. A
    standby without any notice proves nothing.

    The standbys of the horizon are noted once with their minutes, interventions included: what
    they give in return is due (R3124-4). `rest` is what an agreement sets for it, per 24 hours
    (0: the Code sets no amount); the note's amount is that rest.
    """

    id: ClassVar[str] = "oncall_notice"
    title: ClassVar[str] = "Astreintes : programmation"
    matter: ClassVar[Matter] = Matter.STANDBY
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (L3121_12, L3121_11, L3121_9, R3121_3, R3121_2, L3171_1)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_4,)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : astreinte du {day} annoncée {measured} avant au lieu de {limit} au moins."
    )
    due: ClassVar[str] = (
        "{who} : {measured} d’astreinte à partir du {day}, une contrepartie en argent ou en repos "
        "est due"
    )

    notice: Dated = legal("days", 15, L3121_12, floor=1, by=L3121_11, name="délai de prévenance")
    exceptional: Dated = legal(
        "days",
        1,
        L3121_12,
        floor=0,
        by=L3121_11,
        name="délai en cas de circonstances exceptionnelles",
    )
    rest_per_day: Dated = legal(
        "minutes",
        0,
        L3121_9,
        floor=1,
        by=L3121_11,
        name="repos pour 24 h d’astreinte (0 : non fixé)",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each notice of a standby with the delay, then note what is due in return."""
        for notice in notices_of(timeline, NoticeKind.STANDBY):
            yield from self.on_notice(timeline, notice)
        yield from self._in_return(timeline)

    def on_notice(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Compare a notice of a standby with the delay."""
        day = notice.effective
        if notice.kind is not NoticeKind.STANDBY:
            return
        delay = calendar_days(notice.notified, day)
        limit, least = self.notice.on(day), self.exceptional.on(day)
        if delay.clear >= limit:
            return
        if notice.exceptional and delay.clear >= least:
            verdict, because = Verdict.NOTE, "circonstances exceptionnelles à justifier"
            measured = delay.plain
        elif notice.exceptional:
            verdict, because = Verdict.VIOLATION, "même en cas de circonstances exceptionnelles"
            measured, limit = delay.clear, least
        elif delay.plain == limit:
            verdict, measured = Verdict.TO_CONFIRM, delay.plain
            because = (
                f"{shown(delay.clear, self.unit)} francs : à confirmer, la loi ne dit pas comment "
                "compter"
            )
        else:
            verdict, because, measured = Verdict.VIOLATION, "", delay.plain
        yield self.too_short(
            timeline,
            notice,
            subject=STANDBY,
            counted="entre les deux" if limit == least else "avant",
            measured=measured,
            limit=limit,
            verdict=verdict,
            because=because,
        )

    def _in_return(self, timeline: Timeline) -> Iterator[Finding]:
        """Note the standbys of the horizon, and the rest that an agreement grants for them."""
        horizon = timeline.horizon
        calls = [
            duty
            for duty in timeline.duties
            if duty.kind is DutyKind.STANDBY and duty.span.touches(horizon)
        ]
        if not calls:
            return
        minutes = sum(duty.span.overlap(horizon) for duty in calls)
        day = max(calls[0].span.day, horizon.days[0])
        rest = minutes * self.rest_per_day.on(day) // DAY_MINUTES
        return_words = f" : {shown(rest, 'minutes')} de repos selon l’accord." if rest else "."
        first, last = calls[0].span.first, max(duty.span.last for duty in calls)
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=day,
            span=Span.of_minutes(max(first, horizon.first), min(last, horizon.last)),
            measured=minutes,
            limit=0,
            amount=rest,
            unit="minutes",
            duties=calls,
            verdict=Verdict.NOTE,
            sentence=self.due + return_words,
            source=L3121_9,
        )


RULE = OncallNotice()
