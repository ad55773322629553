"""What the guides and README tell people to type does what it says."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guides.commands import help_of, missing_options
from tests.guides.reading import PAGES, ROOT, blocks, commands, lines, prose

BIN = Path(sys.executable).parent
OPERATOR = ROOT / "docs" / "guides" / "operateur.md"
"""Its commands are for a machine of its own: `test_operator.py` runs them there."""

BLOCKS = {
    (page.name, number): lines(block)
    for page in PAGES
    if page != OPERATOR
    for number, block in enumerate(blocks(page))
}
TARGETS = sorted(
    {t for page in PAGES for t in re.findall(r"\bmake (\w+)", page.read_text("utf-8"))}
)
# Planning takes longer than a test may: such lines are held against their --help only.
LONG = ("make ", *(f"rota {c}" for c in ("demo", "generate", "audit", "explain", "serve")), "curl ")
QUICK = {
    place: quick
    for place, block in BLOCKS.items()
    if (quick := [line for line in block if not line.startswith(LONG)]) and place[0] != "rh.md"
}
"""What is run as it is written; the register that RH export is in the block of the service."""

PROGRAM = re.findall(
    r"^```python\n(.*?)^```$",
    (ROOT / "docs/library.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)[0]
"""The lines that plan and judge with the library."""


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
def test_the_library_s_twenty_lines_plan_and_judge_however_they_are_run(
    way: str, tmp_path: Path
) -> None:
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
    assert re.fullmatch(r"Open posts: \{'03/06 (07|14)h': 1\} findings: \[\]", said[-1])


@pytest.mark.long
@pytest.mark.parametrize("place", QUICK, ids=str)
def test_their_quick_commands_run(place: tuple[str, int], checkout: Path) -> None:
    shutil.rmtree(checkout / "mon-service", ignore_errors=True)

    run(["sh", "-c", "\n".join(["set -e", *QUICK[place]])], checkout)


PLANNING = next(b for b in BLOCKS.values() if b[0].startswith("cp -r fixtures/association "))


def planned(script: str, folder: Path) -> str:
    """Run lines of a guide in a fresh folder, as someone does who has activated `.venv`."""
    for name in ("mon-association", "sortie"):  # of the tests of other blocks
        shutil.rmtree(folder / name, ignore_errors=True)
    return run(["sh", "-c", f'PATH="{BIN}:$PATH"\nset -e\n{script}'], folder)


@pytest.mark.long
def test_the_planning_sequence_runs_on_the_small_association(checkout: Path) -> None:
    script = "\n".join(PLANNING).replace("fixtures/association", "fixtures/petit")

    said = planned(script.replace("2026-12", "2026-03"), checkout)

    assert [line.split()[1] for line in PLANNING[1:]] == ["generate", "audit", "explain"]
    assert "Contrôle de mars 2026" in said
    assert "est possible" in said


@pytest.mark.lengthy
def test_the_planning_sequence_runs_as_written(checkout: Path) -> None:
    assert "Contrôle de décembre 2026" in planned("\n".join(PLANNING), checkout)


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_exists(target: str, checkout: Path) -> None:
    assert run(["make", "-n", target], checkout)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_rota_command_has_the_options_that_are_shown(page: Path) -> None:
    shown = commands(page)

    assert shown or page.name not in {"README.md", "commandes.md", "operateur.md"}
    assert {line: wrong for line in shown if (wrong := missing_options(line))} == {}


def test_a_command_or_an_option_that_is_not_there_is_seen() -> None:
    assert missing_options("rota serve --demo") == []
    assert missing_options("rota serve --dmo") == ["--dmo"]
    assert missing_options("rota serv --demo") == ["serv"]
    assert missing_options("rota user add a@b.fr --nom Vous --role admin") == []
    assert missing_options("rota user ad a@b.fr") == ["user ad"]


def test_the_table_of_commands_is_that_of_the_program() -> None:
    text = prose(ROOT / "docs/guides/commandes.md")
    named = set(re.findall(r"^\| `rota ([a-z]+(?: [a-z]+)?)`", text, flags=re.MULTILINE))
    listed = set(
        re.findall(r"^[│|]?\s+([a-z]+(?: [a-z]+)?)\s{2,}\S", help_of(""), flags=re.MULTILINE)
    )

    assert named == listed
