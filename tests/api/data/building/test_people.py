from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.planning.problem import assemble
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import ShortHours
from scheduler.domain.employment.employer import (
    Carried,
    CarriedKind,
    Notice,
    NoticeKind,
    Outside,
    PastWeek,
)
from scheduler.domain.worktime.mandates import DelegationKind
from tests.api.data.folder.folders import faults, replaced, small, with_files


def test_hours_elsewhere_are_told_by_any_day_of_their_weeks(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        heures_ailleurs="personne;semaine;jusqu_au;heures;employeur|"
        "chloe;05/03/2026;11/03/2026;12;Club|chloe;02/03/2026;;4h30;Commune",
    )
    assert load(folder).outside == (
        Outside(mediator="chloe", monday=date(2026, 3, 2), minutes=720, employer="Club"),
        Outside(mediator="chloe", monday=date(2026, 3, 9), minutes=720, employer="Club"),
        Outside(mediator="chloe", monday=date(2026, 3, 2), minutes=270, employer="Commune"),
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "chloe;05/03/2026;;169;Club",
            (
                "ligne 2, colonne « heures » : reçu « 169 », "
                "attendu : plus de 0 et au plus 168 heures par semaine"
            ),
        ),
        (
            "chloe;05/03/2026;01/03/2026;12;Club",
            "ligne 2, colonne « jusqu_au » : reçu « 01/03/2026 », attendu : le 05/03/2026 ou après",
        ),
        (
            "chloe;05/03/2026;01/03/2030;12;Club",
            (
                "ligne 2, colonne « jusqu_au » : reçu « 01/03/2030 », "
                "attendu : 160 semaines au plus par ligne"
            ),
        ),
        (
            "chloe;05/03/2026;;12;Club|chloe;02/03/2026;20/03/2026;10;Club",
            (
                "ligne 3, colonne « semaine » : reçu « 02/03/2026 », attendu : une semaine une "
                "seule fois par personne et employeur (déjà ligne 2)"
            ),
        ),
        (
            "zoe;05/03/2026;;12;Club",
            (
                "ligne 2, colonne « personne » : reçu « zoe », "
                "attendu : un identifiant de personne qui figure dans personnes.csv"
            ),
        ),
    ],
)
def test_wrong_hours_elsewhere_are_refused(tmp_path: Path, lines: str, expected: str) -> None:
    text = f"personne;semaine;jusqu_au;heures;employeur|{lines}"
    assert faults(with_files(tmp_path, heures_ailleurs=text)) == [
        f"heures_ailleurs.csv, {expected}"
    ]


def test_weeks_before_the_tool_are_told_by_any_of_their_days(tmp_path: Path) -> None:
    text = "personne;semaine;heures|chloe;25/02/2026;41h30|chloe;16/02/2026;0|ada;22/02/2026;168"
    assert load(with_files(tmp_path, semaines_anterieures=text)).past_weeks == (
        PastWeek(mediator="chloe", monday=date(2026, 2, 23), minutes=2490),
        PastWeek(mediator="chloe", monday=date(2026, 2, 16), minutes=0),
        PastWeek(mediator="ada", monday=date(2026, 2, 16), minutes=10080),
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "chloe;23/02/2026;168h01",
            (
                "ligne 2, colonne « heures » : reçu « 168h01 », "
                "attendu : de 0 à 168 heures par semaine"
            ),
        ),
        (
            "chloe;23/02/2026;35|chloe;01/03/2026;30",
            (
                "ligne 3, colonne « semaine » : reçu « 01/03/2026 », attendu : une semaine une "
                "seule fois par personne (déjà ligne 2)"
            ),
        ),
        (
            "zoe;23/02/2026;35",
            (
                "ligne 2, colonne « personne » : reçu « zoe », "
                "attendu : un identifiant de personne qui figure dans personnes.csv"
            ),
        ),
    ],
)
def test_wrong_weeks_before_the_tool_are_refused(tmp_path: Path, lines: str, expected: str) -> None:
    text = f"personne;semaine;heures|{lines}"
    refused = faults(with_files(tmp_path, semaines_anterieures=text))
    assert refused == [f"semaines_anterieures.csv, {expected}"]


def test_balances_are_told_by_counter_and_day(tmp_path: Path) -> None:
    text = "personne;compteur;jour;heures|ada;heures_sup_annee;28/02/2026;38h30|"
    folder = with_files(tmp_path, soldes=f"{text}ada;nuit_12_mois;28/02/2026;0")
    assert load(folder).carried == (
        Carried(mediator="ada", kind=CarriedKind.OVERTIME, day=date(2026, 2, 28), minutes=2310),
        Carried(mediator="ada", kind=CarriedKind.NIGHT, day=date(2026, 2, 28), minutes=0),
    )


def test_a_balance_is_told_once_a_day(tmp_path: Path) -> None:
    text = "personne;compteur;jour;heures|ada;heures_periode;28/02/2026;300|"
    assert faults(with_files(tmp_path, soldes=f"{text}ada;heures_periode;28/02/2026;310")) == [
        (
            "soldes.csv, ligne 3, colonne « jour » : reçu « ada / heures_periode / 28/02/2026 », "
            "attendu : solde une seule fois (déjà ligne 2)"
        )
    ]


def test_a_counter_that_is_not_kept_is_refused(tmp_path: Path) -> None:
    text = "personne;compteur;jour;heures|ada;conges;28/02/2026;30"
    assert faults(with_files(tmp_path, soldes=text)) == [
        (
            "soldes.csv, ligne 2, colonne « compteur » : reçu « conges », attendu : l’un de : "
            "heures_sup_annee, heures_periode, nuit_12_mois, repos_compensateur, jours_forfait"
        )
    ]


NOTICES = "personne;objet;prevenue_le;effet_le;exceptionnel;accord;creneaux;date_initiale"


def test_notices_typed_by_hand_are_read(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        prevenances=f"{NOTICES}|ada;conge;01/06/2026;13/07/2026;non;oui;;20/07/2026|"
        "farid;astreinte;02/03/2026;03/03/2026;oui;;P-S-2026-03-04,P-S-2026-03-11;",
    )
    assert load(folder).notices == (
        Notice(
            mediator="ada",
            kind=NoticeKind.LEAVE,
            notified=date(2026, 6, 1),
            effective=date(2026, 7, 13),
            agreed=True,
            before=date(2026, 7, 20),
        ),
        Notice(
            mediator="farid",
            kind=NoticeKind.STANDBY,
            notified=date(2026, 3, 2),
            effective=date(2026, 3, 3),
            exceptional=True,
            duties=("P-S-2026-03-04", "P-S-2026-03-11"),
        ),
    )


def test_whoever_asked_for_a_change_has_agreed_to_it(tmp_path: Path) -> None:
    head = "personne;objet;prevenue_le;effet_le;souhaite"
    line = "horaire;02/03/2026;03/03/2026"
    folder = with_files(tmp_path, prevenances=f"{head}|ada;{line};oui|farid;{line};non")

    assert [(n.wanted, n.agreed) for n in load(folder).notices] == [(True, True), (False, False)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ada;horaire;03/03/2026;02/03/2026;;;;;",
            "ligne 2, colonne « effet_le » : reçu « 02/03/2026 », attendu : le 03/03/2026 ou après",
        ),
        (
            "ada;horaire;01/03/2026;02/03/2026;;;;05/03/2026;",
            (
                "ligne 2, colonne « date_initiale » : reçu « 05/03/2026 », "
                "attendu : rien, sauf pour un congé déplacé"
            ),
        ),
        (
            "ada;conge;01/03/2026;02/03/2026;;;;;oui",
            (
                "ligne 2, colonne « souhaite » : reçu « oui », "
                "attendu : rien, sauf pour un changement d’horaire ou d’astreinte"
            ),
        ),
        (
            "ada;paie;01/03/2026;02/03/2026;;;;;",
            (
                "ligne 2, colonne « objet » : reçu « paie », "
                "attendu : l’un de : horaire, astreinte, conge, heures_complementaires"
            ),
        ),
    ],
)
def test_a_wrong_notice_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    assert faults(with_files(tmp_path, prevenances=f"{NOTICES};souhaite|{line}")) == [
        f"prevenances.csv, {expected}"
    ]


def test_contracts_and_people_tell_what_their_own_rules_ask(tmp_path: Path) -> None:
    folder = small(tmp_path)
    contracts = (folder / "contrats.csv").read_text("utf-8").splitlines()
    contracts[0] += ";exception_24h;groupe;adulte_relais;quartier_prioritaire"
    contracts[1:] = [f"{line};;;;" for line in contracts[1:]]
    contracts[1] = contracts[1].removesuffix(";;;;") + ";etudiant;B;oui;non"
    (folder / "contrats.csv").write_text("\n".join(contracts) + "\n", "utf-8")
    people = (folder / "personnes.csv").read_text("utf-8").splitlines()
    people[0] += ";visite_medicale_nuit"
    people[1:] = [f"{line};02/02/2026" for line in people[1:]]
    (folder / "personnes.csv").write_text("\n".join(people) + "\n", "utf-8")

    ada, brice, *_ = load(folder).mediators

    (first,), (second,) = ada.contracts, brice.contracts
    assert (first.short_hours, first.group) == (ShortHours.STUDENT, "B")
    assert (first.adult_relay, first.priority_area) == (True, False)
    assert (second.short_hours, second.group) == (None, "")
    assert (second.adult_relay, second.priority_area) == (False, None)
    assert ada.medical_visit == date(2026, 2, 2)


def test_an_exception_to_the_minimum_is_one_that_the_law_names(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "contrats.csv", "heures_annee\n", "heures_annee;exception_24h\n")
    lines = (folder / "contrats.csv").read_text("utf-8").splitlines()
    lines[1:] = [f"{line};{'usage' if n == 0 else ''}" for n, line in enumerate(lines[1:])]
    (folder / "contrats.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (message,) = faults(folder)
    assert message == (
        "contrats.csv, ligne 2, colonne « exception_24h » : reçu « usage », attendu : l’un de : "
        "demande, etudiant, remplacement, insertion, retraite_progressive"
    )


@pytest.mark.parametrize(("hours", "minutes"), [("8", 480), ("7h48", 468), ("", None), ("12", 720)])
def test_what_a_day_of_absence_is_worth_may_be_told(
    tmp_path: Path, hours: str, minutes: int | None
) -> None:
    folder = with_files(
        tmp_path,
        absences=f"personne;debut;fin;motif;heures_jour|ada;02/03/2026;02/03/2026;conge;{hours}",
    )

    assert [absence.day_minutes for absence in load(folder).absences] == [minutes]


@pytest.mark.parametrize("hours", ["0", "12h01"])
def test_a_day_of_absence_worth_more_than_a_day_of_work_is_refused(
    tmp_path: Path, hours: str
) -> None:
    folder = with_files(
        tmp_path,
        absences=f"personne;debut;fin;motif;heures_jour|ada;02/03/2026;02/03/2026;conge;{hours}",
    )

    (said,) = faults(folder)
    assert said == (
        f"absences.csv, ligne 2, colonne « heures_jour » : reçu « {hours} », attendu : plus de 0 "
        "et au plus 12 heures par jour, ou rien"
    )


HEAD = "personne;debut;fin;sorte|"
ONE_HOUR = "chloe;02/03/2026 14:00;02/03/2026 15:00;"


def test_hours_of_a_mandate_are_duties_that_nobody_decides(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        delegations=HEAD + f"{ONE_HOUR}|chloe;03/03/2026 09:00;03/03/2026 12:00;reunion",
    )

    association = load(folder)
    problem = assemble(association, date(2026, 3, 1), date(2026, 3, 31))

    assert [(d.kind, d.span.minutes) for d in association.delegations] == [
        (DelegationKind.CREDIT, 60),
        (DelegationKind.MEETING, 180),
    ]
    assert [(d.kind, d.decided, d.work) for d in problem.fixed_of["chloe"] if not d.site] == [
        (DutyKind.DELEGATION, False, 60),
        (DutyKind.COUNCIL, False, 180),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            "chloe;02/03/2026;02/03/2026 15:00;",
            "ligne 2, colonne « debut » : reçu « 02/03/2026 », attendu : un jour et une heure, "
            "comme 2026-12-31T14:00",
            id="without a time",
        ),
        pytest.param(
            "chloe;02/03/2026 14:00;02/03/2026 14:00;",
            "ligne 2, colonne « fin » : reçu « 02/03/2026 14:00 », attendu : une fin après le "
            "début (02/03/2026 14:00)",
            id="nothing",
        ),
        pytest.param(
            "chloe;02/03/2026 14:00;03/03/2026 14:01;",
            "ligne 2, colonne « fin » : reçu « 03/03/2026 14:01 », attendu : 24 heures au plus "
            "d’affilée",
            id="more than a day",
        ),
        pytest.param(
            f"{ONE_HOUR}|chloe;02/03/2026 14:59;02/03/2026 16:00;reunion",
            "ligne 3, colonne « debut » : reçu « 02/03/2026 14:59 », attendu : un temps de mandat "
            "qui n’en chevauche pas un autre (déjà ligne 2)",
            id="twice at once",
        ),
        pytest.param(
            "chloe;02/03/2001 14:00;02/03/2001 15:00;",
            "ligne 2, colonne « debut » : reçu « 02/03/2001 14:00 », attendu : un jour où la "
            "personne a un contrat",
            id="out of contract",
        ),
        pytest.param(
            "chloe;02/03/2026 14:00;02/03/2026 15:00;greve",
            "ligne 2, colonne « sorte » : reçu « greve », attendu : l’un de : credit, reunion",
            id="another kind",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_where_it_stands(
    lines: str, expected: str, tmp_path: Path
) -> None:
    assert faults(with_files(tmp_path, delegations=HEAD + lines)) == [
        f"delegations.csv, {expected}"
    ]


def test_one_may_follow_the_other_at_once(tmp_path: Path) -> None:
    lines = f"{ONE_HOUR}|chloe;02/03/2026 15:00;02/03/2026 16:00;reunion"

    assert faults(with_files(tmp_path, delegations=HEAD + lines)) == []
