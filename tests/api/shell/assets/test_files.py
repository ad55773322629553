from api.shell.assets.bundles import without_comments
from api.shell.assets.files import FOLDER, STYLE, TYPES, contents


def test_all_styles_are_one_file_the_base_first_and_print_last() -> None:
    base, printed = (
        without_comments((FOLDER / f"style/{name}.css").read_text("utf-8")).encode()
        for name in ("base", "print")
    )

    assert contents()[STYLE].startswith(base)
    assert contents()[STYLE].endswith(printed)
    assert not any(name.startswith("style/") for name in contents())


def test_the_scripts_of_a_folder_are_one_file_without_their_comments() -> None:
    scripts = {
        name: content.decode() for name, content in contents().items() if name.endswith(".js")
    }

    assert "grid.js" in scripts
    assert not any("/" in name for name in scripts)
    assert {name: without_comments(text) for name, text in scripts.items()} == scripts


def test_every_static_file_is_of_a_kind_that_is_served() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]

    assert [path.name for path in files if path.suffix not in TYPES] == []
