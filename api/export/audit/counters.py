"""Compteurs : the lines of a person's counters as rows, one list per kind of line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.export.workbook import Cell, Column, Lasting
from api.french.words import DAYS
from scheduler.domain.employer import Route
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.counters.sheet import Counters, Minutes, Tiers

WHO = (Column("Personne", 26), Column("Identifiant", 18))
MINUTES = (
    Column("Travail", 9),
    Column("Terrain", 9),
    Column("Formation", 9),
    Column("Trajets", 9),
    Column("Interventions", 11),
    Column("Nuit", 9),
    Column("Dimanche", 9),
    Column("Férié", 9),
    Column("1er mai", 9),
    Column("Solidarité", 9),
    Column("Pauses payées", 9),
    Column("Astreinte", 9),
)
DAY = (*WHO, Column("Date", 11), Column("Jour", 10), *MINUTES, Column("Au-delà du seuil", 10))
WEEK = (
    *WHO,
    Column("Semaine du", 11),
    *MINUTES,
    Column("Déclarées en plus", 10),
    Column("Décrite en entier", 9),
    Column("Seuil", 9),
    Column("Heures supplémentaires", 24),
    Column("Dues aux congés payés", 24),
    Column("Si toute absence compte", 24),
    Column("En repos équivalent", 10),
    Column("Travailleur de nuit", 10),
    Column("Pourquoi", 26),
    Column("Depuis", 11),
)
MONTH = (
    *WHO,
    Column("Mois", 11),
    *MINUTES,
    Column("Heures supplémentaires", 24),
    Column("Dues aux congés payés", 24),
    Column("Heures complémentaires", 24),
)
WINDOW = (
    *WHO,
    Column("Douze semaines finies par celle du", 14),
    Column("Travail", 9),
    Column("Moyenne", 9),
    Column("Nuit", 9),
    Column("Semaines décrites", 9),
)
YEAR = (
    *WHO,
    Column("Année", 8),
    Column("Depuis le", 11),
    *MINUTES,
    Column("Heures supplémentaires", 11),
    Column("Contingent", 10),
    Column("Au-delà", 9),
)
PERIOD = (
    *WHO,
    Column("Période du", 11),
    Column("au", 11),
    Column("Par", 22),
    Column("Seuil", 9),
    Column("Fait", 9),
    Column("Absences créditées", 9),
    Column("Dû à ce jour", 9),
    Column("Écart", 10),
    Column("Au-delà du seuil", 10),
    Column("Heures supplémentaires", 24),
)
REST = (
    *WHO,
    Column("Reporté", 9),
    Column("Contrepartie obligatoire", 11),
    Column("De nuit", 14),
    Column("Pris", 9),
    Column("Reste", 9),
    Column("Ouvert le", 11),
    Column("À prendre avant le", 11),
    Column("Équivalent aux heures sup.", 11),
    Column("Récupéré", 9),
)
ROUTES = {Route.AGREEMENT: "accord", Route.UNILATERAL: "décision de l’employeur"}
NO_ROUTE = "année civile, à confirmer"


def minutes_cells(m: Minutes) -> tuple[Cell, ...]:
    """Return the cells of `MINUTES`."""
    return tuple(
        Lasting(value)
        for value in (
            *(m.work, m.field, m.training, m.travel, m.intervention, m.night, m.sunday),
            *(m.holiday, m.may_first, m.solidarity, m.paid_breaks, m.standby),
        )
    )


def tiers_words(tiers: Tiers) -> str:
    """Write hours by premium: `8 h 00 à 25 %, 1 h 30 à 50 %`."""
    return ", ".join(f"{shown(t.minutes, 'minutes')} à {shown(t.rate, 'permille')}" for t in tiers)


def day_rows(found: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per day of the horizon with anything in it."""
    for one in found.days:
        if any(vars(one.minutes).values()):
            weekday = DAYS[one.day.weekday()]
            late = Lasting(one.overtime) if one.overtime else None
            yield (*_who(found), one.day, weekday, *minutes_cells(one.minutes), late)


def week_rows(found: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per civil week."""
    for one in found.weeks:
        night = one.night_worker
        yield (
            *_who(found),
            one.monday,
            *minutes_cells(one.minutes),
            Lasting(one.declared) if one.declared else None,
            "oui" if one.described else "non",
            None if one.trigger is None else Lasting(one.trigger),
            tiers_words(one.overtime),
            tiers_words(one.by_leave),
            tiers_words(one.with_absences) if one.with_absences != one.due else "",
            Lasting(one.equivalent_rest) if one.equivalent_rest else None,
            "oui" if night.holds else "",
            night.reason,
            night.since,
        )


def month_rows(found: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per civil month."""
    for one in found.months:
        yield (
            *_who(found),
            one.first,
            *minutes_cells(one.minutes),
            tiers_words(one.overtime),
            tiers_words(one.by_leave),
            tiers_words(one.complementary),
        )


def window_rows(found: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per window of twelve weeks."""
    for one in found.windows:
        yield (
            *_who(found),
            one.last_monday,
            Lasting(one.work),
            Lasting(one.average),
            Lasting(one.night),
            one.described,
        )


def year_rows(found: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per civil year."""
    for one in found.years:
        yield (
            *_who(found),
            one.year,
            one.since,
            *minutes_cells(one.minutes),
            Lasting(one.overtime),
            None if one.quota is None else Lasting(one.quota),
            Lasting(one.beyond) if one.beyond else None,
        )


def period_rows(found: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per reference period."""
    for one in found.periods:
        yield (
            *_who(found),
            one.begins,
            one.ends,
            NO_ROUTE if one.route is None else ROUTES[one.route],
            Lasting(one.threshold),
            Lasting(one.done),
            Lasting(one.credited),
            Lasting(one.due),
            Lasting(one.balance),
            Lasting(one.excess),
            tiers_words(one.tiers),
        )


def rest_rows(found: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield the row of compensatory rest, where there is any."""
    one = found.rest
    if any((one.carried, one.compulsory, one.night is None, one.night, one.taken, one.equivalent)):
        yield (
            *_who(found),
            Lasting(one.carried),
            Lasting(one.compulsory),
            "à fixer par accord" if one.night is None else Lasting(one.night),
            Lasting(one.taken),
            Lasting(one.balance),
            one.opened,
            one.deadline,
            Lasting(one.equivalent),
            Lasting(one.recovered),
        )


def _who(found: Counters) -> tuple[Cell, ...]:
    return found.mediator.name, found.mediator.id


#: Sheet, columns and rows of each list, in the order of the workbook.
LISTS = (
    ("Compteurs jour", DAY, day_rows),
    ("Compteurs semaine", WEEK, week_rows),
    ("Compteurs mois", MONTH, month_rows),
    ("Compteurs 12 semaines", WINDOW, window_rows),
    ("Compteurs année", YEAR, year_rows),
    ("Périodes de référence", PERIOD, period_rows),
    ("Repos compensateurs", REST, rest_rows),
)
