from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.data.association import Removal, RemovalCause, Revision
from api.data.errors import Faults
from api.data.folder.beside import (
    REVISIONS,
    carried_out,
    load_removals,
    load_revisions,
    write_removals,
    write_revisions,
)
from tests.api.planning.fairness.small import months, shift

ROW = shift("ada", date(2026, 3, 2))
REMOVAL = Removal(worked=ROW.worked, removed=datetime(2026, 2, 27, 8, tzinfo=UTC))
OTHER = Removal(
    worked=shift("brice", date(2026, 4, 1)).worked, removed=datetime(2026, 3, 31, 8, tzinfo=UTC)
)
PEOPLE = {"ada", "brice"}


def test_without_a_file_nothing_was_taken_away(tmp_path: Path) -> None:
    assert load_removals(tmp_path, PEOPLE, Faults()) == ()


def test_removals_of_several_months_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_removals(tmp_path, [OTHER, REMOVAL])

    read = load_removals(tmp_path, PEOPLE, Faults())

    decided = tuple(
        replace(each, worked=replace(each.worked, duty=replace(each.worked.duty, decided=False)))
        for each in (REMOVAL, OTHER)
    )
    assert read == decided


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("ada", "inconnue", "personne"),
        ("ada", "", "personne"),
        ("2026-02-27T08:00:00Z", "hier", "retire"),
        ("2026-02-27T08:00:00Z", "2026-03-02T14:00+01:00", "retire"),
        ("travail", "sieste", "type"),
        (";echange", ";caprice", "motif"),
    ],
)
def test_what_was_changed_by_hand_is_refused_where_it_stands(
    tmp_path: Path, old: str, new: str, column: str
) -> None:
    path = write_removals(tmp_path, [replace(REMOVAL, cause=RemovalCause.SWAP)])
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    faults = Faults()

    assert load_removals(tmp_path, PEOPLE, faults) == ()
    assert [(e.file, e.line, e.column) for e in faults.errors] == [("retraits.csv", 2, column)]


@pytest.mark.parametrize("cause", list(RemovalCause))
def test_why_it_is_no_more_as_it_was_is_kept(tmp_path: Path, cause: RemovalCause) -> None:
    write_removals(tmp_path, [replace(REMOVAL, cause=cause)])

    assert [each.cause for each in load_removals(tmp_path, PEOPLE, Faults())] == [cause]


def test_files_of_before_told_of_what_was_taken_away_alone(tmp_path: Path) -> None:
    path = write_removals(tmp_path, [REMOVAL])
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(line.rpartition(";")[0] for line in lines) + "\n", "utf-8")

    assert [each.cause for each in load_removals(tmp_path, PEOPLE, Faults())] == [
        RemovalCause.TAKEN
    ]


def test_a_removal_of_a_minute_before_the_start_is_kept(tmp_path: Path) -> None:
    late = replace(REMOVAL, removed=datetime(2026, 3, 2, 12, 59, tzinfo=UTC))
    write_removals(tmp_path, [late])

    assert [each.removed for each in load_removals(tmp_path, PEOPLE, Faults())] == [late.removed]


def test_what_still_stands_as_before_was_not_taken_away_and_what_was_given_back_was() -> None:
    back = replace(ROW, sequence=1, changed=REMOVAL.removed)
    undated = replace(ROW, created=None, changed=None)

    assert carried_out([REMOVAL], months([ROW])) == ()
    assert carried_out([REMOVAL], months([undated])) == ()
    assert carried_out([REMOVAL], months([back])) == (REMOVAL,)
    assert carried_out([REMOVAL], {}) == (REMOVAL,)


def test_a_start_is_read_in_any_offset_and_its_month_is_that_of_paris(tmp_path: Path) -> None:
    first = shift("ada", date(2026, 3, 1), (0, 6))
    path = write_removals(tmp_path, [replace(REMOVAL, worked=first.worked)])
    text = path.read_text("utf-8")
    assert text.count("2026-03-01T00:00+01:00") == 1
    path.write_text(text.replace("2026-03-01T00:00+01:00", "2026-02-28T23:00Z"), "utf-8")
    faults = Faults()

    (read,) = load_removals(tmp_path, PEOPLE, faults)

    assert faults.errors == []
    assert read.worked.duty.span == first.worked.duty.span


def test_a_shift_is_taken_away_from_someone_at_an_instant_only_once(tmp_path: Path) -> None:
    path = write_removals(tmp_path, [REMOVAL, OTHER])
    head, first, second = path.read_text("utf-8").splitlines()
    elsewhere = first.replace(";travail;", "ailleurs;travail;")
    assert elsewhere != first
    for again in (first, elsewhere):
        path.write_text(f"{head}\n{first}\n{second}\n{again}\n", "utf-8")
        faults = Faults()

        assert len(load_removals(tmp_path, PEOPLE, faults)) == 2
        (fault,) = faults.errors
        assert (fault.file, fault.line, fault.column) == ("retraits.csv", 4, "retire")
        assert fault.expected == "un retrait une seule fois (déjà ligne 2)"


@pytest.mark.parametrize("instant", ["9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00"])
def test_an_instant_beyond_what_clocks_count_is_refused(tmp_path: Path, instant: str) -> None:
    path = write_removals(tmp_path, [REMOVAL])
    path.write_text(path.read_text("utf-8").replace("2026-02-27T08:00:00Z", instant), "utf-8")
    faults = Faults()

    assert load_removals(tmp_path, PEOPLE, faults) == ()
    assert [(e.line, e.column) for e in faults.errors] == [(2, "retire")]


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2027, 3, 27)])
def test_a_night_in_which_the_clocks_change_comes_out_as_it_went_in(
    tmp_path: Path, day: date
) -> None:
    night = shift("ada", day, (25, 30)).worked
    removed = night.duty.span.start.astimezone(UTC) - timedelta(minutes=1)
    write_removals(tmp_path, [Removal(worked=night, removed=removed)])
    faults = Faults()

    (read,) = load_removals(tmp_path, PEOPLE, faults)

    assert faults.errors == []
    assert (read.worked.duty.span, read.removed) == (night.duty.span, removed)


ONE = Revision(
    mediator="ada",
    kind="absence",
    about="29543040",
    uid="u1",
    sequence=2,
    created=datetime(2026, 2, 1, 8, tzinfo=UTC),
    changed=datetime(2026, 2, 3, 8, 0, 1, tzinfo=UTC),
    shown="ab12",
)


def test_what_was_never_published_has_no_revision(tmp_path: Path) -> None:
    assert load_revisions(tmp_path, Faults()) == ()


def test_revisions_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_revisions(tmp_path, [ONE])

    assert load_revisions(tmp_path, Faults()) == (ONE,)


def test_lines_that_were_changed_by_hand_are_named(tmp_path: Path) -> None:
    path = write_revisions(tmp_path, [ONE])
    line = path.read_text("utf-8").splitlines()[1]
    with path.open("a", encoding="utf-8") as out:
        out.write(f"{line}\n{line.replace('2026-02-03T08:00:01Z', '2026-02-03T08:00')}\n")
    faults = Faults()

    assert load_revisions(tmp_path, faults) == (ONE,)
    assert [(e.file, e.line, e.column) for e in faults.errors] == [
        (REVISIONS.rpartition("/")[2], 3, "uid"),
        (REVISIONS.rpartition("/")[2], 4, ""),
    ]


@pytest.mark.parametrize(
    ("column", "longest"), [("uid", 255), ("genre", 20), ("objet", 160), ("empreinte", 64)]
)
def test_a_cell_longer_than_a_database_holds_is_refused(
    tmp_path: Path, column: str, longest: int
) -> None:
    field = {"uid": "uid", "genre": "kind", "objet": "about", "empreinte": "shown"}[column]
    for length, kept in ((longest, 1), (longest + 1, 0)):
        fields: dict[str, Any] = {field: "x" * length}
        write_revisions(tmp_path, [replace(ONE, **fields)])
        faults = Faults()

        assert len(load_revisions(tmp_path, faults)) == kept
        assert [e.line for e in faults.errors] == [2] * (1 - kept)


def test_a_sequence_that_no_calendar_reads_is_refused(tmp_path: Path) -> None:
    for sequence, kept in ((2**31 - 1, 1), (2**31, 0)):
        write_revisions(tmp_path, [replace(ONE, sequence=sequence)])

        assert len(load_revisions(tmp_path, Faults())) == kept
