from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from api.data.association import Revision
from api.data.errors import Faults
from api.data.folder.revisions import FILE, load_revisions, write_revisions

if TYPE_CHECKING:
    from pathlib import Path

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
        (FILE.rpartition("/")[2], 3, "uid"),
        (FILE.rpartition("/")[2], 4, ""),
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
