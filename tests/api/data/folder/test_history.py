from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from api.data.association import Published
from api.data.errors import Faults
from api.data.folder.csv_file import write_whole
from api.data.folder.history import COLUMNS, Needed, load_history, read_month, write_month
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at
from tests.api.data.folder.folders import faults, small

PEOPLE = {"ada", "brice"}
NIGHT = Duty(
    id="11-N-2026-10-24",
    span=Span(at(date(2026, 10, 24), time(21, 30)), at(date(2026, 10, 25), time(5))),
    breaks=(
        Break(minutes=30, start=at(date(2026, 10, 25), time(2, 30), second_passage=True)),
        Break(minutes=20, kind=BreakKind.PAID),
    ),
    site="parc",
    dispositif="11",
    agency="nantes",
    decided=False,
)
ON_CALL = Duty(
    id="10-AST-2026-10-03",
    span=Span(at(date(2026, 10, 3), time(10)), at(date(2026, 10, 3), time(21, 30))),
    kind=DutyKind.STANDBY,
    dispositif="10",
    agency="nantes",
    decided=False,
)
ROWS = (
    Published(uid="u2", worked=Worked(mediator="brice", duty=ON_CALL)),
    Published(
        uid="u1",
        worked=Worked(mediator="ada", duty=NIGHT),
        sequence=3,
        created=datetime(2026, 9, 10, 8, 0, 5, tzinfo=UTC),
        changed=datetime(2026, 9, 20, 17, 30, tzinfo=UTC),
    ),
)
LINE = (
    "u1;P-J-2026-10-05;ada;P;ville;place;travail;2026-10-05T09:00+02:00;2026-10-05T16:30+02:00;;0;;"
)


def faults_of(folder: Path, *lines: str, month: str = "2026-10") -> list[str]:
    path = folder / f"{month}.csv"
    path.write_text("\n".join([";".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    faults = Faults()
    read_month(path, PEOPLE, faults)
    return [error.message for error in faults.errors]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = write_month(tmp_path, "2026-10", reversed(ROWS))
    faults = Faults()
    assert read_month(path, PEOPLE, faults) == ROWS
    assert faults.errors == []


def test_rows_are_written_by_start_in_paris_time_with_its_offset(tmp_path: Path) -> None:
    path = write_month(tmp_path, "2026-10", ROWS)
    assert path.read_text(encoding="utf-8").splitlines() == [
        "uid;creneau;personne;dispositif;agence;site;type;debut;fin;pauses;sequence;cree;modifie",
        (
            "u2;10-AST-2026-10-03;brice;10;nantes;;astreinte;2026-10-03T10:00+02:00;"
            "2026-10-03T21:30+02:00;;0;;"
        ),
        (
            "u1;11-N-2026-10-24;ada;11;nantes;parc;travail;2026-10-24T21:30+02:00;"
            "2026-10-25T05:00+01:00;30/non_payee/2026-10-25T02:30+01:00 20/payee;3;"
            "2026-09-10T08:00:05Z;2026-09-20T17:30:00Z"
        ),
    ]


def test_a_month_is_rewritten_whole_and_leaves_nothing_beside(tmp_path: Path) -> None:
    write_month(tmp_path, "2026-10", ROWS)
    write_month(tmp_path, "2026-10", ROWS[:1])
    assert [path.name for path in tmp_path.iterdir()] == ["2026-10.csv"]
    assert len((tmp_path / "2026-10.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_a_write_that_fails_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = write_month(tmp_path, "2026-10", ROWS)
    before = path.read_text(encoding="utf-8")

    def broken() -> Iterator[list[str]]:
        yield ["u1"]
        raise OSError("disque plein")

    with pytest.raises(OSError, match="disque plein"):
        write_whole(path, COLUMNS, broken())
    assert path.read_text(encoding="utf-8") == before
    assert [file.name for file in tmp_path.iterdir()] == ["2026-10.csv"]


def test_people_on_one_slot_share_its_duty(tmp_path: Path) -> None:
    rows = (ROWS[1], replace(ROWS[1], uid="u3", worked=Worked(mediator="brice", duty=NIGHT)))
    read = read_month(write_month(tmp_path, "2026-10", rows), PEOPLE, Faults())
    assert read[0].worked.duty is read[1].worked.duty


def test_a_good_line_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, LINE) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (";;0;;", ";;2147483647;;"),
        ("u1;", f"{'u' * 255};"),
        ("2026-10-05T16:30", "2026-11-05T10:00"),
        (";P-J-2026-10-05;", f";{'c' * 160};"),
        (";P;ville;place;", f";{'d' * 120};{'a' * 120};{'s' * 120};"),
    ],
)
def test_a_cell_as_long_as_a_database_holds_has_no_fault(
    tmp_path: Path, before: str, after: str
) -> None:
    assert faults_of(tmp_path, LINE.replace(before, after)) == []


@pytest.mark.parametrize(
    ("before", "after", "column", "expected"),
    [
        ("u1;", ";", "uid", "une valeur, elle est obligatoire"),
        (";ada;", ";zoe;", "personne", "qui figure dans personnes.csv"),
        (";travail;", ";repos;", "type", "l’un de : travail, astreinte"),
        ("09:00+02:00", "09:00", "debut", "l’heure est sans fuseau"),
        ("2026-10-05T09:00+02:00", "05/10/2026 09:00", "debut", "un instant avec son décalage"),
        ("2026-10-05T09:00", "2026-10-32T09:00", "debut", "à une date qui existe"),
        ("16:30+02:00", "09:00+02:00", "fin", "une fin après le début"),
        ("2026-10-05T16:30", "2026-11-05T10:01", "fin", "31 jours après le début, au plus"),
        (";;0;;", ";30/longue;0;;", "pauses", "des pauses séparées par une espace"),
        (";;0;;", ";0/payee;0;;", "pauses", "durée positive attendue"),
        (";;0;;", ";30/payee/12:00;0;;", "pauses", "des pauses séparées par une espace"),
        (";;0;;", ";450/payee;0;;", "pauses", "les pauses couvrent tout l’horaire"),
        (";;0;;", ";;-1;;", "sequence", "un nombre entier"),
        (";;0;;", ";;2147483648;;", "sequence", "un nombre entier, 2147483647 au plus"),
        (";;0;;", f";;{'9' * 5000};;", "sequence", "un nombre entier, 2147483647 au plus"),
        ("u1;", f"{'u' * 256};", "uid", "255 caractères au plus"),
        (";P-J-2026-10-05;", f";{'c' * 161};", "creneau", "160 caractères au plus"),
        (";P;", f";{'d' * 121};", "dispositif", "120 caractères au plus"),
        (";ville;", f";{'a' * 121};", "agence", "120 caractères au plus"),
        (";place;", f";{'s' * 121};", "site", "120 caractères au plus"),
        (";;0;;", ";;0;hier;", "cree", "un instant avec son décalage"),
    ],
)
def test_bad_cells_are_refused_where_they_stand(
    tmp_path: Path, before: str, after: str, column: str, expected: str
) -> None:
    assert LINE.count(before) == 1
    (message,) = faults_of(tmp_path, LINE.replace(before, after))
    assert message.startswith(f"2026-10.csv, ligne 2, colonne « {column} » : reçu ")
    assert expected in message


def test_a_duty_stands_in_the_month_in_which_it_starts(tmp_path: Path) -> None:
    (message,) = faults_of(tmp_path, LINE, month="2026-11")
    assert message.endswith("attendu : un jour du mois 2026-11, celui du fichier")


def test_uids_and_posts_of_a_person_come_once(tmp_path: Path) -> None:
    again = LINE.replace("u1;", "u9;")
    first, second = faults_of(tmp_path, LINE, LINE, again)
    assert first.endswith("reçu « u1 », attendu : un uid une seule fois (déjà ligne 2)")
    assert second.endswith("attendu : un créneau par personne une seule fois (déjà ligne 2)")


def test_a_folder_holds_months_and_nothing_else(tmp_path: Path) -> None:
    write_month(tmp_path, "2026-10", ROWS)
    (tmp_path / "octobre.csv").write_text("uid\n", encoding="utf-8")
    faults = Faults()
    assert list(load_history(tmp_path, PEOPLE, faults)) == ["2026-10"]
    assert [error.message for error in faults.errors] == [
        "octobre.csv : reçu « octobre.csv », attendu : un nom de mois comme 2026-10.csv"
    ]


def test_no_folder_is_no_history() -> None:
    assert load_history(Path("absent"), PEOPLE, Faults()) == {}


def test_the_history_is_a_folder(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / "historique").write_text("", encoding="utf-8")
    assert faults(folder) == [
        "historique : reçu « un fichier », attendu : un dossier de mois publiés"
    ]


def test_only_the_rows_that_are_needed_are_read(tmp_path: Path) -> None:
    """A whole month; of later and earlier ones, whoever is named or holds something there."""
    for label, who in (("2026-08", "ada"), ("2026-09", "brice"), ("2026-10", "ada")):
        line = LINE.replace("2026-10", label)
        rows = [line.replace("ada", who), line.replace("ada", "chloe").replace("u1", "u2")]
        text = "\n".join([";".join(COLUMNS), *rows]) + "\n"
        (tmp_path / f"{label}.csv").write_text(text, encoding="utf-8")

    def read(whole: str, since: date, people: set[str], template: str) -> dict[str, list[str]]:
        needed = Needed(
            whole=frozenset({whole}),
            since=since,
            people=frozenset(people),
            templates=frozenset({template}),
        )
        months = load_history(tmp_path, {*PEOPLE, "chloe"}, Faults(), needed)
        return {label: [row.worked.mediator for row in rows] for label, rows in months.items()}

    september = date(2026, 9, 17)
    assert read("2026-10", september, set(), "Q-J") == {"2026-09": [], "2026-10": ["ada", "chloe"]}
    assert read("2026-10", september, {"brice"}, "Q-J")["2026-09"] == ["brice"]
    assert read("2026-10", september, set(), "P-J")["2026-09"] == ["chloe"]
    assert read("2026-08", september, {"ada"}, "Q-J") == {
        "2026-08": ["ada", "chloe"],
        "2026-09": [],
        "2026-10": ["ada"],
    }
