"""What a month planned from files refuses."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.month.places.folder import FolderPlace
from scheduler.errors import InvalidProblemError
from tests.api.commands import PETIT

NOW = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)


def test_who_is_away_is_told_by_the_file_that_names_them(tmp_path: Path) -> None:
    folder = shutil.copytree(PETIT, tmp_path / "petit")
    (folder / "rendez_vous.csv").write_text(
        "id;dispositif;site;jour;debut;minutes;personne\nRV-1;P;place;06/03/2026;10:30;60;ada\n",
        encoding="utf-8",
    )

    with pytest.raises(InvalidProblemError) as caught:
        FolderPlace(folder).frame(date(2026, 3, 1), None, NOW)

    assert str(caught.value) == (
        "verrous impossibles à tenir (voir rendez_vous.csv) :\n"
        "  Ada Lemoine, créneau RV-1-2026-03-06 (verrou de rendez-vous : personne nommée) : "
        "affectation laissée de côté, a une absence."
    )
