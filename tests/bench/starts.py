"""What starting costs: the processor's time of a new process, beside that of a bare Python."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import fixtures

if TYPE_CHECKING:
    from tests.bench.engine import Say

RUNS = 3
ENTRY = "from api.cli import main; main()"
SMALL = Path(fixtures.__file__).parent / "petit"
HELPS = ("generate", "audit", "rules", "export", "serve", "user")
"""Commands whose help is measured: one of each kind of module."""


def starts(say: Say) -> None:
    """Print the cost of each start, as a ratio to `python -c pass`."""
    bare = cost("pass")
    say(f"démarrages, en temps de processeur (« python -c pass » : {bare:.3f} s) :")
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "planning.csv"
        plan.write_text("creneau;personne\n", encoding="utf-8")
        audit = ("audit", str(SMALL), "--mois", "2026-03", "--planning", str(plan))
        measured = [
            ("rota --help", (ENTRY, "--help")),
            *((f"rota {name} --help", (ENTRY, name, "--help")) for name in HELPS),
            ("rota audit d’un petit dossier", (ENTRY, *audit)),
            ("service, import seul", ("import api.serve",)),
        ]
        for title, words in measured:
            seconds = cost(*words)
            say(f"    {title:30} {seconds:6.2f} s, {seconds / bare:4.0f} fois")


def cost(code: str, *words: str) -> float:
    """Return the least seconds of processor that a new process took, user and system, of a few."""
    return min(_once(code, words) for _ in range(RUNS))


def _once(code: str, words: tuple[str, ...]) -> float:
    before = _spent()
    subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
