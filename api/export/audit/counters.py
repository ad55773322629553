"""Write a person's counters as rows of a workbook, a list for each kind of row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.export.workbook import Cell, Column, Duration
from api.french.plural import plural
from api.french.words import DAYS
from constraints.counters.lines.calendar import WINDOW as WEEKS
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
    Column("Dans un avenant", 24),
)
WINDOW = (
    *WHO,
    Column("Douze semaines finies par celle du", 14),
    Column("Travail", 9),
    Column("Moyenne", 9),
    Column("Nuit", 9),
    Column("Semaines décrites", 9),
    Column("Moyenne prise", 30),
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
OWED = (
    *WHO,
    Column("Reprise, ou nuit du", 11),
    Column("Repos réduit à", 9),
    Column("Nuit de", 9),
    Column("Dû", 9),
    Column("Repos à donner", 9),
    Column("À commencer avant la fin du", 12),
    Column("Rendu le", 11),
    Column("Fondement", 40),
    Column("Délai", 22),
)
ROUTES = {Route.AGREEMENT: "accord", Route.UNILATERAL: "décision de l’employeur"}
NO_ROUTE = "année civile, à confirmer"


def minutes_cells(m: Minutes) -> tuple[Cell, ...]:
    """Return the cells of the columns `MINUTES`."""
    return tuple(
        Duration(value)
        for value in (
            *(m.work, m.field, m.training, m.travel, m.intervention, m.night, m.sunday),
            *(m.holiday, m.may_first, m.solidarity, m.paid_breaks, m.standby),
        )
    )


def tiers_words(tiers: Tiers) -> str:
    """Write hours by rate of premium: `8 h 00 à 25 %, 1 h 30 à 50 %`."""
    return ", ".join(f"{shown(t.minutes, 'minutes')} à {shown(t.rate, 'permille')}" for t in tiers)


def day_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each day of the horizon that has something to show."""
    for line in counters.days:
        if any(vars(line.minutes).values()):
            weekday = DAYS[line.day.weekday()]
            late = Duration(line.overtime) if line.overtime else None
            yield (*_who(counters), line.day, weekday, *minutes_cells(line.minutes), late)


def week_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per civil week."""
    for line in counters.weeks:
        night = line.night_worker
        yield (
            *_who(counters),
            line.monday,
            *minutes_cells(line.minutes),
            Duration(line.declared) if line.declared else None,
            "oui" if line.described else "non",
            None if line.trigger is None else Duration(line.trigger),
            tiers_words(line.overtime),
            tiers_words(line.by_leave),
            tiers_words(line.with_absences) if line.with_absences != line.due else "",
            Duration(line.equivalent_rest) if line.equivalent_rest else None,
            "oui" if night.holds else "",
            night.reason,
            night.since,
        )


def month_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per civil month."""
    for line in counters.months:
        yield (
            *_who(counters),
            line.first,
            *minutes_cells(line.minutes),
            tiers_words(line.overtime),
            tiers_words(line.by_leave),
            tiers_words(line.complementary),
            tiers_words(line.complement),
        )


def described_words(weeks: int) -> str:
    """Say over what a mean of twelve weeks is taken: those described (empty: all are)."""
    words = plural(weeks, "semaine décrite", "semaines décrites")
    return "" if weeks == WEEKS else f"sur {words}"


def window_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per window of twelve weeks."""
    for line in counters.windows:
        yield (
            *_who(counters),
            line.last_monday,
            Duration(line.work),
            None if line.average is None else Duration(line.average),
            Duration(line.night),
            line.described,
            described_words(line.described),
        )


def year_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per civil year."""
    for line in counters.years:
        yield (
            *_who(counters),
            line.year,
            line.since,
            *minutes_cells(line.minutes),
            Duration(line.overtime),
            None if line.quota is None else Duration(line.quota),
            Duration(line.beyond) if line.beyond else None,
        )


def period_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per reference period."""
    for line in counters.periods:
        yield (
            *_who(counters),
            line.begins,
            line.ends,
            NO_ROUTE if line.route is None else ROUTES[line.route],
            Duration(line.threshold),
            Duration(line.done),
            Duration(line.credited),
            Duration(line.due),
            Duration(line.balance),
            Duration(line.excess),
            tiers_words(line.tiers),
        )


def rest_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield the row of compensatory rest, if there is any."""
    rest = counters.rest
    if any(
        (rest.carried, rest.compulsory, rest.night is None, rest.night, rest.taken, rest.equivalent)
    ):
        yield (
            *_who(counters),
            Duration(rest.carried),
            Duration(rest.compulsory),
            "à fixer par accord" if rest.night is None else Duration(rest.night),
            Duration(rest.taken),
            Duration(rest.balance),
            rest.opened,
            rest.deadline,
            Duration(rest.equivalent),
            Duration(rest.recovered),
        )


def owed_rows(counters: Counters) -> Iterator[tuple[Cell, ...]]:
    """Yield a row a rest owed, for a daily rest that a derogation cut short or a long night."""
    for line in counters.owed:
        yield (
            *_who(counters),
            line.on,
            None if line.worked else Duration(line.rest),
            Duration(line.worked) if line.worked else None,
            Duration(line.minutes),
            Duration(line.limit),
            line.due,
            line.returned,
            line.ground,
            "fixé par l’accord" if line.agreed else "à confirmer",
        )


def _who(counters: Counters) -> tuple[Cell, ...]:
    return counters.mediator.name, counters.mediator.id


#: Sheet, columns and rows of each list, in the order of the workbook.
LISTS = (
    ("Compteurs jour", DAY, day_rows),
    ("Compteurs semaine", WEEK, week_rows),
    ("Compteurs mois", MONTH, month_rows),
    ("Compteurs 12 semaines", WINDOW, window_rows),
    ("Compteurs année", YEAR, year_rows),
    ("Périodes de référence", PERIOD, period_rows),
    ("Repos compensateurs", REST, rest_rows),
    ("Repos équivalents", OWED, owed_rows),
)
