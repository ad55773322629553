"""Who is expected at a team's own time, and what a plan makes of it."""

from datetime import date
from pathlib import Path

import pytest

from api.data.association import Association
from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.planning.counters import counters_of
from api.planning.problem import assemble
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.engine.outcome import Options, Solution
from scheduler.engine.solve import solve
from tests.api.data.building.test_team_time import HEAD
from tests.api.data.folder.folders import faults, with_files

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
ALL = "R;Réunion;P;;cfa;09:30;12:00;;{day};;;;;;obligatoire;;"
SOME = "R;Réunion;P;;cfa;{hours};;{day};;;;;;souhaitee;{least};"
EVENINGS = {
    "gabarits": "id;dispositif;site;genre;jours;debut;fin;depuis;jusqu_au|"
    "P-N;P;place;soiree;mar;18:30;01:30;01/01/2026;31/12/2026",
    "besoins": "gabarit;roles;minimum;cible;maximum|P-N;mediateur,referent;2;2;2",
    "pauses": "gabarit;minutes;debut;genre|P-N;20;22:00;payee",
    "derogations": "genre;agence;dispositif;depuis;fondement;article|"
    "nuit;ville;;01/01/2026;Accord;L3122-15",
}
CONTRACTS = "personne;type;debut;fin;heures_semaine;base;jours|"


def team(tmp_path: Path, line: str, **files: str) -> Association:
    return load(with_files(tmp_path, temps_equipe=HEAD + line, **files))


def month(association: Association) -> Problem:
    return assemble(association, FIRST, LAST)


def meeting(association: Association) -> Slot:
    (slot,) = (slot for slot in month(association).slots if slot.id.startswith("R-"))
    return slot


def counts(slot: Slot) -> tuple[int, int, int]:
    (need,) = slot.needs
    return need.minimum, need.target, need.maximum


def attending(rota: Rota) -> set[str]:
    return {a.mediator for a in rota.whole if a.slot.startswith("R-")}


@pytest.mark.parametrize(
    ("day", "there", "invited"),
    [
        # Elsa is on leave, Dorian at the training centre.
        ("03/03/2026", 4, {"ada", "brice", "chloe", "elsa", "farid"}),
        # Chloé's contract leaves Wednesdays free.
        ("04/03/2026", 3, {"ada", "brice", "elsa", "farid"}),
        # Ada is on leave too.
        ("06/03/2026", 3, {"ada", "brice", "chloe", "elsa", "farid"}),
        # Everybody is back.
        ("10/03/2026", 6, {"ada", "brice", "chloe", "dorian", "elsa", "farid"}),
    ],
)
def test_who_is_absent_at_the_centre_or_off_is_not_expected(
    tmp_path: Path, day: str, there: int, invited: set[str]
) -> None:
    slot = meeting(team(tmp_path, ALL.format(day=day)))

    assert counts(slot) == (there, there, there)
    assert slot.invited == invited


@pytest.mark.parametrize(
    ("day", "there", "ada", "brice"),
    [
        ("09/03/2026", 5, False, True),
        ("10/03/2026", 6, True, True),
        ("13/03/2026", 6, True, True),
        ("16/03/2026", 5, True, False),
    ],
)
def test_nobody_is_expected_before_hiring_nor_after_leaving(
    tmp_path: Path, day: str, there: int, *, ada: bool, brice: bool
) -> None:
    stays = (f"{who};CDI;01/09/2020;;35;semaine;" for who in ("chloe", "dorian", "elsa", "farid"))
    contracts = "|".join(
        ("ada;CDI;10/03/2026;;35;semaine;", "brice;CDI;01/09/2020;15/03/2026;35;semaine;", *stays)
    )
    slot = meeting(
        team(
            tmp_path,
            ALL.format(day=day),
            contrats=CONTRACTS + contracts,
            absences="personne;debut;fin;motif",
        )
    )

    assert counts(slot) == (there, there, there)
    assert ("ada" in slot.invited, "brice" in slot.invited) == (ada, brice)


def test_a_wanted_one_wants_those_who_are_there_and_keeps_its_minimum(tmp_path: Path) -> None:
    line = SOME.format(hours="09:30;12:00", day="06/03/2026", least=5)

    # Three are there: the two who lack are told, as posts of its minimum.
    assert counts(meeting(team(tmp_path, line))) == (5, 5, 5)


def test_one_to_which_nobody_could_come_is_left_out(tmp_path: Path) -> None:
    line = "R;Point;P;dorian;cfa;18:00;19:00;;03/03/2026;;;;;;obligatoire;;"

    assert not any(s.id.startswith("R-") for s in month(team(tmp_path, line)).slots)


def test_people_named_come_from_any_dispositif(tmp_path: Path) -> None:
    line = "R;Partenaires;Q;ada,farid;cfa;09:30;12:00;;10/03/2026;;;;;;obligatoire;;"
    association = team(
        tmp_path,
        line,
        dispositifs="id;nom;agence;horaires|P;Place;ville;|Q;Quartier;ville;",
    )
    problem = assemble(association, FIRST, LAST, dispositifs=frozenset({"Q"}))

    assert [m.id for m in problem.mediators] == ["ada", "farid"]
    assert problem.able == {"R-2026-03-10": {"ada", "farid"}}


def test_everybody_there_comes_to_a_compulsory_one_and_posts_of_that_time_stay_open(
    tmp_path: Path,
) -> None:
    association = team(tmp_path, ALL.format(day="10/03/2026"))
    rota = planned(association)

    assert attending(rota) == {"ada", "brice", "chloe", "dorian", "elsa", "farid"}
    assert not rota.team_of["P-J-2026-03-10"]


def test_the_plan_decides_who_is_away_from_a_wanted_one(tmp_path: Path) -> None:
    line = SOME.format(hours="09:30;12:00", day="10/03/2026", least=2)
    rota = planned(team(tmp_path, line))

    posted = {m.id for m in rota.team_of["P-J-2026-03-10"]}
    assert len(posted) >= 2
    assert len(attending(rota)) >= 2
    assert posted.isdisjoint(attending(rota))


def test_a_night_ends_long_enough_before_a_morning_s_meeting(tmp_path: Path) -> None:
    line = SOME.format(hours="09:30;12:00", day="11/03/2026", least=3)
    rota = planned(team(tmp_path, line, **EVENINGS))

    evening = {m.id for m in rota.team_of["P-N-2026-03-10"]}
    assert (len(evening), len(attending(rota))) == (2, 4)
    assert evening.isdisjoint(attending(rota))


@pytest.mark.parametrize(
    ("meeting_hours", "holds", "rule"),
    [
        # Eleven hours after an evening that ends at 21:00.
        ("05/03/2026;08:00;09:00", "P-S-2026-03-04", ""),
        ("05/03/2026;07:59;09:00", "P-S-2026-03-04", "daily_rest_11h"),
        # Seven hours on the post and half an hour of travel: ten in all.
        ("09/03/2026;17:00;19:30", "P-J-2026-03-09", ""),
        ("09/03/2026;17:00;19:31", "P-J-2026-03-09", "daily_max_10h"),
        # Half an hour to go from the training centre to the square.
        ("04/03/2026;15:30;16:30", "P-S-2026-03-04", ""),
        ("04/03/2026;15:31;16:31", "P-S-2026-03-04", "travel_between_sites"),
        # Nobody is in two places.
        ("09/03/2026;08:00;08:30", "P-J-2026-03-09", ""),
        ("09/03/2026;08:00;09:01", "P-J-2026-03-09", "one_place"),
        # Thirteen hours from the first minute to the last.
        ("09/03/2026;20:30;22:00", "P-J-2026-03-09", ""),
        ("09/03/2026;20:30;22:01", "P-J-2026-03-09", "daily_span_13h"),
    ],
)
def test_its_hours_count_with_those_of_posts(
    tmp_path: Path, meeting_hours: str, holds: str, rule: str
) -> None:
    day, start, end = meeting_hours.split(";")
    who = "farid" if holds.startswith("P-S") else "ada"
    line = f"R;Point;P;{who};cfa;{start};{end};;{day};;;;;;souhaitee;;"
    association = team(tmp_path, line, trajets="de;vers;minutes|place;cfa;30")
    problem = month(association)
    own = {Assignment(who, meeting(association).id), Assignment(who, holds)}
    before = broken(association, Rota(problem=problem, assignments=frozenset()))

    added = broken(association, Rota(problem=problem, assignments=frozenset(own))) - before
    assert added - {"binome_size"} == ({rule} if rule else set())


def test_its_hours_and_the_way_to_it_are_paid(tmp_path: Path) -> None:
    line = "R;Point;P;farid;cfa;14:00;16:15;;04/03/2026;;;;;;obligatoire;;"
    association = team(tmp_path, line, trajets="de;vers;minutes|place;cfa;30")
    problem = month(association)
    own = frozenset(
        {Assignment("farid", "P-S-2026-03-04"), Assignment("farid", meeting(association).id)}
    )
    farid = problem.mediator_of["farid"]
    rules = profile_for(association).rules_of(farid)

    counted = counters_of(Rota(problem=problem, assignments=own), farid, rules)
    assert (counted.work, counted.travel) == (135 + 240, 30)


def test_whoever_is_kept_apart_from_a_colleague_may_sit_in_a_meeting_with_them(
    tmp_path: Path,
) -> None:
    pairs = "premiere;seconde;genre;depuis;jusqu_au|ada;brice;separes;01/01/2026;"
    association = team(tmp_path, ALL.format(day="10/03/2026"), binomes=pairs)
    rota = planned(association)

    assert {"ada", "brice"} <= attending(rota)
    assert "forbidden_pairs" not in broken(association, rota)


def test_a_meeting_in_the_night_of_the_clock_change_lasts_as_long_as_it_does(
    tmp_path: Path,
) -> None:
    line = "R;Nuit;P;;cfa;01:30;04:30;;25/10/2026;;;;;;souhaitee;;"
    association = team(tmp_path, line)
    october = assemble(association, date(2026, 10, 1), date(2026, 10, 31))

    assert [s.duty.work for s in october.slots if s.id.startswith("R-")] == [240]
    (message,) = faults(
        with_files(
            tmp_path / "spring",
            temps_equipe=HEAD + "R;Nuit;P;;cfa;02:30;04:30;;29/03/2026;;;;;;souhaitee;;",
        )
    )
    assert message.startswith(
        "temps_equipe.csv, ligne 2 : reçu « R », attendu : un créneau possible"
    )


def planned(association: Association) -> Rota:
    """Plan the month, and check that nothing in it blocks."""
    outcome = solve(month(association), profile_for(association), Options(effort=1.0))
    assert isinstance(outcome, Solution)
    assert broken(association, outcome.rota) == set()
    return outcome.rota


def broken(association: Association, rota: Rota) -> set[str]:
    return {f.rule for f in audit(rota, profile_for(association)) if f.blocks and not f.inherited}
