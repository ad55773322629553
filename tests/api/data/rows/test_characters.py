"""Names and texts hold nothing that nobody sees, and nothing that a spreadsheet runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from api.data.rows.kinds import KINDS
from tests.api.commands import rota
from tests.api.data.folder.folders import faults, with_files

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "id;nom;role;naissance;agence;dispositifs;permis;domicile;travail_de_nuit;"
    "travail_de_nuit_depuis"
)
LINE = "un texte d’une ligne, sans tabulation ni caractère invisible"
FORMULA = "un texte qui ne commence pas par =, +, -, @ (formule de tableur)"
BAD = [
    pytest.param("Ada\tLemoine", LINE, id="tab"),
    pytest.param("Ada\nLemoine", LINE, id="line feed"),
    pytest.param("Ada\u2028Lemoine", LINE, id="line separator"),
    pytest.param("Ada\u202eeniomeL", LINE, id="right to left"),
    pytest.param("Ada\u2066Lemoine", LINE, id="isolate"),
    pytest.param("Ada\u200b Lemoine", LINE, id="no width"),
    pytest.param("Ada\u00adLemoine", LINE, id="soft hyphen"),
    pytest.param("Ada\x07Lemoine", "un texte sans caractère de contrôle", id="bell"),
    pytest.param("=HYPERLINK(1)", FORMULA, id="equals"),
    pytest.param("+1 Lemoine", FORMULA, id="plus"),
    pytest.param("-Lemoine", FORMULA, id="minus"),
    pytest.param("@Lemoine", FORMULA, id="at"),
]


@pytest.mark.parametrize(("name", "expected"), BAD)
def test_a_folder_refuses_such_names(tmp_path: Path, name: str, expected: str) -> None:
    people = f'{HEADER}|zed;"{name}";mediateur;12/05/1990;ville;P;non;Ville;;'
    messages = faults(with_files(tmp_path, personnes=people))
    assert any(
        "colonne « nom »" in message and message.endswith(f"attendu : {expected}")
        for message in messages
    )


@pytest.mark.parametrize(("name", "expected"), BAD)
def test_so_does_the_form(name: str, expected: str) -> None:
    model = KINDS["personnes"].model
    person = {"id": "zed", "name": name, "role": "mediateur", "agency": "ville"}
    with pytest.raises(ValidationError) as refused:
        model.model_validate(person)
    assert [error["loc"] for error in refused.value.errors()] == [("name",)]
    assert expected in refused.value.errors()[0]["msg"]


def test_a_file_made_elsewhere_has_such_a_row_refused(tmp_path: Path) -> None:
    path = tmp_path / "mars.csv"
    rows = ["Ada \u202eeniomeL;02/03/2026;09:00;12:00", "Brice Kouassi;02/03/2026;09:00;12:00"]
    path.write_text("\n".join(["Nom;Date;Début;Fin", *rows, ""]), "utf-8")

    output = " ".join(rota("audit", path, "--continue").output.split())

    assert "reçu « Ada �eniomeL », attendu : un nom d’une ligne, sans caractère invisible" in output
    assert "2 lignes ou cases lues : 1 utilisée, 1 refusée" in output
    assert "\u202e" not in output


def test_names_that_people_have_are_taken() -> None:
    for name in ("Chloé Marzin-Le Goff", "N’Golo O'Brien", "Zoë Šimek", "Ана", "أحمد"):
        person = {"id": "zed", "name": name, "role": "mediateur", "agency": "ville"}
        KINDS["personnes"].model.model_validate(person)
