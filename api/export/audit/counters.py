"""Write a person's counters as rows of a workbook, a list for each kind of row."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from api.export.workbook import Cell, Column, Duration
from api.french.plural import plural
from api.french.words import DAYS
from constraints.counters.lines.calendar import WINDOW as WEEKS
from constraints.counters.sheet import Counters, DayLine, Rest, Tiers
from scheduler.domain.employment.employer import Route
from scheduler.rule import shown

ROUTES = {Route.AGREEMENT: "accord", Route.UNILATERAL: "décision de l’employeur"}
NO_ROUTE = "année civile, à confirmer"

Field = tuple[Column, Callable[[Any], Cell]]
"""A column, and its cell for a line of counters."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list of the workbook: its sheet, the lines of a person's counters, and its columns."""

    sheet: str
    lines: Callable[[Counters], Iterable[Any]]
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return all columns: who, then those of the line."""
        return (
            *(Column("Personne", 26), Column("Identifiant", 18)),
            *(column for column, _ in self.fields),
        )

    def rows(self, counters: Counters) -> Iterator[tuple[Cell, ...]]:
        """Yield a person's rows."""
        who = counters.mediator
        for line in self.lines(counters):
            yield (who.name, who.id, *(cell(line) for _, cell in self.fields))


def tiers_words(tiers: Tiers) -> str:
    """Write hours by rate of premium: `8 h 00 à 25 %, 1 h 30 à 50 %`."""
    return ", ".join(f"{shown(t.minutes, 'minutes')} à {shown(t.rate, 'permille')}" for t in tiers)


def described_words(weeks: int) -> str:
    """Say over what a mean of twelve weeks is taken: those described (empty: all are)."""
    words = plural(weeks, "semaine décrite", "semaines décrites")
    return "" if weeks == WEEKS else f"sur {words}"


def _value(head: str, path: str, width: float = 11) -> Field:
    """Return a column of values as they are; `path`: of attributes, from a line."""
    return Column(head, width), attrgetter(path)


def _time(head: str, path: str, width: float = 9, *, zero: bool = True) -> Field:
    """Return a column of durations, empty where there is none; `zero`: nought is written."""
    minutes_of = attrgetter(path)

    def cell(line: Any) -> Cell:
        minutes = minutes_of(line)
        return None if minutes is None or not (zero or minutes) else Duration(minutes)

    return Column(head, width), cell


def _rates(head: str, path: str) -> Field:
    """Return a column of hours by rate of premium."""
    tiers_of = attrgetter(path)
    return Column(head, 24), lambda line: tiers_words(tiers_of(line))


MINUTES = (
    _time("Travail", "minutes.work"),
    _time("Terrain", "minutes.field"),
    _time("Formation", "minutes.training"),
    _time("Trajets", "minutes.travel"),
    _time("Interventions", "minutes.intervention", 11),
    _time("Délégation", "minutes.delegation", 10),
    _time("Réunions de mandat", "minutes.council", 10),
    _time("Nuit", "minutes.night"),
    _time("Dimanche", "minutes.sunday"),
    _time("Férié", "minutes.holiday"),
    _time("1er mai", "minutes.may_first"),
    _time("Solidarité", "minutes.solidarity"),
    _time("Pauses payées", "minutes.paid_breaks"),
    _time("Astreinte", "minutes.standby"),
)


def _days(counters: Counters) -> Iterator[DayLine]:
    """Yield the days of the horizon that have something to show."""
    return (line for line in counters.days if any(vars(line.minutes).values()))


def _rest(counters: Counters) -> Iterator[Rest]:
    """Yield the compensatory rest, if there is any."""
    rest = counters.rest
    if any(
        (rest.carried, rest.compulsory, rest.night is None, rest.night, rest.taken, rest.equivalent)
    ):
        yield rest


LISTS = (
    Listing(
        sheet="Compteurs jour",
        lines=_days,
        fields=(
            _value("Date", "day"),
            (Column("Jour", 10), lambda line: DAYS[line.day.weekday()]),
            *MINUTES,
            _time("Au-delà du seuil", "overtime", 10, zero=False),
        ),
    ),
    Listing(
        sheet="Compteurs semaine",
        lines=lambda counters: counters.weeks,
        fields=(
            _value("Semaine du", "monday"),
            *MINUTES,
            _time("Déclarées en plus", "declared", 10, zero=False),
            (Column("Décrite en entier", 9), lambda line: "oui" if line.described else "non"),
            _time("Seuil", "trigger"),
            _rates("Heures supplémentaires", "overtime"),
            _rates("Dues aux congés payés", "by_leave"),
            (
                Column("Si toute absence compte", 24),
                lambda line: (
                    tiers_words(line.with_absences) if line.with_absences != line.due else ""
                ),
            ),
            _time("En repos équivalent", "equivalent_rest", 10, zero=False),
            (
                Column("Travailleur de nuit", 10),
                lambda line: "oui" if line.night_worker.holds else "",
            ),
            _value("Pourquoi", "night_worker.reason", 26),
            _value("Depuis", "night_worker.since"),
        ),
    ),
    Listing(
        sheet="Compteurs mois",
        lines=lambda counters: counters.months,
        fields=(
            _value("Mois", "first"),
            *MINUTES,
            _rates("Heures supplémentaires", "overtime"),
            _rates("Dues aux congés payés", "by_leave"),
            _rates("Heures complémentaires", "complementary"),
            _rates("Dans un avenant", "complement"),
        ),
    ),
    Listing(
        sheet="Compteurs 12 semaines",
        lines=lambda counters: counters.windows,
        fields=(
            _value("Douze semaines finies par celle du", "last_monday", 14),
            _time("Travail", "work"),
            _time("Moyenne", "average"),
            _time("Nuit", "night"),
            _value("Semaines décrites", "described", 9),
            (Column("Moyenne prise", 30), lambda line: described_words(line.described)),
        ),
    ),
    Listing(
        sheet="Compteurs année",
        lines=lambda counters: counters.years,
        fields=(
            _value("Année", "year", 8),
            _value("Depuis le", "since"),
            *MINUTES,
            _time("Heures supplémentaires", "overtime", 11),
            _time("Contingent", "quota", 10),
            _time("Au-delà", "beyond", zero=False),
        ),
    ),
    Listing(
        sheet="Périodes de référence",
        lines=lambda counters: counters.periods,
        fields=(
            _value("Période du", "begins"),
            _value("au", "ends"),
            (Column("Par", 22), lambda line: ROUTES[line.route] if line.route else NO_ROUTE),
            _time("Seuil", "threshold"),
            _time("Fait", "done"),
            _time("Absences créditées", "credited"),
            _time("Dû à ce jour", "due"),
            _time("Écart", "balance", 10),
            _time("Au-delà du seuil", "excess", 10),
            _rates("Heures supplémentaires", "tiers"),
        ),
    ),
    Listing(
        sheet="Repos compensateurs",
        lines=_rest,
        fields=(
            _time("Reporté", "carried"),
            _time("Contrepartie obligatoire", "compulsory", 11),
            (
                Column("De nuit", 14),
                lambda rest: "à fixer par accord" if rest.night is None else Duration(rest.night),
            ),
            _time("Pris", "taken"),
            _time("Reste", "balance"),
            _value("Ouvert le", "opened"),
            _value("À prendre avant le", "deadline"),
            _time("Équivalent aux heures sup.", "equivalent", 11),
            _time("Récupéré", "recovered"),
        ),
    ),
    Listing(
        sheet="Repos équivalents",
        lines=lambda counters: counters.owed,
        fields=(
            _value("Reprise, ou nuit du", "on"),
            (
                Column("Repos réduit à", 9),
                lambda line: None if line.worked else Duration(line.rest),
            ),
            _time("Nuit de", "worked", zero=False),
            _time("Dû", "minutes"),
            _time("Repos à donner", "limit"),
            _value("À commencer avant la fin du", "due", 12),
            _value("Rendu le", "returned"),
            _value("Fondement", "ground", 40),
            (
                Column("Délai", 22),
                lambda line: "fixé par l’accord" if line.agreed else "à confirmer",
            ),
        ),
    ),
)
"""The lists, in the order of the workbook."""
