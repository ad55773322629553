"""What the README tells people to type does what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent

# Every line of every block marked `sh`, block by block, in the order of reading.
BLOCKS = [
    [line for line in block.splitlines() if line and not line.startswith("#")]
    for block in re.findall(r"^```sh\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
]
LINES = [line for block in BLOCKS for line in block]
TARGETS = sorted(set(re.findall(r"`make (\w+)`", README)))
# Planning takes longer than a test may: such lines are held against their --help only.
LONG = (
    "make ",
    *(f"rota {c} " for c in ("demo", "generate", "audit", "explain")),
    *("rota serve", "ROULEMENT_DATABASE_URL="),
)

PROGRAM = re.findall(r"^```python\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)[0]
"""The lines that plan with the library."""

GROUPS = ("user", "ledger")
"""Commands that have commands."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project with the environment of this one, without git: a bare machine has none."""
    copy = tmp_path_factory.mktemp("copie") / "roulement"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("sortie", ".[!c]*", "__pycache__"))
    (copy / ".venv").symlink_to(BIN.parent)
    return copy


def run(command: list[str], folder: Path) -> str:
    """Run a command in a folder whose packages come first; return what it prints."""
    # A test started by make must not pass make's own flags on.
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**inherited, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"},
    )
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("way", ["script", "standard input", "without a file"])
def test_its_twenty_lines_plan_however_they_are_run(way: str, tmp_path: Path) -> None:
    (tmp_path / "plan.py").write_text(PROGRAM, "utf-8")
    arguments = {"script": ["plan.py"], "standard input": ["-"], "without a file": ["-c", PROGRAM]}

    done = subprocess.run(
        [sys.executable, *arguments[way]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        input=PROGRAM if way == "standard input" else "",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    said = done.stdout.splitlines()
    assert len([line for line in PROGRAM.splitlines() if line]) == 20
    assert said[0] == "Effectifs minimaux non couverts: 1, at least 1", done.stderr
    assert len(said) == 1 + 14 + 1
    assert sum(not line.endswith(("Ana", "Bob")) for line in said[1:-1]) == 1
    assert re.fullmatch(r"Open posts: \{'03/06 (07|14)h': 1\}", said[-1])


@cache
def help_of(command: str) -> str:
    """Return what a subcommand of `rota` says with --help."""
    # In this process: importing the command line takes seconds, and once is enough.
    return CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "200"}).stdout


def test_it_opens_with_the_three_commands() -> None:
    assert BLOCKS[0] == ["make serve", "make demo", "make test"]


@pytest.mark.long
@pytest.mark.parametrize(
    "block", [b for b in BLOCKS if not all(line.startswith(LONG) for line in b)], ids=" ; ".join
)
def test_its_quick_commands_run(block: list[str], checkout: Path) -> None:
    script = "\n".join(["set -e", *(line for line in block if not line.startswith(LONG))])

    run(["sh", "-c", script], checkout)


PLANNING = next(block for block in BLOCKS if block[0].startswith("cp -r fixtures/association "))


def planned(script: str, folder: Path) -> str:
    """Run lines of the README in a fresh folder, as someone does who has activated `.venv`."""
    for left in ("mon-association", "sortie"):  # by the tests of other blocks
        shutil.rmtree(folder / left, ignore_errors=True)
    return run(["sh", "-c", f'PATH="{BIN}:$PATH"\nset -e\n{script}'], folder)


@pytest.mark.long
def test_its_planning_sequence_runs_on_the_small_association(checkout: Path) -> None:
    lines = "\n".join(PLANNING)
    script = lines.replace("fixtures/association", "fixtures/petit").replace("2026-12", "2026-03")

    said = planned(script, checkout)

    assert [line.split()[1] for line in PLANNING[1:]] == ["generate", "audit", "explain"]
    assert "Contrôle de mars 2026" in said
    assert "est possible" in said


@pytest.mark.lengthy
def test_its_planning_sequence_runs_as_written(checkout: Path) -> None:
    said = planned("\n".join(PLANNING), checkout)

    assert "Contrôle de décembre 2026" in said


@pytest.mark.parametrize("target", TARGETS)
def test_its_make_targets_exist(target: str, checkout: Path) -> None:
    assert run(["make", "-n", target], checkout)


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("rota ")])
def test_its_rota_commands_have_the_options_they_use(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    named = words[: 2 if words[0] in GROUPS else 1]
    command = " ".join(word for word in named if not word.startswith("-"))
    options = [word.split("=")[0] for word in words if word.startswith("-")]

    assert [option for option in options if option not in help_of(command)] == []


def test_its_table_of_commands_is_that_of_the_program() -> None:
    named = set(re.findall(r"^\| `rota (\w+)`", README, flags=re.MULTILINE))
    listed = set(re.findall(r"^[│|]?\s+([a-z]+)\s{2,}\S", help_of(""), flags=re.MULTILINE))

    assert named == listed


def test_its_links_and_pictures_are_there() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README)
    local = [t.split("#")[0] for t in targets if not t.startswith(("http", "#"))]

    assert [t for t in local if not (ROOT / t).exists()] == []


def test_its_pictures_of_pages_load_quickly() -> None:
    pictures = [ROOT / "docs/page.png", *(ROOT / "docs/pictures").glob("*.png")]

    assert len(pictures) == 4
    assert [p.name for p in pictures if p.stat().st_size >= 150_000] == []
    assert [p.name for p in pictures if f"docs/{p.relative_to(ROOT / 'docs')}" not in README] == []


def test_its_folder_map_names_every_folder() -> None:
    named = re.findall(r"^\| `(\w+)/` \|", README, flags=re.MULTILINE)

    assert sorted(named) == sorted({p.parent.name for p in ROOT.glob("*/__init__.py")})


def test_its_count_of_import_contracts_is_right() -> None:
    contracts = (
        (ROOT / "pyproject.toml").read_text("utf-8").count("[[tool.importlinter.contracts]]")
    )
    words = {10: "Ten", 11: "Eleven", 12: "Twelve", 13: "Thirteen", 14: "Fourteen"}

    assert f"{words[contracts]} import contracts" in README
