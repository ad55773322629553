"""Bound paid leave taken: 24 days in a row, 12 at least in summer (L3141-17, L3141-19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.leave.period import (
    agreed,
    days_due,
    described_to_its_end,
    kept_from,
    windows,
)
from constraints.leave.rights import described
from constraints.leave.runs import DAY, L3141_17, LONGEST, runs
from constraints.notices.delays import calendar_days, short_of_months
from constraints.notices.notice_rule import notices_of
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3143_1
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.employer import NoticeKind
from scheduler.domain.time import day_span, days_span, month_later
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.leave.period import Window
    from constraints.leave.runs import Run
    from scheduler.domain.employment.employer import Notice
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3141_13 = code("L3141-13", "LEGIARTI000033020772")
L3141_18 = code("L3141-18", "LEGIARTI000033020754")
L3141_19 = code("L3141-19", "LEGIARTI000033020751")
L3141_21 = code("L3141-21", "LEGIARTI000033020724")
L3141_23 = code("L3141-23", "LEGIARTI000033020705")
D3141_6 = code("D3141-6", "LEGIARTI000033515942")
L3141_16 = code("L3141-16", "LEGIARTI000035652687")
D3141_5 = code("D3141-5", "LEGIARTI000033515945")


@dataclass(frozen=True, kw_only=True)
class PaidLeaveTaking(PersonRule):
    """
    Leave lasts 24 jours ouvrables at most, and twelve at least once between May and October.

    A run that is too long is dated on its 25th day; it is to confirm where only days off inside or
    beside the recorded leave make it so. An exemption is individual (L3141-17): a recorded one that
    covers the whole run lifts the limit. The person's agreement alone, recorded with the leave, has
    no ground that the article names: to confirm.

    The main fraction is judged when its period ends in the horizon, if the person accrued twelve
    days or more. Measured: the longest run inside the period, with the days off around it, which
    lie before the weekly rest. Without any leave in it, the leave year must be described to its
    end, because leave that isn't recorded may have been taken: to confirm before, and judged
    (again) on that year's last day. To confirm too where the period isn't described from its start,
    or other absences left no room for twelve days. Who accrued fewer takes them in a row
    (L3141-18): to confirm, since days may be taken ahead. All are noted where the person's
    agreement is recorded (L3141-23), with leave of the period, or with leave after it that has the
    whole fraction: its twelve days in a row are public order (L3141-19). Whether the fraction lies
    between two weekly rests is not judged.

    Days of main leave beyond the twelfth taken outside the period give a day more from the third,
    two from the sixth (L3141-23): noted on that day. A departure told less than a month before
    (D3141-6) is a violation, dated on it; to confirm at a month. Nothing is encoded: the rule of
    the house on absences keeps leave free of posts.
    """

    id: ClassVar[str] = "paid_leave_taking"
    title: ClassVar[str] = "Congés payés : prise"
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (
        *(L3141_17, L3141_19, L3141_23, L3141_13, L3141_18, L3141_21, D3141_6),
        L3141_16,
        D3141_5,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3143_1,)
    unit: ClassVar[str] = "leave_days"
    sentence: ClassVar[str] = (
        "{who} : congé de {measured} d’affilée à partir du {first}, au lieu de {limit} au plus"
    )
    main: ClassVar[str] = (
        "{who} : congé le plus long de {measured} du {first} au {last}, au lieu de {limit} "
        "d’affilée au moins"
    )
    never: ClassVar[str] = (
        "{who} : aucun congé pris du {first} au {last}, au lieu de {limit} d’affilée au moins"
    )
    more: ClassVar[str] = (
        "{who} : {measured} de congé principal hors période au {day}, {amount} de plus en tout "
        "pour fractionnement, sauf accord individuel contraire."
    )
    late: ClassVar[str] = (
        "{who} : départ en congé du {day} annoncé le {told}, {measured} avant au lieu de {limit} "
        "au moins"
    )

    longest: Dated = LONGEST
    fraction: Dated = legal("leave_days", 12, L3141_19, name="congé principal d’affilée, au moins")
    opens: Dated = legal(
        "month",
        5,
        L3141_23,
        floor=1,
        ceiling=12,
        by=L3141_21,
        name="premier mois du congé principal",
    )
    closes: Dated = legal(
        "month",
        10,
        L3141_23,
        floor=1,
        ceiling=12,
        by=L3141_21,
        name="dernier mois du congé principal",
    )
    one_more: Dated = legal(
        "leave_days",
        3,
        L3141_23,
        floor=1,
        by=L3141_21,
        name="jours hors période qui en donnent un de plus",
    )
    two_more: Dated = legal(
        "leave_days",
        6,
        L3141_23,
        floor=1,
        by=L3141_21,
        name="jours hors période qui en donnent deux de plus",
    )
    ahead: Dated = legal("months", 1, D3141_6, name="délai d’annonce du départ")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge departures announced, runs of leave, then leave periods that end in the horizon."""
        yield from self._announced(timeline)
        taken = runs(timeline)
        yield from self._too_long(timeline, taken)
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        opens, closes = self.opens.on(last), self.closes.on(last)
        for window in windows(first, last, opens=opens, closes=closes):
            if first <= window.closes <= last:
                yield from self._main(timeline, taken, window, window.closes)
            elif first <= window.after <= last and described(timeline, window.opens):
                yield from self._main(timeline, taken, window, window.after)
            if window.closes < last and first <= window.after and described(timeline, window.opens):
                yield from self._more(timeline, taken, window)

    def _too_long(self, timeline: Timeline, taken: tuple[Run, ...]) -> Iterator[Finding]:
        for run in taken:
            limit = self.longest.on(run.first)
            if len(run.around) <= limit or not timeline.judges(run.span):
                continue
            if timeline.mediator.may_leave_longer(run.first, run.last):
                continue
            sure = len(run.taken) > limit
            days = run.taken if sure else run.around
            verdict, end = Verdict.VIOLATION, "."
            if agreed(timeline, run.first, run.last):
                verdict = Verdict.TO_CONFIRM
                end = " : à confirmer, son accord est enregistré, aucune dérogation ne l’est."
            elif not sure:
                verdict = Verdict.TO_CONFIRM
                end = (
                    f" : à confirmer, {shown(len(run.taken), self.unit)} sans les jours non "
                    "travaillés qui les entourent."
                )
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=days[limit],
                span=run.span,
                measured=len(days),
                limit=limit,
                verdict=verdict,
                sentence=self.sentence.replace("{first}", f"{run.first:%d/%m/%Y}") + end,
            )

    def _main(
        self, timeline: Timeline, taken: tuple[Run, ...], window: Window, on: date
    ) -> Iterator[Finding]:
        """Yield a finding if the longest run of a past main period is below the main fraction."""
        if timeline.mediator.contract_on(window.closes) is None:
            return
        inside = [n for run in taken if (n := len(run.within(window.opens, window.closes)))]
        longest, limit = max(inside, default=0), self.fraction.on(window.closes)
        # At the end of the leave year only that there was none at all is news.
        if longest >= limit or (longest and on > window.closes):
            return
        due = days_due(timeline, window)
        least = min(due, limit)
        if longest >= least or (due < limit and len(inside) <= 1):
            return
        moved = max((len(run.within(window.opens, window.after)) for run in taken), default=0)
        own = agreed(timeline, window.opens, window.after if moved >= least else window.closes)
        verdict, end = self._sure(timeline, window, longest=longest, least=least, own=own)
        if on > window.closes and verdict is not Verdict.VIOLATION:
            return
        parted = L3141_19 if longest else L3141_23
        pattern = self.main if longest else self.never
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=on,
            span=days_span(window.opens, on),
            measured=longest,
            limit=least,
            verdict=verdict,
            sentence=pattern.replace("{first}", f"{window.opens:%d/%m/%Y}").replace(
                "{last}", f"{window.closes:%d/%m/%Y}"
            )
            + end,
            source=L3141_18 if due < limit else parted,
        )

    def _sure(
        self, timeline: Timeline, window: Window, *, longest: int, least: int, own: bool
    ) -> tuple[Verdict, str]:
        """
        Return the verdict on a main fraction that is too short, and the end of its sentence.

        `own`: the person's agreement is recorded.
        """
        if own:
            return Verdict.NOTE, ", son accord est enregistré."
        confirm = Verdict.TO_CONFIRM
        if not described(timeline, window.opens):
            return confirm, " : à confirmer, le début de la période n’est pas décrit."
        if least < self.fraction.on(window.closes):
            return (
                confirm,
                " : à confirmer, un congé de douze jours au plus est continu (L3141-18).",
            )
        if kept_from(timeline, window, least):
            return confirm, " : à confirmer, d’autres absences ont pu empêcher de les prendre."
        if not longest and not described_to_its_end(timeline, window):
            return confirm, (
                f" : à confirmer, l’année de congés n’est pas décrite jusqu’à sa fin, le "
                f"{window.after:%d/%m/%Y}."
            )
        return Verdict.VIOLATION, "."

    def _more(
        self, timeline: Timeline, taken: tuple[Run, ...], window: Window
    ) -> Iterator[Finding]:
        """Yield a finding for each day that leave taken outside the period adds."""
        begins = window.closes + DAY
        inside = sum(len(run.within(window.opens, window.closes)) for run in taken)
        whole, split = self.longest.on(begins), self.fraction.on(begins)
        main = min(whole, days_due(timeline, window))
        left = max(0, min(main - inside, main - split))
        outside = [day for run in taken for day in run.within(begins, window.after)][:left]
        if agreed(timeline, begins, window.after):
            return
        for least, added in ((self.one_more.on(begins), 1), (self.two_more.on(begins), 2)):
            if len(outside) < least:
                break
            day = outside[least - 1]
            if not timeline.judges(day_span(day)):
                continue
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=day,
                span=day_span(day),
                measured=least,
                limit=0,
                amount=added,
                verdict=Verdict.NOTE,
                sentence=self.more,
                source=L3141_23,
            )

    def _announced(self, timeline: Timeline) -> Iterator[Finding]:
        for notice in notices_of(timeline, NoticeKind.LEAVE):
            if notice.before is None or notice.effective < notice.before:
                yield from self._late(timeline, notice)

    def _late(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Yield a finding if a leave's dates were told late; another rule judges those moved."""
        day, months = notice.effective, self.ahead.on(notice.effective)
        verdict, end = short_of_months(notice.notified, day, months), "."
        if verdict is None:
            return
        if notice.agreed:
            verdict, end = Verdict.NOTE, ", son accord est enregistré."
        elif verdict is Verdict.TO_CONFIRM:
            end = " : à confirmer, la loi ne dit pas comment compter."
        measured = calendar_days(notice.notified, day).plain
        limit = (day - month_later(day, -months)).days
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=day,
            span=day_span(day),
            measured=measured,
            limit=limit,
            amount=max(0, limit - measured),
            unit="days",
            verdict=verdict,
            sentence=self.late.replace("{told}", f"{notice.notified:%d/%m/%Y}") + end,
            source=D3141_6,
        )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: `law/absences` keeps leave free of posts."""


RULE = PaidLeaveTaking()
