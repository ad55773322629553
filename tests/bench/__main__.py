"""
`make bench`: what starting, rows, the engine and the audit cost on this machine, printed as ratios.

* `demarrage`: processor time of a command's help, of a small audit, of the service's import.
* `page`: what the grid's page weighs and takes, and an edit of it; what a page of findings weighs.
* `lignes`: an association's rows read from files and from a database, and one of them written.
* `moteur`: the association in a minute, beside a plain model of the same month; `long`: in five.
* `seuls`: each dispositif alone. `dix`: ten associations.
* `audit`: person-months a second, one edit judged again, growth with people and with days.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import fixtures
from tests.bench.starts import starts

EXAMPLE = Path(fixtures.__file__).parent / "association"
PARTS = ("demarrage", "lignes", "page", "moteur", "long", "seuls", "dix", "audit")


def main() -> int:
    """Measure the parts asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--dossier", type=Path, default=EXAMPLE, help="association to measure")
    parser.add_argument(
        "--mois", type=_month, help="AAAA-MM to plan, by default the one after the last published"
    )
    parser.add_argument("--mesure", choices=PARTS, action="append", help="all of them by default")
    parser.add_argument(
        "--objectifs", choices=["2026-11"], help="plan by the goals of that month, to compare"
    )
    options = parser.parse_args()
    wanted = frozenset(options.mesure or PARTS)
    if "demarrage" in wanted:
        starts(say)
    if "lignes" in wanted:
        from tests.bench.rows import rows  # noqa: PLC0415 - as below

        rows(say)
    if "page" in wanted:
        from tests.bench.pages import pages  # noqa: PLC0415 - as below

        pages(say)
        if find_spec("playwright"):
            from tests.bench.browsing import browsing  # noqa: PLC0415 - as below

            browsing(say)
        else:
            say("    (dans un navigateur : non mesuré ; tapez d’abord .ci/browsers)")
    if wanted - {"demarrage", "lignes", "page"}:
        # Loads the solver, which the starts above must not have in their parent's memory.
        from constraints.registry import base  # noqa: PLC0415
        from tests.bench.goals_2026_11 import profile_2026_11  # noqa: PLC0415
        from tests.bench.report import report  # noqa: PLC0415

        profile = profile_2026_11() if options.objectifs else base()
        report(options.dossier, options.mois, profile, say, wanted=wanted)
    return 0


def say(line: str) -> None:
    """Print a line at once: the whole takes a quarter of an hour."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


if __name__ == "__main__":
    sys.exit(main())
