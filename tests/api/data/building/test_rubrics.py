from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.data.building.rubrics import EXPECTED
from api.data.folder.load import load
from api.data.pay import Rounding, Rubric, RubricUnit
from tests.api.data.folder.folders import faults, with_files

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "quantite;code;unite;arrondi|"


def test_a_rubric_has_the_usual_unit_of_its_quantity(tmp_path: Path) -> None:
    text = f"{HEADER}heures_sup_25;HS25;;|conges_jours;CP;;|nuit;;minutes;quart|"

    assert load(with_files(tmp_path, rubriques=text)).rubrics == (
        Rubric(quantity="heures_sup_25", code="HS25"),
        Rubric(quantity="conges_jours", code="CP", unit=RubricUnit.DAYS),
        Rubric(quantity="nuit", unit=RubricUnit.MINUTES, rounding=Rounding.QUARTER),
    )


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("heures_supp;HS;;", "quantite", EXPECTED),
        ("nuit;N;jours;", "unite", "heures ou minutes"),
        ("conges_jours;CP;heures;", "unite", "jours"),
    ],
)
def test_a_rubric_of_no_quantity_or_of_another_s_unit_is_refused(
    tmp_path: Path, row: str, column: str, expected: str
) -> None:
    (message,) = faults(with_files(tmp_path, rubriques=f"{HEADER}{row}|"))

    assert f"colonne « {column} »" in message
    assert message.endswith(f"attendu : {expected}")
