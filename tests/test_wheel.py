"""The wheel, as somebody installs it who has nothing else of the project."""

import os
import subprocess
import time
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UV = ROOT / ".tools" / "bin" / "uv"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
#: Of this project, only what is installed there.
ALONE = {
    k: v for k, v in os.environ.items() if k != "PYTHONPATH" and not k.startswith("ROULEMENT_")
}
PATIENCE = 180

pytestmark = pytest.mark.lengthy


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("roue")
    run(UV, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def rota(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment; return its program."""
    folder = tmp_path_factory.mktemp("vide") / "env"
    run(UV, "venv", "--quiet", folder)
    run(UV, "pip", "install", "--quiet", "--python", folder / "bin" / "python", wheel)
    return folder / "bin" / "rota"


def run(*words: object) -> str:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, env=ALONE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_packages_are_those_that_its_description_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith("/METADATA"))
        description = Parser().parsestr(archive.read(metadata).decode()).get_payload()

    packages = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert packages == {"api", "scheduler", "constraints", "calendars", "fixtures"}
    assert "`api`, `scheduler`, `constraints`, `calendars` and `fixtures`" in description
    assert "`uv tool install`" in description
    assert "`pipx install`" in description


def test_it_says_its_version_from_any_folder(rota: Path, tmp_path: Path) -> None:
    said = subprocess.run(
        [rota, "--version"], capture_output=True, text=True, check=True, cwd=tmp_path, env=ALONE
    ).stdout

    assert said == f"Roulement {VERSION}\n"


def test_its_demonstration_says_what_it_prepares_then_its_address(
    rota: Path, tmp_path: Path
) -> None:
    with served(rota, tmp_path) as lines:
        assert lines[0] == "Préparation de la démonstration, moins d’une minute :"
        assert any(line.startswith("Démonstration : ouvrez http://127.0.0.1:") for line in lines)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def served(rota: Path, folder: Path) -> Iterator[list[str]]:
    """Serve the demonstration; give what is said until its accounts are, and end it."""
    with subprocess.Popen(
        [rota, "serve", "--demo", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=ALONE | {"TMPDIR": str(folder), "ROULEMENT_LOG_LEVEL": "ERROR"},
    ) as running:
        assert running.stdout is not None
        until = time.monotonic() + PATIENCE
        lines: list[str] = []
        try:
            while not any("Rien n’est gardé" in line for line in lines):
                line = running.stdout.readline()
                assert line, "\n".join(lines)
                assert time.monotonic() < until
                lines.append(line.rstrip("\n"))
            yield lines
        finally:
            running.terminate()
            running.communicate(timeout=PATIENCE)
