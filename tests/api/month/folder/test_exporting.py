import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.access.accounts.service import LOCAL
from api.data.folder.load import load
from api.data.stored.entries import BadNameError
from api.data.tables.rows import AttachmentRow
from api.database.engine import connect, reading, writing
from api.database.errors import NotEmptyError
from api.ledger.history import whole
from api.month.folder.importing import export_folder, import_folder
from tests.api.database.folders import PETIT, SAISON, bare
from tests.api.month.folder.test_importing import with_history
from tests.api.schema import make_schema

ICAL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//essai//FR
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260316
DTEND;VALUE=DATE:20260317
SUMMARY:Cours
END:VEVENT
END:VCALENDAR
"""


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def goes_round(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """Import, export, import elsewhere, export: the same association, then the same bytes."""
    import_folder(engine, LOCAL, folder)
    export_folder(engine, tmp_path / "un")
    assert load(tmp_path / "un") == load(folder)
    other = connect(f"sqlite:///{tmp_path / 'autre.db'}")
    make_schema(other)
    import_folder(other, LOCAL, tmp_path / "un")
    export_folder(other, tmp_path / "deux")
    assert bytes_of(tmp_path / "deux") == bytes_of(tmp_path / "un")
    with reading(engine) as first, reading(other) as second:
        assert whole(first) == whole(second) == load(folder)
    other.dispose()


@pytest.mark.parametrize("folder", [PETIT, SAISON], ids=lambda folder: folder.name)
def test_a_folder_goes_round(engine: Engine, folder: Path, tmp_path: Path) -> None:
    goes_round(engine, folder, tmp_path)


def test_published_months_go_round(engine: Engine, tmp_path: Path) -> None:
    goes_round(engine, with_history(tmp_path), tmp_path)


def test_the_calendar_of_a_training_centre_goes_round(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "avec-calendrier"
    shutil.copytree(PETIT, folder)
    (folder / "centre").mkdir()
    (folder / "centre" / "cours 2026.ics").write_text(ICAL)
    cohorts = (folder / "cohortes.csv").read_text().splitlines()
    header = cohorts[0].split(";")
    row = dict(zip(header, cohorts[1].split(";"), strict=True)) | {"ical": "centre/cours 2026.ics"}
    text = ";".join(row) + "\n" + ";".join(row.values()) + "\n"
    (folder / "cohortes.csv").write_text(text)
    goes_round(engine, folder, tmp_path)
    assert (tmp_path / "un" / "centre" / "cours 2026.ics").read_text() == ICAL


def test_an_export_replaces_the_one_before(sqlite_engine: Engine, tmp_path: Path) -> None:
    import_folder(sqlite_engine, LOCAL, SAISON)
    export_folder(sqlite_engine, tmp_path / "un")
    import_folder(sqlite_engine, LOCAL, PETIT, replace=True)
    export_folder(sqlite_engine, tmp_path / "un")
    assert load(tmp_path / "un") == load(PETIT)


def test_a_folder_of_other_files_is_left_alone(sqlite_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "verrous.csv").write_text("à moi")
    with pytest.raises(NotEmptyError, match="contient d’autres fichiers"):
        export_folder(sqlite_engine, tmp_path)
    assert bytes_of(tmp_path)["verrous.csv"] == "à moi".encode()


def test_an_attachment_stays_in_the_folder(sqlite_engine: Engine, tmp_path: Path) -> None:
    with writing(sqlite_engine) as session:
        session.add(AttachmentRow(name="../dehors.ics", content=b"", digest=""))
    with pytest.raises(BadNameError, match="attendu un nom simple"):
        export_folder(sqlite_engine, tmp_path / "un")
    assert not (tmp_path / "dehors.ics").exists()


@pytest.mark.long
def test_the_whole_association_goes_round(sqlite_engine: Engine, tmp_path: Path) -> None:
    goes_round(sqlite_engine, bare(tmp_path / "association"), tmp_path)
