"""`make prove`: every month of 2026 and 2027 planned one after another, checked twice."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from scheduler.engine import Options
from tests.prove.chain import prove

ASSOCIATION = Path(__file__).parents[2] / "fixtures" / "association"


def main() -> int:
    """Run the chain on a copy of the association; exit 1 if any month fails a check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="first", default="2026-01")
    parser.add_argument("--to", dest="last", default="2027-12")
    parser.add_argument("--seconds", type=float, default=45.0)
    parser.add_argument("--folder", type=Path, help="keep the published months in this folder")
    given = parser.parse_args()
    first = date.fromisoformat(f"{given.first}-01")
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "association"
        if not folder.exists():
            shutil.copytree(ASSOCIATION, folder)
        for path in (folder / "historique").glob("*.csv"):
            if path.stem >= given.first:
                path.unlink()
        bad = 0
        options = Options(seconds=given.seconds)
        for month in prove(folder, first, date.fromisoformat(f"{given.last}-01"), options):
            print(month.line(), flush=True)  # noqa: T201 - a report for the terminal
            for fault in month.faults:
                print(f"    {fault}", flush=True)  # noqa: T201 - same
            bad += not month.proved
    print(f"{bad} mois en défaut")  # noqa: T201 - same
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
