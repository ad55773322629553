"""An association as RH of one agency may use it."""

from pathlib import Path

from api.controls.agencies import part_of_agencies
from api.data.folder.load import load
from fixtures.draw import grow
from tests.api.service import PETIT


def test_people_of_other_agencies_go_with_all_that_bears_on_them(tmp_path: Path) -> None:
    two = load(grow(tmp_path / "deux", 2, 1, PETIT))

    mine = part_of_agencies(two, frozenset({"ville"}))

    alone = load(PETIT)
    assert mine.mediators == alone.mediators
    assert mine.absences == alone.absences
    assert mine.members == alone.members
    assert mine.templates == two.templates
    assert "001~" not in str((mine.absences, mine.titles, mine.wishes, mine.pairs, mine.locks))


def test_who_has_all_agencies_has_everybody() -> None:
    alone = load(PETIT)

    assert part_of_agencies(alone, None) == alone
