"""
`make prove`: what is claimed of the audits and of the engine, at length.

* `mois`: thousands of random months of one person, audited and checked by the minute.
* `mutations`: published months with one thing changed, checked the same way.
* `chaine`: every month of 2026 and 2027 planned one after another, checked twice.
* `regle`: an invented rule, one file and its test, in every suite that may see a rule.
* `tests`: those that show at length what others show of a part.
* `service`: the service killed, loaded, asked at random, deployed; `--echantillon` for a minute.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from scheduler.engine import Options
from tests.in_memory import use_memory
from tests.prove.chain import prove
from tests.prove.many import compared_months, compared_mutations, over_all_cores

ROOT = Path(__file__).parents[2]
ASSOCIATION = ROOT / "fixtures" / "association"
PARTS = ("mois", "mutations", "chaine", "regle", "tests", "service")


def main() -> int:
    """Run the parts asked for; exit 1 if any fails."""
    use_memory()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="all of them by default")
    parser.add_argument("--months", type=int, default=10_000, help="random months of one person")
    parser.add_argument("--mutations", type=int, default=1_000, help="published months changed")
    parser.add_argument("--from", dest="first", default="2026-01")
    parser.add_argument("--to", dest="last", default="2027-12")
    parser.add_argument("--seconds", type=float, default=45.0)
    parser.add_argument("--folder", type=Path, help="keep the published months in this folder")
    parser.add_argument("--echantillon", action="store_true", help="a short sample of the service")
    parser.add_argument("--graine", type=int, default=0, help="seed of the service's proofs")
    options = parser.parse_args()
    parts = options.part or PARTS
    bad = 0
    for part, work, count in (
        ("mois", compared_months, options.months),
        ("mutations", compared_mutations, options.mutations),
    ):
        if part in parts:
            tally = over_all_cores(work, count, part)
            _say(f"{part} : audits contre vérification à la minute", *tally.lines())
            bad += len(tally.wrong)
    if "chaine" in parts:
        bad += _chain(options)
    if "regle" in parts:
        from tests.prove.new_rule import prove as prove_rule  # noqa: PLC0415

        bad += prove_rule(_say)
    if "tests" in parts:
        bad += _tests()
    if "service" in parts:
        # Its libraries are many: the other parts don't wait for them.
        from tests.prove.service.everything import run  # noqa: PLC0415

        bad += run(_say, sample=options.echantillon, number=options.graine)
    return 1 if bad else 0


def _tests() -> int:
    """Run the tests that neither `make test` nor CI waits for; return 1 if one fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n2", "-m", "lengthy"], cwd=ROOT, check=False
    )
    return int(done.returncode != 0)


def _chain(options: argparse.Namespace) -> int:
    """Run the chain on a copy of the association; return how many months fail a check."""
    first = date.fromisoformat(f"{options.first}-01")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch) / "association"
        if not folder.exists():
            shutil.copytree(ASSOCIATION, folder)
        for path in (folder / "historique").glob("*.csv"):
            if path.stem >= options.first:
                path.unlink()
        bad = 0
        search = Options(seconds=options.seconds)
        for month in prove(folder, first, date.fromisoformat(f"{options.last}-01"), search):
            _say(month.line(), *(f"    {fault}" for fault in month.faults))
            bad += not month.proved
    _say(f"{bad} mois en défaut")
    return bad


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
