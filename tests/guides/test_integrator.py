"""The integrator's guide, copied and run against a service that has nothing yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.jobs.processes import ROTA, environment, serving
from tests.guides.reading import ROOT, blocks

(PROGRAM,) = blocks(ROOT / "docs" / "guides" / "integrateur.md", "python")
ACCOUNT = "vous@exemple.org"
PASSWORD = "sept chats gris sur un toit"  # noqa: S105 - of an account that lives a minute


def typed(folder: Path, url: str, *words: str) -> None:
    """Run a command of `rota` on a database, the password being asked for."""
    subprocess.run(
        [sys.executable, *ROTA, *words],
        cwd=folder,
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        capture_output=True,
        env=environment(url) | {"PYTHONPATH": str(ROOT)},
    )


@pytest.mark.long
def test_the_story_runs_as_it_is_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/roulement.db"
    (tmp_path / "recit.py").write_text(PROGRAM, "utf-8")
    with serving(tmp_path, url, event_networks="127.0.0.0/8") as process:
        process.until("Application startup complete", 180)
        new = ("user", "add", ACCOUNT, "--nom", "Vous", "--role", "admin", "--demander")
        typed(tmp_path, url, *new)

        done = subprocess.run(
            [sys.executable, "recit.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ
            | {"SERVICE": process.address, "COMPTE": ACCOUNT, "MOT_DE_PASSE": PASSWORD},
        )

    assert done.stdout.splitlines() == [
        "lignes : 21",
        "calcul : completed",
        "version : 3",
        "publié : 1",
        "un service de moins : True",
        "calendrier : True",
        "reçu : month.published 2027-03",
        "le même : True",
        "payées : 6",
        "changée : ['p1']",
    ], done.stderr
