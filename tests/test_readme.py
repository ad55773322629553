"""README is short, and what it names is there; `tests/guides/` runs its commands."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")


def test_it_fits_in_two_screens_and_opens_with_what_to_type() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)

    assert len(README.splitlines()) <= 100
    assert blocks == ["make demo\nmake test\nmake serve\n"]


def test_it_says_in_three_lines_how_to_begin_with_ones_own_association() -> None:
    (lines,) = re.findall(
        r"^For your own association: .*?(?=\n\n)", README, re.MULTILINE | re.DOTALL
    )

    assert len(lines.splitlines()) <= 3
    assert "`rota serve` in an empty folder" in lines


def test_it_says_that_no_lawyer_has_read_the_rules() -> None:
    assert "**No lawyer has read the rules.**" in README


def test_its_links_and_pictures_are_there() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README)
    local = [t.split("#")[0] for t in targets if not t.startswith(("http", "#"))]

    assert [t for t in local if not (ROOT / t).exists()] == []


def test_it_leads_to_every_guide() -> None:
    guides = {f"docs/guides/{path.name}" for path in (ROOT / "docs/guides").glob("*.md")}

    assert guides <= set(re.findall(r"`([\w/.]+\.md)`", README))


def test_the_folder_map_names_every_folder() -> None:
    table = ARCHITECTURE.partition("## The house")[2].partition("Inside `api/`")[0]
    named = re.findall(r"^\| `(\w+)/` \|", table, flags=re.MULTILINE)

    assert sorted(named) == sorted({p.parent.name for p in ROOT.glob("*/__init__.py")})


def test_the_count_of_import_contracts_is_right() -> None:
    contracts = (
        (ROOT / "pyproject.toml").read_text("utf-8").count("[[tool.importlinter.contracts]]")
    )
    words = {10: "Ten", 11: "Eleven", 12: "Twelve", 13: "Thirteen", 14: "Fourteen"}

    assert f"{words[contracts]} import contracts" in ARCHITECTURE
