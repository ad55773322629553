"""Compteurs: hours due and planned, nights and days off worked, against the team's mean."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.request import Reading, Who
from api.access.rights.rule import own
from api.fairness.reading import OwnAccount, own_accounts, year_before
from api.french.moments import length_words
from api.french.words import hours
from api.hours.months.service import Basis, month_of
from api.hours.my_shifts.counters import TeamMeans, YearSoFar, own_counters
from api.hours.my_shifts.service import shifts_beyond
from api.ledger.history import whole
from api.planning.counters import WHAT_COUNTS, Counters
from api.privacy.means import FEWEST
from api.shell.guides import Guide
from api.shell.own import MonthChoice, months_near, own_page, person_of
from api.shell.screens import Screens
from api.training.service import TitleHours, Trainings
from api.web.clock import Now
from api.web.months import first_of
from constraints.counters.sheet import OwedRestLine
from scheduler.balances import amount, signed

GUIDES = (
    Guide(
        address="/aide/mes-compteurs",
        title="Mes compteurs",
        file="own/counters",
        screens=("/moi/compteurs",),
        picture="Sur un téléphone, mes compteurs du mois à côté de la moyenne de l’équipe.",
    ),
)

router = Screens()


IN_MINUTES = frozenset({"due", "planned", "balance", "night", "sunday", "holiday"})
YEAR = {
    "planned": "Heures prévues",
    "balance": "Solde",
    "nights": "Nuits",
    "saturdays": "Samedis travaillés",
    "sundays": "Dimanches travaillés",
    "holidays": "Jours fériés travaillés",
}
MONTH = {
    "due": "Heures dues",
    **YEAR,
    "night": "Heures de nuit",
    "sunday": "Heures de dimanche",
    "holiday": "Heures de jour férié",
}
UNTOLD = "–"
"""In place of a mean, a part or a balance that would reveal what a colleague had."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A counter: one's own, and the team's mean."""

    title: str
    mine: str
    team: str


@dataclass(frozen=True, kw_only=True)
class FairFigure:
    """
    A kind of one's account of fairness: one's own number, fair part and balance, the mean.

    `team`: the mean, then of how many people: few share nights, and all share Saturdays. `shown`:
    whether part and balance are written, and not `UNTOLD`.
    """

    title: str
    mine: str
    due: str
    team: str
    balance: str
    shown: bool


@router.get("/moi/compteurs", may=own(Role.MEDIATEUR))
def my_counters(
    request: Request, who: Who, session: Reading, now: Now, mois: MonthChoice = ""
) -> Response:
    """Show the counters of a month (this one, if none is named) and of its year, as published."""
    association = whole(session)
    me = person_of(who, association)
    months = months_near(association.history, mois, now)
    training = training_sentences(Trainings(association, now).titles(me))
    figures, year, people, compared = None, None, 0, False
    fair: tuple[FairFigure, ...] = ()
    owed: tuple[str, ...] = ()
    beyond: list[int] = []
    if association.history.get(months.label):
        published = month_of(session, months.label, Basis.PLAN, now)
        if me.id in published.rota.problem.mediator_of:
            own = own_counters(published, me.id)
            figures, people = figures_of(own.mine, own.team), own.people
            year, compared = year_figures(own.year, own.team_year), own.team is not None
            owed = owed_sentences(own.owed)
            last = first_of(months.label)
            over = shifts_beyond(session, months.label, {me.id}).get(me.id, ())
            beyond = [row.worked.duty.paid for row in over]
            fair = fair_figures(own_accounts(published.association, me, year_before(last), last))
    return own_page(
        request,
        "own/counters.html",
        months=months,
        figures=figures,
        year=year,
        people=people,
        compared=compared,
        fewest=FEWEST,
        what_counts=WHAT_COUNTS,
        fair=fair,
        owed=owed,
        beyond=beyond,
        training=training,
    )


def owed_sentences(lines: Iterable[OwedRestLine]) -> tuple[str, ...]:
    """Write each equivalent rest owed: why, how long, by when or since when it is returned."""
    return tuple(
        (
            f"Nuit de {hours(line.worked)} commencée le {line.on:%d/%m/%Y} ({line.ground}) : "
            if line.worked
            else f"Repos de {hours(line.rest)} avant la reprise du {line.on:%d/%m/%Y} "
            f"({line.ground}) : "
        )
        + f"{hours(line.minutes)} me sont dues, par un repos de {hours(line.limit)} "
        + (
            f"à commencer au plus tard le {line.due:%d/%m/%Y}"
            + ("." if line.agreed else " (délai à confirmer).")
            if line.returned is None
            else f"commencé le {line.returned:%d/%m/%Y}."
        )
        for line in lines
    )


def training_sentences(titles: Iterable[TitleHours]) -> tuple[str, ...]:
    """Write one's hours of each title."""
    return tuple(
        f"Formation {each.title} : {hours(each.done)} faites, {hours(each.planned)} prévues, sur "
        f"{hours(each.due)}"
        + (f" ; {hours(each.missing)} manquent encore." if each.missing else ".")
        for each in titles
    )


def fair_figures(own: Iterable[OwnAccount]) -> tuple[FairFigure, ...]:
    """Write one's own accounts."""
    return tuple(
        FairFigure(
            title=each.account.kind.title,
            mine=str(each.account.count),
            due=amount(each.account.due) if each.open else UNTOLD,
            team=_mean(each.mean) + (f" ({each.people})" if each.mean is not None else ""),
            balance=signed(each.account.closing) if each.open else UNTOLD,
            shown=each.open,
        )
        for each in own
    )


def figures_of(mine: Counters, team: TeamMeans | None) -> tuple[Figure, ...]:
    """Write the counters that are compared (`team`: None, they are too few for a mean)."""
    line = mine.forfait
    if line is None:
        return tuple(_figures(MONTH, mine, team))
    days = {
        "Jours travaillés du mois": line.month,
        f"Jours travaillés depuis le {line.first:%d/%m/%Y}": line.done,
        f"Jours du forfait qui restent jusqu’au {line.last:%d/%m/%Y}": line.left,
    }
    others = {name: title for name, title in MONTH.items() if name not in IN_MINUTES}
    return (
        *(Figure(title=title, mine=f"{number}", team=UNTOLD) for title, number in days.items()),
        *_figures(others, mine, team),
    )


def year_figures(mine: YearSoFar, team: YearSoFar | None) -> tuple[Figure, ...]:
    """Write the counters of the year so far."""
    return tuple(_figures(YEAR, mine, team))


def _figures(titles: Mapping[str, str], mine: object, team: object | None) -> Iterator[Figure]:
    for name, title in titles.items():
        write = _hours if name in IN_MINUTES else _count
        yield write(title, getattr(mine, name), None if team is None else getattr(team, name))


def _hours(title: str, mine: float, team: float | None) -> Figure:
    mean = UNTOLD if team is None else length_words(round(team))
    return Figure(title=title, mine=length_words(round(mine)), team=mean)


def _count(title: str, mine: float, team: float | None) -> Figure:
    return Figure(title=title, mine=f"{mine:g}", team=_mean(team))


def _mean(team: float | None) -> str:
    return UNTOLD if team is None else f"{team:.1f}".replace(".", ",")
