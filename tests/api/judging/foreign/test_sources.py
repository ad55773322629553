from pathlib import Path

import pytest

from api.data.errors import BadFilesError
from api.intake.reading import EntryCounts
from api.judging.foreign.sources import Guides, association_of, files_of, read_all
from scheduler.errors import InvalidProblemError
from tests.api.commands import PETIT

LIST = "Nom;Date;Début;Fin;Pause\nAda;01/06/2026;09:00;17:00;60\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.csv", ".cache"):
        (tmp_path / name).write_text(LIST, "utf-8")
    return tmp_path


def test_an_association_s_folder_is_told_from_a_folder_of_rotas(folder: Path) -> None:
    assert association_of([PETIT]) == PETIT
    assert association_of([folder]) is None
    assert association_of([folder / "a.csv"]) is None


def test_an_association_s_folder_comes_alone(folder: Path) -> None:
    with pytest.raises(InvalidProblemError, match="--association"):
        association_of([PETIT, folder / "a.csv"])


def test_files_of_a_folder_come_by_name_each_once_without_hidden_ones(folder: Path) -> None:
    files = files_of([folder / "b.csv", folder])

    assert [path.name for path in files] == ["b.csv", "a.csv"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFilesError, match="dossier sans fichier"):
        files_of([tmp_path])


def test_each_file_is_read_with_its_digest_and_counts(folder: Path) -> None:
    [(origin, reading)] = read_all([folder / "a.csv"], Guides())

    assert (origin.name, len(origin.digest)) == ("a.csv", 64)
    assert origin.counts == reading.counts == EntryCounts(read=1, used=1)


def test_a_file_that_cannot_be_read_holds_its_refusal_and_the_others_are_read(
    folder: Path,
) -> None:
    (folder / "b.csv").write_bytes(b"%PDF-1.7 ...")

    (_, first), (_, second) = read_all([folder / "b.csv", folder / "a.csv"], Guides())

    assert first.counts == EntryCounts(read=1, refused=1)
    assert ["un fichier PDF" in error.message for error in first.refused] == [True]
    assert second.counts == EntryCounts(read=1, used=1)


def test_a_mapping_that_cannot_be_read_stops_all(folder: Path) -> None:
    (folder / "guide.csv").write_text("n;importe\nquoi;x\n", "utf-8")

    with pytest.raises(BadFilesError, match=r"guide\.csv, ligne 1"):
        list(read_all([folder / "a.csv"], Guides(mapping=folder / "guide.csv")))


def test_a_file_that_is_not_there_is_said_by_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_all([tmp_path / "rien.csv"], Guides()))
