"""Write a person's days, weeks and counters as rows of text."""

from collections.abc import Iterator
from typing import Any

from api.export.audit.counters import NO_ROUTE, ROUTES, tiers_words
from api.french.shifts import typed_hours
from api.french.words import day_in_figures, hours, month_name, period_words, short_date
from api.judging.report.wording import KINDS, breaks_of, place_of
from api.planning.names import Names
from constraints.counters.sheet import Counters, Minutes, WeekLine
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.time import SUNDAY, day_span
from scheduler.domain.timeline import Timeline

ABSENT = "absent"


def place_words(duty: Duty, names: Names) -> str:
    """Write what a shift is and where; ordinary field work isn't named."""
    place = place_of(duty, names)
    if duty.kind is DutyKind.WORK:
        return place
    return ", ".join(part for part in (KINDS[duty.kind], place) if part)


def day_rows(timeline: Timeline, counters: Counters, names: Names) -> list[dict[str, Any]]:
    """
    Return a row per shift and one per day without any, from the first to the last day judged.

    A shift is on the day on which it begins; one begun before the first day is on that day,
    marked as such. The day's own total is on its first row.
    """
    duties: dict[object, list[Duty]] = {}
    first = counters.days[0].day
    for duty in timeline.duties:
        if duty.span.touches(timeline.horizon):
            duties.setdefault(max(duty.span.day, first), []).append(duty)
    rows = []
    for line in counters.days:
        day = line.day
        head = day_in_figures(day)
        totals = (_blank(line.minutes.work), _blank(line.minutes.night))
        shifts = [_cells(duty, line.day, names) for duty in duties.get(day, ())]
        if not shifts:
            away = any(a.span.touches(day_span(day)) for a in timeline.absences)
            shifts = [[ABSENT if away else "", "", "", ""]]
        for n, cells in enumerate(shifts):
            last = totals if n == 0 else ("", "")
            rows.append(
                {
                    "cells": [head if n == 0 else "", *cells, *last],
                    "monday": day.weekday() == 0 and n == 0,
                    "off": day.weekday() == SUNDAY or day in timeline.holidays,
                }
            )
    return rows


def _cells(duty: Duty, day: object, names: Names) -> list[str]:
    when = typed_hours(duty.span)
    if duty.span.day != day:
        when = f"{when} (commencé le {duty.span.start:%d/%m})"
    work = hours(duty.work) if duty.counts else "pas du travail"
    return [when, breaks_of(duty), place_words(duty, names), work]


def week_rows(counters: Counters) -> list[list[str]]:
    """Return a row for each civil week that the period touches; weeks are counted whole."""
    return [
        [
            short_date(week.monday) + ("" if week.described else " (connue en partie)"),
            hours(week.work),
            _blank(week.minutes.training),
            _blank(week.minutes.night),
            "" if week.trigger is None else hours(week.trigger),
            _week_words(week),
        ]
        for week in counters.weeks
    ]


def _week_words(week: WeekLine) -> str:
    parts = [tiers_words(week.overtime)]
    if week.by_leave:
        parts.append(f"{tiers_words(week.by_leave)} par les congés payés")
    if week.night_worker.holds:
        parts.append(f"travailleur de nuit ({week.night_worker.reason})")
    return " ; ".join(part for part in parts if part)


def counters_rows(counters: Counters) -> list[list[str]]:
    """Return months, years, periods and rests as text, each with its name."""
    rows = [[month_name(m.first).capitalize(), _kinds(m.minutes)] for m in counters.months]
    for month in counters.months:
        due = [
            f"heures {kind} : {tiers_words(tiers)}"
            for kind, tiers in (
                ("supplémentaires", month.overtime),
                ("supplémentaires dues aux congés payés", month.by_leave),
                ("complémentaires", month.complementary),
                ("de l’avenant de complément d’heures", month.complement),
            )
            if tiers
        ]
        if due:
            rows.append([f"Dû pour {month_name(month.first)}", " ; ".join(due)])
    for year in counters.years:
        quota = "" if year.quota is None else f" sur un contingent de {hours(year.quota)}"
        rows.append(
            [
                f"Année {year.year}, depuis le {short_date(year.since)}",
                (
                    f"{hours(year.minutes.work)} de travail, {hours(year.overtime)} "
                    f"supplémentaires{quota}"
                ),
            ]
        )
    rows += [
        [
            f"Période {period_words(p.begins, p.ends)}",
            (
                f"{hours(p.done)} faites, {hours(p.due)} dues à ce jour, écart {hours(p.balance)}, "
                f"seuil {hours(p.threshold)} ({NO_ROUTE if p.route is None else ROUTES[p.route]})"
            ),
        ]
        for p in counters.periods
    ]
    rows += [*_rest(counters), *_owed(counters)]
    return rows


def _rest(counters: Counters) -> Iterator[list[str]]:
    rest = counters.rest
    if rest.carried or rest.compulsory or rest.night or rest.taken:
        until = "" if rest.deadline is None else f", à prendre avant le {short_date(rest.deadline)}"
        yield [
            "Repos compensateur",
            (
                f"{hours(rest.carried + rest.compulsory + (rest.night or 0))} acquis, "
                f"{hours(rest.taken)} pris, reste {hours(rest.balance)}{until}"
            ),
        ]


def _owed(counters: Counters) -> Iterator[list[str]]:
    for line in counters.owed:
        state = (
            f"à commencer au plus tard le {short_date(line.due)}"
            if line.returned is None
            else f"rendu le {short_date(line.returned)}"
        )
        yield [
            f"Repos équivalent, {'nuit' if line.worked else 'reprise'} du {short_date(line.on)}",
            (
                f"{hours(line.minutes)} dus pour "
                + (
                    f"une nuit de {hours(line.worked)}"
                    if line.worked
                    else f"un repos de {hours(line.rest)}"
                )
                + f" ({line.article}, {line.ground}), {state}"
            ),
        ]


def _kinds(m: Minutes) -> str:
    named = (
        ("dont formation", m.training),
        ("dont trajets", m.travel),
        ("dont interventions", m.intervention),
        ("dont délégation", m.delegation),
        ("dont réunions de mandat", m.council),
        ("nuit", m.night),
        ("dimanche", m.sunday),
        ("férié", m.holiday),
        ("1er mai", m.may_first),
        ("solidarité", m.solidarity),
        ("pauses payées", m.paid_breaks),
        ("astreinte", m.standby),
    )
    return ", ".join(
        [f"{hours(m.work)} de travail", *(f"{hours(n)} {kind}" for kind, n in named if n)]
    )


def _blank(minutes: int) -> str:
    return hours(minutes) if minutes else ""
