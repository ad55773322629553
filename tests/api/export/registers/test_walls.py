from dataclasses import replace
from datetime import date

import pytest

from api.export.registers.records import notice_words, scheme_words, sundays
from api.export.registers.walls import agencies, member, posting, rests, teams
from scheduler.domain.employment.employer import Route, Scheme
from tests.api.export.printed import lines
from tests.api.export.registers_sample import CYCLE, EMPLOYER, TOM, gathered, month
from tests.api.export.samples import ROSE

FOUND = gathered()


def test_the_posting_names_every_member_of_every_team_temps_included() -> None:
    rows = lines(posting(FOUND, "nantes"))

    assert rows[0] == "Nantes Horaires et équipes — octobre 2026"
    assert rows[1] == "version 3f2a90c1, publiée le 20/09/2026"
    assert "lun. 5 9h – 18h 60 min à 12h30 Bellevue Anna Loreau ; Tom Quidam (intérim)" in rows
    assert "sam. 24 21h30 – 6h (+1) 30 min Parc des Chantiers Rose Valmy, référent" in rows
    assert (
        "Composition nominative de chaque équipe, intérimaires compris (D3171-7) : 1 intérimaire."
        in rows
    )


def test_the_posting_is_to_be_dated_signed_and_sent() -> None:
    rows = lines(posting(FOUND, "nantes"))

    assert (
        "Affiché le Double adressé à l’inspection du travail le Employeur ou son délégué, date et "
        "signature"
    ) in rows
    assert any("daté et signé par l’employeur" in row for row in rows)
    assert any("avant à l’inspection du travail (D3171-4)" in row for row in rows)


def test_slots_come_by_dispositif_then_day_and_those_nobody_holds_are_left_out() -> None:
    [(parc, nights), (quartier, days)] = teams(FOUND, "nantes")

    assert (parc, quartier) == ("parc", "quartier")
    assert [row[0].replace("\xa0", " ") for row in nights] == ["sam. 24"]
    assert [row[0].split("\xa0")[1] for row in days] == [
        *("5", "6", "7", "8", "9", "12", "19", "20", "21", "22"),
    ]
    empty = replace(FOUND, rota=replace(FOUND.rota, assignments=frozenset()))
    assert agencies(FOUND) == ("nantes",)
    assert agencies(empty) == ()


def test_a_temp_is_one_on_the_days_of_the_mission_alone() -> None:
    assert member(TOM, date(2026, 10, 9)) == "Tom Quidam (intérim)"
    assert member(TOM, date(2026, 10, 10)) == "Tom Quidam"
    assert member(ROSE, date(2026, 10, 9)) == "Rose Valmy, référent"


def test_without_a_temp_the_posting_says_so() -> None:
    people = tuple(m for m in month().problem.mediators if m.id != "tom")
    kept = frozenset(a for a in month().assignments if a.mediator != "tom")
    problem = replace(month().problem, mediators=people)
    registers = replace(FOUND, rota=replace(FOUND.rota, problem=problem, assignments=kept))

    assert any(
        row.endswith("(D3171-7) : aucun intérimaire.")
        for row in lines(posting(registers, "nantes"))
    )


def test_an_arrangement_over_several_weeks_shows_its_weeks_and_notice() -> None:
    rows = lines(posting(FOUND, "nantes"))

    assert (
        "Répartition de la durée du travail : périodes de 4 semaines depuis le 07/09/2026, "
        "décision de l’employeur"
    ) in rows
    assert "Changements affichés sept jours ouvrés avant (D3171-5)." in rows
    assert "Salarié S. du 28/09 S. du 05/10 S. du 12/10 S. du 19/10" in rows
    assert "Léa Tamisier 0 h 00 0 h 30 7 h 00 0 h 00" in rows


@pytest.mark.parametrize(
    "scheme",
    [
        replace(CYCLE, start=date(2026, 11, 1)),
        replace(CYCLE, until=date(2026, 9, 30)),
        replace(CYCLE, agency="angers"),
    ],
)
def test_an_arrangement_not_in_force_here_is_not_shown(scheme: Scheme) -> None:
    registers = gathered(replace(EMPLOYER, schemes=(scheme,)))

    assert [row for row in lines(posting(registers, "nantes")) if "Répartition" in row] == []


@pytest.mark.parametrize(
    ("scheme", "words", "notice"),
    [
        (CYCLE, "périodes de 4 semaines depuis le 07/09/2026, décision de", "sept jours ouvrés"),
        (
            Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12),
            "périodes de 12 mois depuis le 01/01/2026, accord",
            "sept jours",
        ),
        (replace(CYCLE, notice_days=10), "périodes de 4 semaines", "10\u00a0jours"),
        (
            replace(CYCLE, notice_days=3, notice_working=True),
            "périodes de 4 semaines",
            "3\u00a0jours ouvrés",
        ),
    ],
)
def test_arrangements_are_written_with_their_length_route_and_notice(
    scheme: Scheme, words: str, notice: str
) -> None:
    assert scheme_words(scheme).replace("\xa0", " ").startswith(words)
    assert notice_words(scheme) == notice


def test_the_register_lists_who_works_on_a_sunday_and_when_they_rest() -> None:
    rows = lines(rests(FOUND))

    assert rows[0] == "Registre des repos hebdomadaires octobre 2026"
    assert (
        "Rose Valmy repos hebdomadaire par roulement 25/10 dès le jeu. 01/10 6h toute la semaine "
        "toute la semaine jusqu’au sam. 24/10 21h30"
    ) in " ".join(rows)
    assert [row for row in rows if row.startswith("Anna")] == []
    assert any("porté avant exécution (R3172-4)" in row for row in rows)
    assert sundays(FOUND) == [date(2026, 9, 28), *(date(2026, 10, n) for n in (5, 12, 19))]


def test_a_week_before_someone_came_is_no_rest() -> None:
    new = replace(ROSE, contracts=(replace(ROSE.contracts[0], start=date(2026, 10, 18)),))
    others = tuple(r.mediator for r in FOUND.records if r.mediator.id != ROSE.id)

    rows = lines(rests(gathered(mediators=(new, *others))))

    assert (
        "Rose Valmy repos hebdomadaire par roulement 25/10 hors contrat hors contrat toute la "
        "semaine jusqu’au sam. 24/10 21h30"
    ) in " ".join(rows)


def test_a_month_without_a_sunday_worked_has_an_empty_register() -> None:
    quiet = replace(FOUND, records=tuple(r for r in FOUND.records if not r.sundays))

    assert (
        "Aucun salarié ne travaille un dimanche ce mois-ci : le registre n’a pas de ligne."
        in lines(rests(quiet))
    )
