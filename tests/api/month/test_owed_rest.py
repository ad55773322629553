"""A derogation of a published month binds the plan of the next one, which says so in words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.data.errors import BadFilesError
from api.data.folder.load import load
from api.month.frames import Frame, framed
from api.month.planning import plan, why_impossible
from constraints.counters.lines.owed import owed_lines
from constraints.law.rests.daily_rest_owed import RULE
from scheduler.domain.time import minute_at
from scheduler.engine.outcome import Options, Solution
from tests.api.month.owed import AGREEMENT, ROWS, folder

APRIL = date(2026, 4, 1)
NOW = datetime(2026, 3, 31, 22, tzinfo=UTC)
DAYS = {f"L-J-2026-04-0{day}" for day in (1, 2, 3)}
LOCKS = "personne;creneau;par;motif\n" + "".join(
    f"ada;{slot};Elsa Exemple;Réunion\n" for slot in sorted(DAYS)
)


def april(where: Path) -> Frame:
    return framed(load(where), APRIL, None, NOW)


def solved(where: Path) -> Solution:
    options = Options(seconds=20, workers=1, processes=1, seed=1)
    outcome = plan(april(where), options, now=minute_at(NOW))
    assert isinstance(outcome, Solution)
    return outcome


def test_the_plan_of_april_returns_what_march_owes(tmp_path: Path) -> None:
    free = solved(folder(tmp_path / "libre", evening=False))
    owing = solved(folder(tmp_path / "du"))

    assert {a.slot for a in free.rota.assignments} == DAYS
    assert len(owing.rota.assignments) == 2
    person = owing.rota.problem.mediator_of["ada"]
    profile = april(tmp_path / "du").profile
    [rest] = owed_lines(owing.rota.timeline(person), profile.rules_of(person))
    assert (rest.on, rest.rest, rest.minutes, rest.limit) == (date(2026, 3, 31), 540, 120, 780)
    assert (rest.due, rest.agreed) == (date(2026, 4, 2), True)
    assert rest.returned is not None
    assert rest.ground == f"art. 2 ({AGREEMENT})"


def test_a_month_that_cannot_return_it_says_so_in_words(tmp_path: Path) -> None:
    frame = april(folder(tmp_path, verrous=LOCKS))

    conflict = why_impossible(frame.problem, frame.profile, seconds=20)

    assert (conflict.possible, conflict.verified) == (False, True)
    assert RULE.id in conflict.rules
    [sentence] = [cause.sentence for cause in conflict.causes if cause.rule == RULE.id]
    assert sentence == (
        "Ada Lemoine : repos équivalent à un repos quotidien réduit (D3131-2) du mardi 31/03/2026 "
        "au jeudi 02/04/2026, un repos plus long, à commencer au plus tard le 02/04/2026."
    )


@pytest.mark.parametrize("ground", ["", " "])
def test_a_derogation_or_an_agreement_without_its_ground_is_refused(
    tmp_path: Path, ground: str
) -> None:
    head = "genre;agence;dispositif;depuis;jusqu_au;fondement;article\n"
    where = folder(
        tmp_path,
        derogations=f"{head}travaux_urgents;ville;;01/03/2026;;{ground};D3131-1\n",
        accords=ROWS["accords.csv"].replace(AGREEMENT, ground),
    )

    with pytest.raises(BadFilesError) as error:
        load(where)

    words = str(error.value)
    assert "derogations.csv, ligne 2, colonne « fondement »" in words
    assert "accords.csv, ligne 2, colonne « source »" in words
