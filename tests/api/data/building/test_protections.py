from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from scheduler.domain.employment.exemptions import HolidayJob, InspectorAnswer
from scheduler.domain.employment.protections import Protection, ProtectionReason, Word
from tests.api.data.folder.folders import faults, replaced, with_files

FILE = "contraintes_personnelles"
HEAD = (
    "personne;motif;depuis;jusqu_au;sans_nuit_depuis;sans_nuit_par;heures_jour;sans_heures_sup;"
    "grossesse_debut;naissance;amenagement_le|"
)
PREGNANT = "chloe;grossesse;13/04/2026;18/01/2027;20/04/2026;demande;;;10/02/2026;10/11/2026;"


def test_a_constraint_is_its_persons(tmp_path: Path) -> None:
    lines = f"{PREGNANT}|chloe;sante;01/02/2027;;01/02/2027;medecin;6;oui;;;"

    association = load(with_files(tmp_path, contraintes_personnelles=HEAD + lines))

    assert association.mediator_of["chloe"].protections == (
        Protection(
            reason=ProtectionReason.PREGNANCY,
            since=date(2026, 4, 13),
            until=date(2027, 1, 18),
            no_night_since=date(2026, 4, 20),
            no_night_by=Word.REQUEST,
            pregnant_since=date(2026, 2, 10),
            birth=date(2026, 11, 10),
        ),
        Protection(
            reason=ProtectionReason.HEALTH,
            since=date(2027, 2, 1),
            no_night_since=date(2027, 2, 1),
            no_night_by=Word.DOCTOR,
            day_minutes=360,
            no_overtime=True,
        ),
    )


CASES = {
    "a pregnancy without its first day": (
        "chloe;grossesse;13/04/2026;18/01/2027;;;;;;10/11/2026;",
        [("grossesse_debut", "rien", "une date, car le motif est « grossesse »")],
    ),
    "a pregnancy without its end": (
        "chloe;grossesse;13/04/2026;;;;;;10/02/2026;10/11/2026;",
        [("jusqu_au", "rien", "une date, car le motif est « grossesse »")],
    ),
    "known before it began": (
        "chloe;grossesse;09/02/2026;18/01/2027;;;;;10/02/2026;10/11/2026;",
        [("depuis", "« 09/02/2026 »", "le 10/02/2026 ou après : la grossesse commence ce jour-là")],
    ),
    "born on the first day": (
        "chloe;grossesse;13/04/2026;18/01/2027;;;;;10/02/2026;10/02/2026;",
        [("naissance", "« 10/02/2026 »", "une date du 11/02/2026 au 07/12/2026")],
    ),
    "born after 301 days": (
        "chloe;grossesse;13/04/2026;18/01/2027;;;;;10/02/2026;08/12/2026;",
        [("naissance", "« 08/12/2026 »", "une date du 11/02/2026 au 07/12/2026")],
    ),
    "over before the birth": (
        "chloe;grossesse;13/04/2026;09/11/2026;;;;;10/02/2026;10/11/2026;",
        [("jusqu_au", "« 09/11/2026 »", "le 10/11/2026 ou après")],
    ),
    "no night without anybody's word": (
        "chloe;grossesse;13/04/2026;18/01/2027;20/04/2026;;;;10/02/2026;10/11/2026;",
        [("sans_nuit_par", "rien", "demande ou medecin")],
    ),
    "a word without a day": (
        "chloe;grossesse;13/04/2026;18/01/2027;;demande;;;10/02/2026;10/11/2026;",
        [("sans_nuit_depuis", "rien", "une date, car sans_nuit_par est dit")],
    ),
    "no night before it was known": (
        "chloe;grossesse;13/04/2026;18/01/2027;12/04/2026;demande;;;10/02/2026;10/11/2026;",
        [("sans_nuit_depuis", "« 12/04/2026 »", "une date du 13/04/2026 au 18/01/2027")],
    ),
    "no night after all is over": (
        "chloe;grossesse;13/04/2026;18/01/2027;19/01/2027;demande;;;10/02/2026;10/11/2026;",
        [("sans_nuit_depuis", "« 19/01/2027 »", "une date du 13/04/2026 au 18/01/2027")],
    ),
    "health on request": (
        "chloe;sante;13/04/2026;;13/04/2026;demande;;;;;",
        [("sans_nuit_par", "« demande »", "medecin")],
    ),
    "health with a birth": (
        "chloe;sante;13/04/2026;;13/04/2026;medecin;;;;10/11/2026;",
        [("naissance", "« 10/11/2026 »", "une case vide, car le motif est « sante »")],
    ),
    "nothing asked": (
        "chloe;famille;13/04/2026;;;;;;;;",
        [
            (
                "sans_nuit_depuis",
                "rien",
                (
                    "une contrainte au moins, car le motif est « famille » : sans_nuit_depuis, "
                    "heures_jour, heures_semaine ou sans_heures_sup"
                ),
            )
        ],
    ),
    "an end before the start": (
        "chloe;famille;13/04/2026;12/04/2026;;;;oui;;;",
        [("jusqu_au", "« 12/04/2026 »", "le 13/04/2026 ou après")],
    ),
}


@pytest.mark.parametrize(("line", "expected"), CASES.values(), ids=CASES)
def test_what_contradicts_itself_is_refused_where_it_stands(
    line: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert faults(with_files(tmp_path, contraintes_personnelles=HEAD + line)) == [
        f"{FILE}.csv, ligne 2, colonne « {header} » : reçu {received}, attendu : {wanted}"
        for header, received, wanted in expected
    ]


def test_two_pregnancies_do_not_overlap(tmp_path: Path) -> None:
    again = "chloe;grossesse;18/01/2027;10/01/2028;;;;;10/01/2027;10/10/2027;"
    later = "chloe;grossesse;19/01/2027;10/01/2028;;;;;10/01/2027;10/10/2027;"

    assert faults(
        with_files(tmp_path / "a", contraintes_personnelles=f"{HEAD}{PREGNANT}|{again}")
    ) == [
        (
            f"{FILE}.csv, ligne 3, colonne « depuis » : reçu « 18/01/2027 », attendu : une période "
            "qui n’en chevauche pas une autre de grossesse (déjà ligne 2)"
        )
    ]
    assert (
        faults(with_files(tmp_path / "b", contraintes_personnelles=f"{HEAD}{PREGNANT}|{later}"))
        == []
    )


JOBS = "personne;demandee_le;debut;fin;reponse;reponse_le;zone_scolaire"


def test_an_exemption_from_24_days_of_leave_is_its_persons(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        conges_longs="personne;depuis;jusqu_au;fondement|ada;01/07/2026;31/08/2026;personne_agee|"
        "ada;01/07/2027;;contraintes_geographiques",
    )

    ada, brice, *_ = load(folder).mediators
    assert [(e.ground.value, e.since, e.until) for e in ada.long_leaves] == [
        ("personne_agee", date(2026, 7, 1), date(2026, 8, 31)),
        ("contraintes_geographiques", date(2027, 7, 1), None),
    ]
    assert brice.long_leaves == ()


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        (
            "ada;01/07/2026;30/06/2026;personne_agee",
            "colonne « jusqu_au » : reçu « 30/06/2026 », attendu : le 01/07/2026 ou après",
        ),
        (
            "ada;01/07/2026;;accord",
            (
                "colonne « fondement » : reçu « accord », attendu : l’un de : "
                "contraintes_geographiques, enfant_handicape, adulte_handicape, personne_agee"
            ),
        ),
        (
            "ada;01/07/2026;;",
            "colonne « fondement » : reçu rien, attendu : une valeur, elle est obligatoire",
        ),
    ],
)
def test_an_exemption_without_ground_or_that_ends_too_soon_is_refused(
    tmp_path: Path, row: str, refused: str
) -> None:
    folder = with_files(tmp_path, conges_longs=f"personne;depuis;jusqu_au;fondement|{row}")

    assert faults(folder) == [f"conges_longs.csv, ligne 2, {refused}"]


@pytest.mark.parametrize(
    ("zone", "breaks"),
    [
        ("", ((date(2026, 2, 14), date(2026, 3, 1)),)),
        ("C", ((date(2026, 2, 21), date(2026, 3, 8)),)),
    ],
)
def test_a_request_to_the_inspecteur_knows_the_school_holidays_that_it_touches(
    tmp_path: Path, zone: str, breaks: tuple[tuple[date, date], ...]
) -> None:
    row = f"ada;30/01/2026;16/02/2026;22/02/2026;accord;06/02/2026;{zone}"
    folder = with_files(tmp_path, emplois_vacances=f"{JOBS}|{row}")

    assert load(folder).mediator_of["ada"].holiday_jobs == (
        HolidayJob(
            requested=date(2026, 1, 30),
            since=date(2026, 2, 16),
            until=date(2026, 2, 22),
            answer=InspectorAnswer.GRANTED,
            answered=date(2026, 2, 6),
            breaks=breaks,
        ),
    )


def test_days_that_schools_open_or_close_change_the_holidays(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        emplois_vacances=f"{JOBS}|ada;30/01/2026;16/02/2026;22/02/2026;;;",
        calendrier_scolaire="zone;agence;debut;fin;classe;motif|"
        "B;ville;02/03/2026;03/03/2026;non;Pont|B;;14/02/2026;15/02/2026;oui;Rattrapage",
    )

    assert [job.breaks for job in load(folder).mediator_of["ada"].holiday_jobs] == [
        ((date(2026, 2, 16), date(2026, 3, 3)),)
    ]


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        (
            "ada;30/01/2026;16/02/2026;15/02/2026;;;",
            "colonne « fin » : reçu « 15/02/2026 », attendu : le 16/02/2026 ou après",
        ),
        (
            "ada;30/01/2026;16/02/2026;19/05/2026;;;",
            (
                "colonne « fin » : reçu « 19/05/2026 », attendu : 92 jours au plus, comme les "
                "vacances d’été"
            ),
        ),
        (
            "ada;30/01/2026;16/02/2026;22/02/2026;accord;;",
            "colonne « reponse_le » : reçu rien, attendu : le jour de la réponse",
        ),
        (
            "ada;30/01/2026;16/02/2026;22/02/2026;;06/02/2026;",
            "colonne « reponse » : reçu rien, attendu : une réponse, puisqu’elle a un jour",
        ),
        (
            "ada;30/01/2026;16/02/2026;22/02/2026;refus;29/01/2026;",
            (
                "colonne « reponse_le » : reçu « 29/01/2026 », attendu : le 30/01/2026, jour de la "
                "demande, ou après"
            ),
        ),
        (
            "ada;30/01/2018;01/09/2018;02/09/2018;;;",
            (
                "colonne « debut » : reçu « 01/09/2018 », attendu : après le 01/09/2018, premier "
                "jour connu"
            ),
        ),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(
    tmp_path: Path, row: str, refused: str
) -> None:
    folder = with_files(tmp_path, emplois_vacances=f"{JOBS}|{row}")

    assert faults(folder) == [f"emplois_vacances.csv, ligne 2, {refused}"]


@pytest.mark.parametrize(
    "row",
    [
        "ada;30/01/2026;16/02/2026;18/05/2026;;;",
        "ada;30/01/2026;16/02/2026;16/02/2026;refus;30/01/2026;",
        "ada;30/01/2018;02/09/2018;02/09/2018;;;",
    ],
)
def test_a_request_on_the_edge_is_taken(tmp_path: Path, row: str) -> None:
    assert faults(with_files(tmp_path, emplois_vacances=f"{JOBS}|{row}")) == []


def test_without_a_zone_the_school_holidays_arent_known(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "agences.csv", ";Rennes;B", ";Rennes;")
    lines = [JOBS, "ada;30/01/2026;16/02/2026;22/02/2026;;;"]
    (folder / "emplois_vacances.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")

    (said,) = faults(folder)
    assert said == (
        "emplois_vacances.csv, ligne 2, colonne « zone_scolaire » : reçu rien, attendu : A, B ou "
        "C : l’agence n’a pas de zone scolaire"
    )
