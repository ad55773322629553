import pytest

from api.database.tables.month import VersionRow
from api.month.versions.editing import undo_line

VERSIONS = (
    (1, 0, "vide", "ines", ""),
    (2, 1, "modification", "ines", ""),
    (3, 2, "calcul", "ines", ""),
    (4, 3, "annulation", "ines", "version 2"),
    (5, 4, "modification", "ines", ""),
    (6, 5, "modification", "karim", ""),
    (7, 6, "modification", "ines", ""),
    (8, 7, "reprise", "ines", ""),
    (9, 8, "modification", "ines", ""),
)
"""Number, the version that it was made from, origin, who made it, note."""


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (1, ()),
        (2, (1,)),
        (3, (1, 2)),
        (4, (1,)),
        (5, (1, 4)),
        (6, ()),
        (7, (6,)),
        (8, ()),
        (9, (8,)),
        (10, ()),
    ],
)
def test_edits_and_calculations_are_undone_back_to_what_others_made(
    head: int, line: tuple[int, ...]
) -> None:
    rows = [
        VersionRow(number=number, parent=parent, origin=origin, made_by=by, note=note)
        for number, parent, origin, by, note in VERSIONS
    ]

    assert undo_line(rows, head, "ines") == line
