"""Congés payés, prise : 24 days in a row at most, 12 at least in summer (L3141-17, L3141-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints.delays import calendar_days, month_later, short_of_months
from constraints.leave import DAY, Run, runs
from constraints.leave_rights import accrued, code_rates, described, year_of
from constraints.notices import told_of
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employer import NoticeKind
from scheduler.domain.time import day_span, days_span, next_month
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employer import Notice
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3141_13 = code("L3141-13", "LEGIARTI000033020772")
L3141_17 = code("L3141-17", "LEGIARTI000033020757")
L3141_18 = code("L3141-18", "LEGIARTI000033020754")
L3141_19 = code("L3141-19", "LEGIARTI000033020751")
L3141_21 = code("L3141-21", "LEGIARTI000033020724")
L3141_23 = code("L3141-23", "LEGIARTI000033020705")
D3141_6 = code("D3141-6", "LEGIARTI000033515942")
L3141_16 = code("L3141-16", "LEGIARTI000035652687")
D3141_5 = code("D3141-5", "LEGIARTI000033515945")

REFERENCE_ENDS = (5, 31)
"""Last day of the reference year (R3141-4)."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A period of leave: from 1 May to 31 October, then what is outside it up to the next."""

    opens: date
    closes: date
    after: date


@dataclass(frozen=True, kw_only=True)
class PaidLeaveTaking(PersonRule):
    """
    Leave lasts 24 jours ouvrables at most, and twelve at least once between May and October.

    A run that is too long is dated on its 25th day; it is to confirm where only days off inside or
    beside the recorded leave make it so. An exemption is individual (L3141-17): noted where the
    person's agreement is recorded with the leave.

    The main fraction is judged when its period ends in the horizon, if all of that period is
    described, some leave is recorded in it (leave that nobody told of isn't leave not taken) and
    the person accrued more than twelve days. Measured: the longest run inside the period, with
    the days off around it, which lie before the weekly rest. Who accrued twelve days or fewer
    takes them in a row (L3141-18): to confirm, since days may be taken ahead. Both are noted where
    the person's agreement is recorded (L3141-23). Whether the fraction lies between two weekly
    rests is not judged.

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
    unit: ClassVar[str] = "leave_days"
    sentence: ClassVar[str] = (
        "{who} : congé de {measured} d’affilée à partir du {first}, au lieu de {limit} au plus"
    )
    main: ClassVar[str] = (
        "{who} : congé le plus long de {measured} du {first} au {day}, au lieu de {limit} "
        "d’affilée au moins"
    )
    more: ClassVar[str] = (
        "{who} : {measured} de congé principal hors période au {day}, {amount} de plus en tout "
        "pour fractionnement, sauf accord individuel contraire."
    )
    late: ClassVar[str] = (
        "{who} : départ en congé du {day} annoncé le {told}, {measured} avant au lieu de {limit} "
        "au moins"
    )

    longest: Dated = legal("leave_days", 24, L3141_17)
    fraction: Dated = legal("leave_days", 12, L3141_19)
    opens: Dated = legal("month", 5, L3141_23, floor=1, ceiling=12, by=L3141_21)
    closes: Dated = legal("month", 10, L3141_23, floor=1, ceiling=12, by=L3141_21)
    one_more: Dated = legal("leave_days", 3, L3141_23, floor=1, by=L3141_21)
    two_more: Dated = legal("leave_days", 6, L3141_23, floor=1, by=L3141_21)
    ahead: Dated = legal("months", 1, D3141_6)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge departures told, runs, then each period that the horizon ends or follows."""
        yield from self._announced(timeline)
        found = runs(timeline)
        if not found:
            return
        yield from self._too_long(timeline, found)
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        for window in self._windows(first, last):
            if not described(timeline, window.opens):
                continue
            if first <= window.closes <= last:
                yield from self._main(timeline, found, window)
            if window.closes < last and first <= window.after:
                yield from self._more(timeline, found, window)

    def _windows(self, first: date, last: date) -> Iterator[Window]:
        opens, closes = self.opens.on(last), self.closes.on(last)
        for year in range(first.year - 1, last.year + 1):
            begins, over = date(year, opens, 1), year + (closes < opens)
            yield Window(
                opens=begins,
                closes=next_month(date(over, closes, 1)) - DAY,
                after=date(year + 1, opens, 1) - DAY,
            )

    def _too_long(self, timeline: Timeline, found: tuple[Run, ...]) -> Iterator[Finding]:
        for run in found:
            limit = self.longest.on(run.first)
            if len(run.around) <= limit or not timeline.judges(run.span):
                continue
            sure = len(run.taken) > limit
            days = run.taken if sure else run.around
            verdict, end = Verdict.VIOLATION, "."
            if _agreed(timeline, run.first, run.last):
                verdict, end = Verdict.NOTE, ", dérogation individuelle à justifier."
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
        self, timeline: Timeline, found: tuple[Run, ...], window: Window
    ) -> Iterator[Finding]:
        """Hold the longest run of a period that is over against the main fraction."""
        inside = [n for run in found if (n := len(run.within(window.opens, window.closes)))]
        if not inside or timeline.mediator.contract_on(window.closes) is None:
            return
        due, limit = _due(timeline, window), self.fraction.on(window.closes)
        whole = due <= limit
        least = due if whole else limit
        if due == 0 or max(inside) >= least or (whole and len(inside) == 1):
            return
        verdict, end = Verdict.VIOLATION, "."
        if _agreed(timeline, window.opens, window.closes):
            verdict, end = Verdict.NOTE, ", son accord est enregistré."
        elif whole:
            verdict = Verdict.TO_CONFIRM
            end = " : à confirmer, un congé de douze jours au plus est continu (L3141-18)."
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=window.closes,
            span=days_span(window.opens, window.closes),
            measured=max(inside),
            limit=least,
            verdict=verdict,
            sentence=self.main.replace("{first}", f"{window.opens:%d/%m/%Y}") + end,
            source=L3141_18 if whole else L3141_19,
        )

    def _more(
        self, timeline: Timeline, found: tuple[Run, ...], window: Window
    ) -> Iterator[Finding]:
        """Note the days that leave taken outside the period adds."""
        begins = window.closes + DAY
        inside = sum(len(run.within(window.opens, window.closes)) for run in found)
        whole, split = self.longest.on(begins), self.fraction.on(begins)
        main = min(whole, _due(timeline, window))
        left = max(0, min(main - inside, main - split))
        outside = [day for run in found for day in run.within(begins, window.after)][:left]
        if _agreed(timeline, begins, window.after):
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
        for notice in told_of(timeline, NoticeKind.LEAVE):
            if notice.before is None or notice.effective < notice.before:
                yield from self._late(timeline, notice)

    def _late(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Judge a departure told late; one that is put off is another rule's."""
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
        """Post nothing: leave is kept clear of posts by the rule of the house on absences."""


def _agreed(timeline: Timeline, first: date, last: date) -> bool:
    """Whether the person's agreement is recorded for leave that begins in these days."""
    return any(
        notice.agreed and notice.kind is NoticeKind.LEAVE and first <= notice.effective <= last
        for notice in timeline.notices
    )


def _due(timeline: Timeline, window: Window) -> int:
    """Return the days accrued in the reference year that ends before the period is over."""
    day = date(window.closes.year, *REFERENCE_ENDS)
    if day > window.closes:
        day = date(window.closes.year - 1, *REFERENCE_ENDS)
    first, last = year_of(day, REFERENCE_ENDS[0] + 1)
    return accrued(timeline, first, last, code_rates(last)).days


RULE = PaidLeaveTaking()
