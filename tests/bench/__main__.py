"""
`make bench`: what starting, rows, the engine and the audit cost on this machine, printed as ratios.

* `demarrage`: processor time of a command's help, of a small audit, of the service's import.
* `page`: what the grid's page weighs and takes, and an edit of it; what a page of findings weighs.
* `lignes`: an association's rows read from files and from a database, and one of them written.
* `moteur`: the association in a minute, beside a plain model of the same month; `long`: in five.
* `seuls`: each dispositif alone. `dix`: three associations, and ten.
* `horizons`: a month, a quarter and a year of three dispositifs that share people, planned at once.
* `listes`: what columns cost, and how that grows with people and with days.
* `mois` (asked for alone): a ward, a police, a shop, a call centre and the association's December,
  all figures of each, beside a plain model and the last recorded run; `--noter` records this one.
* `sans` (asked for alone): three months without each optional way of the search (`--sans`).
* `croissance` (asked for alone): coverage of people × 1 to 8 and of 1 to 4 months, with exponents.
* `audit`: person-months a second, one edit judged again, growth with people and with days.

`--instance FILE` solves a public instance of shift scheduling instead (Curtois and Qu, 2014), and
`--inrc2 FOLDER/n030w4_1_6-2-9-1` one of nurse rostering (INRC-II), with the engine, rules and audit
of a real month.
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
PARTS = (
    "demarrage",
    "lignes",
    "page",
    "moteur",
    "long",
    "seuls",
    "dix",
    "horizons",
    "listes",
    "audit",
)
ALONE = ("mois", "croissance", "sans")
"""Parts that are measured only if they are asked for."""


def main() -> int:
    """Measure the parts asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--dossier", type=Path, default=EXAMPLE, help="association to measure")
    parser.add_argument(
        "--mois", type=_month, help="AAAA-MM to plan, by default the one after the last published"
    )
    parser.add_argument(
        "--mesure",
        choices=PARTS + ALONE,
        action="append",
        help="all by default, but the last three",
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="time of a search (60)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the search (0)")
    parser.add_argument(
        "--graines", type=int, default=1, help="seeds of each month, from --seed on"
    )
    parser.add_argument("--seulement", action="append", default=[], help="these months alone")
    parser.add_argument("--sans", action="append", default=[], help="switch off these ways alone")
    parser.add_argument(
        "--noter", action="store_true", help="record the months in docs/months.json"
    )
    public = parser.add_argument_group("a public instance, in place of the measures")
    public.add_argument("--instance", type=Path, help="its file")
    public.add_argument("--inrc2", type=Path, help="name of an instance of INRC-II, in its folder")
    public.add_argument("--processes", type=int, default=2, help="processes that search (2)")
    public.add_argument(
        "--out", type=Path, help="CSV of the roster: a row a person, a column a day, no header"
    )
    public.add_argument("--json", action="store_true", help="print the result as JSON, alone")
    options = parser.parse_args()
    if options.instance is not None or options.inrc2 is not None:
        return _instance(options)
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
    if "listes" in wanted:
        from tests.bench.growth import growth  # noqa: PLC0415 - as below

        growth(say)
    _alone(options, wanted)
    if wanted - {"demarrage", "lignes", "page", "listes", *ALONE}:
        # Loads the solver, which the starts above must not have in their parent's memory.
        from constraints.registry import base  # noqa: PLC0415
        from tests.bench.report import report  # noqa: PLC0415

        report(options.dossier, options.mois, base(), say, wanted=wanted)
    return 0


def _alone(options: argparse.Namespace, wanted: frozenset[str]) -> None:
    """Measure what is measured only if it is asked for."""
    if "mois" in wanted:
        _months(options)
    if "croissance" in wanted:
        from tests.bench.growing import growing  # noqa: PLC0415 - as in `main`

        growing(options.seconds, say, options.seulement)
    if "sans" in wanted:
        from tests.bench.without import ablation  # noqa: PLC0415 - as in `main`

        ablation(options.seconds, _seeds(options), say, options.seulement, options.sans)


def _months(options: argparse.Namespace) -> None:
    """Measure months, compare each with the recorded one, and record them if asked to."""
    from tests.bench import record  # noqa: PLC0415 - as in `main`
    from tests.bench.months import months  # noqa: PLC0415

    for figures in months(options.seconds, _seeds(options), say, options.seulement):
        for line in record.compared(figures, record.read()):
            say(line)
        if options.noter:
            record.write([figures])


def _seeds(options: argparse.Namespace) -> range:
    return range(options.seed, options.seed + options.graines)


def _instance(options: argparse.Namespace) -> int:
    """Solve a public instance; 1 without a lawful roster, 2 for bad input."""
    from scheduler.engine import Options  # noqa: PLC0415 - as in `main`
    from tests.bench import inrc2  # noqa: PLC0415
    from tests.bench.instances import reading, running  # noqa: PLC0415
    from tests.bench.instances.lines import InstanceError  # noqa: PLC0415

    refusal = ""
    if options.seconds <= 0 or options.processes < 1:
        refusal = "--seconds et --processes ; attendu : plus de 0"
    elif not find_spec("numba"):
        refusal = "numba n’est pas installé ; tapez d’abord : make development"
    elif options.out is not None and not options.out.absolute().parent.is_dir():
        refusal = f"--out : « {options.out} » lu ; attendu : un fichier d’un dossier qui existe"
    if refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    search = Options(
        seconds=options.seconds,
        processes=options.processes,
        seed=options.seed,
        best_every=running.SHOW_EVERY,
    )
    try:
        if options.inrc2 is not None:
            return inrc2.solve(options.inrc2, search, options.out, say, json=options.json)
        instance = reading.read(options.instance)
    except InstanceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if instance.uncovered:
        sys.stderr.write(
            f"{options.instance.name} : {instance.uncovered} jours et shifts sans ligne de "
            "SECTION_COVER ; personne n’y est demandé\n"
        )
    result, roster = running.run(instance, search)
    if options.out is not None and roster is not None:
        running.write(options.out, roster)
    name = (
        f"{options.instance.name} : {len(instance.staff)} personnes, {instance.days} jours, "
        f"{len(instance.shifts)} shifts"
    )
    running.tell(name, result, say, json=options.json)
    return 0 if roster is not None else 1


def say(line: str) -> None:
    """Print a line at once: the whole takes a quarter of an hour."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


if __name__ == "__main__":
    sys.exit(main())
