from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.folder.load import load
from api.planning.problem import assemble
from scheduler.domain.duty import DutyKind
from scheduler.domain.mandates import DelegationKind
from tests.api.data.folder.folders import faults, with_files

if TYPE_CHECKING:
    from pathlib import Path

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
            "chloe;02/03/1990 14:00;02/03/1990 15:00;",
            "ligne 2, colonne « debut » : reçu « 02/03/1990 14:00 », attendu : un jour où la "
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
