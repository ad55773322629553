"""All that is claimed of the service, in order; a seeded sample of it for every build."""

import subprocess
import sys
from collections.abc import Callable, Iterable

from tests.prove.service.deploying import proved as deployed
from tests.prove.service.feeds_speed import AIM_200, AIM_304, measured
from tests.prove.service.fuzzing import fuzzed
from tests.prove.service.killing import KINDS, killed
from tests.prove.service.killing_commands import killed_commands
from tests.prove.service.load import loaded

DEATHS, SAMPLE_DEATHS = 40, 1
"""Of each command, on each database."""

KILLS, SAMPLE_KILLS = 60, {"sqlite": 2, "postgresql": 1}
SECONDS, SAMPLE_SECONDS = 60.0, 3.0
EXAMPLES, SAMPLE_EXAMPLES = 2_500, 40
CHAINS, SAMPLE_CHAINS = 600, 12
ALONE = ("mailing", "pages", "rights", "two_workers", "reads", "round_trip", "story")
"""Proofs that are programs of their own: each prints what it saw and fails by its exit code."""


def run(say: Callable[..., None], *, sample: bool, number: int) -> int:
    """Run the proofs, telling each as it ends; return how many fail."""
    bad = 0

    def tell(title: str, lines: Iterable[str], wrong: object) -> None:
        nonlocal bad
        bad += bool(wrong)
        say(f"service : {title}", *(f"  {line}" for line in lines))

    fuzz = fuzzed(
        SAMPLE_EXAMPLES if sample else EXAMPLES, SAMPLE_CHAINS if sample else CHAINS, number
    )
    tell("demandes au hasard", fuzz.lines(), fuzz.wrong)
    for kind in KINDS[: 1 if sample else None]:
        load = loaded(kind, SAMPLE_SECONDS if sample else SECONDS)
        tell("sous la charge", load.lines(), load.wrong)
    for kind in KINDS:
        dead = killed(
            kind, SAMPLE_KILLS[kind] if sample else KILLS, number, *([("un",)] if sample else [])
        )
        tell("arrêts brutaux", dead.lines(), dead.wrong)
        for command in killed_commands(kind, SAMPLE_DEATHS if sample else DEATHS, number):
            tell("commandes tuées", command.lines(), command.wrong)
    if sample:
        return bad
    speed = measured()
    slow = speed.whole_ratio < AIM_200 or speed.unchanged_ratio < AIM_304
    tell("vitesse des calendriers", speed.lines(), slow)
    tell("exemples de déploiement", deployed(), wrong=False)
    for name in ALONE:
        say(f"service : {name}")
        words = [sys.executable, "-m", f"tests.prove.service.{name}"]
        bad += subprocess.run(words, check=False).returncode != 0
    return bad
