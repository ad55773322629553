import pytest

from api.shell.icons import FOLDER, pictogram
from api.shell.menu import entries
from api.shell.own import TABS


def test_every_entry_of_a_menu_has_an_icon_of_its_own() -> None:
    names = [entry.icon for entry in entries()]

    assert "" not in names
    assert len(set(names)) == len(names)
    assert all(pictogram(name) for name in names)
    assert all(pictogram(tab.icon) for tab in TABS)


def test_an_icon_says_nothing_and_has_the_colour_of_its_text() -> None:
    drawing = pictogram("inbox")

    assert drawing.startswith('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><')
    assert drawing.count("<svg") == drawing.count("</svg>") == 1
    assert "\n" not in drawing
    assert "<!--" not in drawing


def test_no_name_draws_nothing_and_an_unknown_one_is_an_error() -> None:
    assert pictogram("") == ""
    with pytest.raises(FileNotFoundError):
        pictogram("licorne")


def test_the_licence_is_beside_the_drawings() -> None:
    assert (FOLDER / "LICENSE").read_text("utf-8").startswith("ISC License")
