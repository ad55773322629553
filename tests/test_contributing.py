"""What the guides name is there, and what a guide says of a folder is said of each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDES = ("CONTRIBUTING.md", "docs/architecture.md", "README.md")
TOPS = "api|calendars|constraints|fixtures|scheduler|tests|docs"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_path_that_a_guide_names_is_there(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    named = set(re.findall(rf"`((?:{TOPS})/[\w./-]*)`", text))

    assert named, guide
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_every_file_of_the_ways_through_the_house_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    ways = text.partition("## The ways through it")[2].partition("## Decisions")[0]
    named = set(re.findall(r"`((?:\w+/)+(?:\w+\.py)?)`", ways))

    assert len(named) > 10
    known = (ROOT / "api", ROOT)
    assert sorted(n for n in named if not any((top / n).exists() for top in known)) == []


def test_the_house_tells_of_every_folder_of_api_and_of_no_other() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    table = text.partition("Inside `api/`")[2].partition("What a feature may hold")[0]
    first = "".join(row.split("|")[1] for row in table.splitlines() if row.startswith("| `"))
    told = set(re.findall(r"`(\w+(?:\.py)?)/?`", first))
    folders = {path.parent.name for path in (ROOT / "api").glob("*/*.py")}
    modules = {path.name for path in (ROOT / "api").glob("*.py")} - {"__init__.py"}

    assert told == folders | modules
