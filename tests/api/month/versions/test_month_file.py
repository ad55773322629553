from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.data.errors import BadFilesError
from api.data.folder.history import write_month
from api.data.folder.load import load
from api.month.frames import framed
from api.month.versions.month_file import month_file
from scheduler.domain.problem import Assignment
from scheduler.errors import InvalidProblemError
from tests.api.commands import PETIT

MARCH, NOW = date(2026, 3, 1), datetime(2026, 2, 10, 8, tzinfo=UTC)
MONDAY, EVENING = "P-J-2026-03-02", "P-S-2026-03-04"
DATA = load(PETIT)
FRAME = framed(DATA, MARCH, None, NOW)
LIST = "personne;date;debut;fin;site\n"


def written(folder: Path, text: str, name: str = "plan.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusals(path: Path) -> list[str]:
    with pytest.raises(BadFilesError) as refused:
        month_file(path, MARCH).assignments(FRAME)
    return [error.message for error in refused.value.errors]


def test_a_file_by_slot_and_a_list_of_shifts_tell_the_same_assignments(tmp_path: Path) -> None:
    by_slot = written(tmp_path, f"creneau;personne\n{MONDAY};ada\n{EVENING};farid\n{MONDAY};\n")
    by_shift = written(
        tmp_path,
        LIST + "Ada Lemoine;02/03/2026;09:00;16:30;Place du Marché\n"
        "Farid Nouri;04/03/2026;17:00;21:00;Place du Marché\n",
        "liste.csv",
    )

    wanted = {Assignment("ada", MONDAY), Assignment("farid", EVENING)}
    assert month_file(by_slot).assignments(FRAME) == wanted
    assert month_file(by_shift, MARCH).assignments(FRAME) == wanted
    for path in (by_slot, by_shift):
        file = month_file(path)
        assert (file.month(), file.dispositifs(DATA, MARCH, NOW)) == (MARCH, frozenset({"P"}))


def test_hours_that_are_no_slot_s_are_refused_with_those_of_the_day(tmp_path: Path) -> None:
    path = written(tmp_path, LIST + "Ada Lemoine;02/03/2026;09:00;17:00;Place du Marché\n")

    (message,) = refusals(path)

    assert "ligne 2" in message
    assert "un créneau du 02/03/2026, aux heures des gabarits (09:00–16:30 Place" in message


def test_a_person_whom_the_association_does_not_know_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, LIST + "Zoé Inconnue;02/03/2026;09:00;16:30;Place du Marché\n")

    (message,) = refusals(path)

    assert "Zoé Inconnue" in message
    assert "une personne de l’association" in message


def test_every_line_that_can_not_be_is_told_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"creneau;personne;debut\n{MONDAY};ada;10:00\nrien;ada;\n{MONDAY};personne;09:00\n",
    )

    messages = refusals(path)

    assert ["ligne 2" in messages[0], "ligne 3" in messages[1], "ligne 4" in messages[2]] == [
        True
    ] * 3
    assert "09:00, comme dans gabarits.csv" in messages[0]
    assert "un créneau de ce mois" in messages[1]
    assert "une personne sous contrat ce mois-ci" in messages[2]


def test_an_unknown_person_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, f"creneau;personne\n{MONDAY};adda\n{MONDAY};Brice Kouassy\n")

    expected = "une personne sous contrat ce mois-ci (vouliez-vous dire « {} » ?)"
    for message, who in zip(refusals(path), ("ada", "brice"), strict=True):
        assert expected.format(who) in message


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"creneau;personne\nP-J-2026-03-02\n", "ligne 2 : reçu « 1 colonne »"),
        (b'creneau;personne\n"P-J-2026-03-02;ada\n', "un guillemet fermé"),
        (b"creneau;nom\nP-J-2026-03-02;Ada\n", "« personne » : reçu « colonne absente »"),
        (b"a\rb;\xd8\x00\x01\n", "attendu : un fichier texte"),
    ],
    ids=["a column too few", "a quote left open", "a column missing", "no text"],
)
def test_a_file_that_can_not_be_read_is_refused_for_its_cause(
    tmp_path: Path, content: bytes, cause: str
) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(content)

    assert cause in " ".join(refusals(path))


def test_lines_that_end_as_on_old_macs_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(f"creneau;personne\r{MONDAY};ada\r".encode())

    assert month_file(path).assignments(FRAME) == {Assignment("ada", MONDAY)}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [("", "au moins un créneau du mois"), ("Z-2026-03-02;\n", "un créneau de ce mois")],
    ids=["header alone", "unknown slot without a person"],
)
def test_a_file_that_names_no_slot_decides_nothing(
    tmp_path: Path, rows: str, expected: str
) -> None:
    file = month_file(written(tmp_path, f"creneau;personne\n{rows}"))

    with pytest.raises(BadFilesError, match=f"attendu : {expected}"):
        file.dispositifs(DATA, MARCH, NOW)


@pytest.mark.parametrize(
    ("rows", "read"),
    [("", ""), (f"{MONDAY};ada\nP-J-2026-04-01;ada\n", r" \(lu : 2026-03, 2026-04")],
    ids=["no month", "two months"],
)
def test_a_file_of_no_month_or_of_two_asks_for_it(tmp_path: Path, rows: str, read: str) -> None:
    with pytest.raises(InvalidProblemError, match=rf"de quel mois est-ce \?{read}"):
        month_file(written(tmp_path, f"creneau;personne\n{rows}")).month()


def test_a_month_of_the_history_is_refused_and_an_export_expected(tmp_path: Path) -> None:
    path = write_month(tmp_path, "2026-03", ())

    with pytest.raises(BadFilesError) as refused:
        month_file(path)

    (error,) = refused.value.errors
    assert error.message == (
        "2026-03.csv : reçu « un mois publié, tel que le dossier historique/ le garde », attendu : "
        "un planning à publier : le CSV du mois que « rota export » écrit, corrigé, ou un "
        "classeur, une liste, un calendrier"
    )
