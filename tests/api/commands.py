"""Run the command line: through typer's runner, or as a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

import fixtures
from api.cli.app import app
from tests.api.data.folder.folders import small

FIXTURES = Path(fixtures.__file__).parent
PETIT = FIXTURES / "petit"
MONTH = ("--mois", "2026-03")
NAMES = tuple(cast("TyperGroup", get_command(app)).commands)
"""What may follow `rota`."""

ENTRY = (sys.executable, "-c", "from api.cli import main; main()")


def rota(*args: str | Path) -> Any:
    return CliRunner().invoke(app, [str(a) for a in args], prog_name="rota")


def command(*args: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the real command, as a user does."""
    return subprocess.run(
        [*ENTRY, *map(str, args)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **more,
    )


def framed(result: Any) -> str:
    """Return the text of a frame on standard error, lines joined."""
    return " ".join(result.stderr.replace("│", " ").split())


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def planned_and_published(home: Path, *months: str) -> tuple[Path, Path, dict[str, Any]]:
    """Plan and publish months of a copy of `petit`: its folder, its documents, the answer."""
    folder, output = small(home), home / "sortie"
    options = ("--secondes", "20", "--sortie", output, "--publier", "--json")
    result = rota("generate", folder, *months, *options)
    assert result.exit_code == 0, result.stderr
    return folder, output, json.loads(result.stdout)
