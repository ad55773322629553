"""What a folder changes of the rows of a database: added, changed, removed, or left as they are."""

from pathlib import Path

from sqlalchemy import Engine

from api.data.stored.importing import KindDifference, check_folder, put, row_differences
from api.database.engine import reading, writing
from tests.api.data.folder.folders import replaced
from tests.api.service import PETIT


def compared(engine: Engine, folder: Path) -> dict[str, KindDifference]:
    """Return the kinds that a folder would change in a database that holds the small one."""
    with writing(engine) as session:
        put(session, check_folder(PETIT))
    with reading(engine) as session:
        differences = row_differences(session, check_folder(folder))
    return {difference.kind.name: difference for difference in differences if difference.count}


def test_the_same_folder_changes_nothing(engine: Engine) -> None:
    assert compared(engine, PETIT) == {}


def test_a_row_with_an_identity_changes_and_the_others_stay(engine: Engine, tmp_path: Path) -> None:
    folder = replaced(tmp_path, "personnes.csv", "Ada Lemoine", "Ada Duval")

    (people,) = compared(engine, folder).values()

    ((old, new),) = people.changed
    assert (old["nom"], new["nom"], new["id"]) == ("Ada Lemoine", "Ada Duval", "ada")
    assert (people.added, people.removed, people.kept) == ((), (), 5)


def test_a_row_without_an_identity_is_another_row_and_equal_ones_are_counted(
    engine: Engine, tmp_path: Path
) -> None:
    line = "ada;06/03/2026;06/03/2026;conge"
    folder = replaced(tmp_path, "absences.csv", line, "brice;09/03/2026;09/03/2026;conge")

    (absences,) = compared(engine, folder).values()

    assert [cells["personne"] for cells in absences.added] == ["brice"]
    assert [cells["personne"] for cells in absences.removed] == ["ada"]
    assert (absences.changed, absences.kept) == ((), 1)
