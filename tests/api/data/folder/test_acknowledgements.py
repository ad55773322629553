from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.association import Acknowledgement
from api.data.errors import BadFilesError
from api.data.folder.acknowledgements import add
from api.data.folder.load import load
from tests.api.data.folder.folders import faults, small, with_files

if TYPE_CHECKING:
    from pathlib import Path

ONE = Acknowledgement(
    code="cse_consultation-0a1b2c3d4e",
    ground="Avis du 12/12/2025 ; tenu à l’agence",
    by="Nora Villeneuve",
    day=date(2026, 3, 20),
    month=date(2026, 3, 1),
)
OTHER = Acknowledgement(
    code="public_holidays-9f8e7d6c5b", ground="Usage", by="Léo", day=date(2026, 3, 21)
)


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    folder = small(tmp_path)

    assert add(folder, ONE) == folder / "acquittements.csv"
    assert add(folder, OTHER) == folder / "acquittements.csv"
    assert load(folder).acknowledgements == (ONE, OTHER)


def test_what_people_typed_stays(tmp_path: Path) -> None:
    text = "le;par;fondement;constat|20/03/2026;Nora;Usage;sunday_rest-0123456789"
    folder = with_files(tmp_path, acquittements=text)
    add(folder, ONE)

    first, second = load(folder).acknowledgements
    assert (first.code, first.by, first.month) == ("sunday_rest-0123456789", "Nora", None)
    assert second == ONE


def test_a_finding_is_acknowledged_once(tmp_path: Path) -> None:
    folder = small(tmp_path)
    add(folder, ONE)
    before = (folder / "acquittements.csv").read_bytes()

    assert add(folder, ONE) is None
    assert (folder / "acquittements.csv").read_bytes() == before


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    folder = with_files(tmp_path, acquittements="constat;fondement;par;le|x;Usage;Nora;hier")
    before = (folder / "acquittements.csv").read_bytes()

    with pytest.raises(BadFilesError, match="ligne 2, colonne « le » : reçu « hier »"):
        add(folder, ONE)
    assert (folder / "acquittements.csv").read_bytes() == before


def test_a_write_that_fails_on_the_way_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small(tmp_path)
    add(folder, ONE)
    before = (folder / "acquittements.csv").read_bytes()
    names = sorted(p.name for p in folder.iterdir())

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        add(folder, OTHER)
    assert (folder / "acquittements.csv").read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a-1;Usage;Nora;20/03/2026;mars", "colonne « mois » : reçu « mars »"),
        ("a-1;;Nora;20/03/2026;", "colonne « fondement » : reçu rien"),
        ("a-1;Usage;;20/03/2026;", "colonne « par » : reçu rien"),
        (";Usage;Nora;20/03/2026;", "colonne « constat » : reçu rien"),
    ],
)
def test_a_wrong_line_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    (message,) = faults(with_files(tmp_path, acquittements=f"constat;fondement;par;le;mois|{line}"))
    assert f"acquittements.csv, ligne 2, {expected}" in message


def test_a_finding_typed_twice_is_refused(tmp_path: Path) -> None:
    text = "constat;fondement;par;le|a-1;Usage;Nora;20/03/2026|a-1;Accord;Léo;21/03/2026"
    assert faults(with_files(tmp_path, acquittements=text)) == [
        (
            "acquittements.csv, ligne 3, colonne « constat » : reçu « a-1 », "
            "attendu : constat une seule fois (déjà ligne 2)"
        )
    ]


def test_commands_that_add_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    folder = small(tmp_path)
    many = [replace(ONE, code=f"sunday_rest-{number:010d}") for number in range(12)]

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(lambda acknowledgement: add(folder, acknowledgement), many))

    assert {a.code for a in load(folder).acknowledgements} == {a.code for a in many}
