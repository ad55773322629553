"""Folders whose history can't follow the register are refused, tried or imported, never a crash."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from api.access.accounts.service import LOCAL
from api.data.errors import BadFilesError
from api.database.engine import reading, writing
from api.ledger.history import history_of
from api.ledger.subjects import forget
from api.month.folder.importing import compare_folder, import_folder
from tests.api.database.folders import PETIT
from tests.api.month.folder.test_importing import MONTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    Months = Mapping[str, Sequence[str]]

HEAD, ADA = MONTH.splitlines()
BRICE = ADA.replace("u1;", "u2;").replace(";ada;", ";brice;")
LATER = ADA.replace("2026-02-02", "2026-03-02")


def known_as(uid: str, line: str = ADA) -> str:
    return ";".join([uid, *line.split(";")[1:]])


def folder(place: Path, months: Months) -> Path:
    """Make `petit` with a history; a folder made there before is made again."""
    made = place / "petit"
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(PETIT, made)
    (made / "historique").mkdir()
    for month, lines in months.items():
        (made / "historique" / f"{month}.csv").write_text("\n".join([HEAD, *lines, ""]))
    return made


def uids(engine: Engine) -> dict[str, list[str]]:
    with reading(engine) as session:
        months = history_of(session)
        return {month: sorted(row.uid for row in rows) for month, rows in months.items()}


KEEPS = "u1, que le registre donne à ce service"
TAKEN = "un autre : le registre l’a pour {} en {}"
FIRST, THIRD = "P-J-2026-02-02", "P-J-2026-03-02"


@pytest.mark.parametrize(
    ("there", "months", "faults"),
    [
        pytest.param({}, {}, [], id="nothing"),
        pytest.param({"2026-02": [ADA]}, {"2026-02": [ADA]}, [], id="the same"),
        pytest.param(
            {"2026-02": [ADA]},
            {"2026-02": [known_as("u9")]},
            [("2026-02.csv", f"u9 (ada, {FIRST})", KEEPS)],
            id="a shift under another uid",
        ),
        pytest.param(
            {"2026-02": [ADA, BRICE]},
            {"2026-02": [known_as("u2"), known_as("u1", BRICE)]},
            [
                ("2026-02.csv", f"u1 (brice, {FIRST})", KEEPS.replace("u1", "u2")),
                ("2026-02.csv", f"u2 (ada, {FIRST})", KEEPS),
            ],
            id="uids exchanged",
        ),
        pytest.param(
            {"2026-02": [ADA]}, {"2026-02": [known_as("u1", BRICE)]}, [], id="a shift handed over"
        ),
        pytest.param(
            {"2026-02": [ADA]},
            {"2026-03": [LATER]},
            [("2026-03.csv", f"u1 (ada, {THIRD})", TAKEN.format(FIRST, "2026-02"))],
            id="a uid of a month that stays",
        ),
        pytest.param(
            {"2026-02": [ADA]}, {"2026-02": [], "2026-03": [LATER]}, [], id="a shift moved on"
        ),
        pytest.param(
            {"2026-03": [LATER]},
            {"2026-02": [ADA], "2026-03": []},
            [("2026-02.csv", f"u1 (ada, {FIRST})", TAKEN.format(THIRD, "2026-03"))],
            id="a shift moved back",
        ),
        pytest.param(
            {},
            {"2026-02": [ADA], "2026-03": [LATER]},
            [("2026-03.csv", f"u1 (ada, {THIRD})", TAKEN.format(FIRST, "2026-02"))],
            id="a uid twice in the folder",
        ),
        pytest.param(
            {"2026-02": [ADA]},
            {"2026-03": [known_as("u1", LATER).replace(THIRD, FIRST)]},
            [("2026-03.csv", f"u1 (ada, {FIRST})", TAKEN.format(FIRST, "2026-02"))],
            id="a slot in two months",
        ),
    ],
)
def test_an_event_that_cannot_follow_what_stands_is_refused_where_it_is(
    engine: Engine,
    tmp_path: Path,
    there: Months,
    months: Months,
    faults: list[tuple[str, str, str]],
) -> None:
    import_folder(engine, LOCAL, folder(tmp_path, there))
    before = uids(engine)
    wanted = folder(tmp_path, months)

    if not faults:
        assert compare_folder(engine, wanted, replace=True).association == import_folder(
            engine, LOCAL, wanted, replace=True
        )
        assert uids(engine) == {
            **before,
            **{month: sorted(line[:2] for line in lines) for month, lines in months.items()},
        }
        return
    with pytest.raises(BadFilesError) as tried:
        compare_folder(engine, wanted, replace=True)
    with pytest.raises(BadFilesError) as refused:
        import_folder(engine, LOCAL, wanted, replace=True)
    assert tried.value.errors == refused.value.errors
    assert [
        (error.file, error.received, error.expected) for error in refused.value.errors
    ] == faults
    assert {error.column for error in refused.value.errors} == {"uid"}
    assert uids(engine) == before


def test_a_shift_of_who_was_erased_is_not_theirs_again(engine: Engine, tmp_path: Path) -> None:
    import_folder(engine, LOCAL, folder(tmp_path, {"2026-02": [ADA]}))
    with writing(engine) as session:
        forget(session, "ada")

    with pytest.raises(BadFilesError) as refused:
        import_folder(engine, LOCAL, folder(tmp_path, {"2026-02": [ADA]}), replace=True)
    import_folder(engine, LOCAL, folder(tmp_path, {"2026-02": [known_as("u9")]}), replace=True)

    (fault,) = refused.value.errors
    assert fault.expected == TAKEN.format(FIRST, "2026-02")
    assert uids(engine) == {"2026-02": ["u9"]}
