from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.folder.load import load
from scheduler.domain.protections import Protection, ProtectionReason, Word
from tests.api.data.folder.folders import faults, with_files

if TYPE_CHECKING:
    from pathlib import Path

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
