"""A forfait in days, from its files to the plan of a month and what is read of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.month.frames import framed
from api.month.planning import plan
from api.page.counters_pages import account_words
from api.page.own.counters_pages import Figure, figures_of
from api.planning.counters import Counters, counters_of
from constraints.counters.sheet import ForfaitLine
from scheduler.domain.time import minute_at
from scheduler.engine.outcome import Options, Solution
from tests.api.month.owed import ROWS, folder

APRIL = date(2026, 4, 1)
NOW = datetime(2026, 3, 31, 22, tzinfo=UTC)
HOURS = ROWS["contrats.csv"]
DAYS = (
    "personne;type;debut;fin;heures_semaine;base;jours_annee;convention_le\n"
    "ada;CDI;01/09/2020;;;jours;218;01/09/2020\n"
)
LONG = {
    "gabarits": (
        "id;dispositif;site;genre;jours;debut;fin;depuis;jusqu_au\n"
        "L-J;L;place;jour;mar,mer,jeu,ven;08:00;20:30;01/01/2026;03/04/2026\n"
    ),
    "besoins": "gabarit;roles;minimum;cible;maximum\nL-J;mediateur;1;1;1\n",
    "pauses": ("gabarit;minutes;debut;genre\nL-J;60;13:00;non_payee\nL-J;20;18:00;non_payee\n"),
}
AGREED = (
    "regle;parametre;valeur;depuis;jusqu_au;niveau;agence;source;article\n"
    "forfait_days_cap;limit;218;01/01/2020;;entreprise;;Accord sur le temps de travail;art. 4\n"
)
NONE_AGREED = AGREED.splitlines()[0] + "\n"
BALANCE = "personne;compteur;jour;heures;jours\nada;jours_forfait;31/03/2026;;{}\n"


def planned(
    where: Path, contracts: str, accords: str, balance: int | None = 60
) -> tuple[int, Counters]:
    """Plan the three days of April of eleven hours, and count them."""
    soldes = {} if balance is None else {"soldes": BALANCE.format(balance)}
    made = folder(where, evening=False, contrats=contracts, accords=accords, **LONG, **soldes)
    (made / "historique" / "2026-03.csv").unlink()
    frame = framed(load(made), APRIL, None, NOW)
    options = Options(seconds=20, workers=1, processes=1, seed=1)
    outcome = plan(frame, options, now=minute_at(NOW))
    assert isinstance(outcome, Solution)
    ada = outcome.rota.problem.mediator_of["ada"]
    counters = counters_of(outcome.rota, ada, frame.profile.rules_of(ada))
    return len(outcome.rota.assignments), counters


@pytest.mark.parametrize(("balance", "posts"), [(215, 3), (216, 2), (218, 0)])
def test_the_plan_gives_the_days_that_are_left(tmp_path: Path, balance: int, posts: int) -> None:
    count, counters = planned(tmp_path, DAYS, AGREED, balance)

    assert count == posts
    assert counters.forfait == ForfaitLine(
        of=APRIL,
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        month=posts,
        done=balance + posts,
        number=218,
        since=date(2026, 1, 1),
        settled=True,
    )
    assert counters.forfait.left == 218 - balance - posts
    assert (counters.due, counters.planned, counters.balance) == (0, 0, 0)
    assert (counters.work, counters.night) == (0, 0)
    assert {minutes for _, minutes in counters.weeks} == {0}
    assert account_words(counters) == (
        "218 j par an",
        f"{posts} j",
        f"reste {218 - balance - posts} j",
    )
    assert figures_of(counters, None)[:4] == (
        Figure(title="Jours travaillés du mois", mine=f"{posts}", team="–"),
        Figure(title="Jours travaillés depuis le 01/01/2026", mine=f"{balance + posts}", team="–"),
        Figure(
            title="Jours du forfait qui restent jusqu’au 31/12/2026",
            mine=f"{218 - balance - posts}",
            team="–",
        ),
        Figure(title="Nuits", mine="0", team="–"),
    )


def test_eleven_hours_are_nobodys_day_in_hours(tmp_path: Path) -> None:
    count, counters = planned(tmp_path, HOURS, AGREED, None)

    assert count == 0
    assert counters.forfait is None
    assert account_words(replace(counters, due=60)) == (
        "1\u00a0h\u00a000",
        "0\u00a0h\u00a000",
        "−1\u00a0h\u00a000",
    )


@pytest.mark.parametrize(
    ("contracts", "accords"),
    [(DAYS, NONE_AGREED), (DAYS.replace("218;01/09/2020", "218;"), AGREED)],
)
def test_nobody_is_planned_under_a_forfait_that_nothing_founds(
    tmp_path: Path, contracts: str, accords: str
) -> None:
    count, _ = planned(tmp_path, contracts, accords)

    assert count == 0
