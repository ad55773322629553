"""The tables of templates, as they are written."""

import re
from pathlib import Path

import pytest

from api.shell.document import TEMPLATES

LISTS = re.compile(r'<table class="list[^>]*>.*?</table>', re.DOTALL)
FIGURES = re.compile(r'class="(?:[^"]* )?n(?:[" ]|\{%)')


def columns(table: str) -> list[tuple[str, bool, bool]]:
    """Return each title of a table, and whether it and its cell in the first row are figures'."""
    head, _, body = table.partition("<tbody>")
    if "% for" in head:
        return []
    titles = re.findall(r'<th scope="col"([^>]*)>(.*?)</th>', head)
    row = re.search(r"<tr.*?</tr>", body, re.DOTALL)
    cells = re.findall(r"<t[hd]\b([^>]*)>", row[0]) if row else []
    return [
        (text, bool(FIGURES.search(title)), bool(FIGURES.search(cell)))
        for (title, text), cell in zip(titles, cells, strict=False)
    ]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_title_stands_on_the_side_of_its_figures(path: Path) -> None:
    tables = LISTS.findall(path.read_text(encoding="utf-8"))
    apart = [title for table in tables for title, above, below in columns(table) if above != below]

    assert apart == []
