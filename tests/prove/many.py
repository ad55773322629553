"""Thousands of months compared, over all cores, with a line now and then to say how far."""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.prove.compare import Tally, compare
from tests.prove.drawn import drawn_month
from tests.prove.mutated import mutated, published_months
from tests.prove.rows import cases_of

CHUNK = 50


def compared_months(seeds: range) -> Tally:
    """Compare the random months of these seeds."""
    tally = Tally()
    for seed in seeds:
        rota = drawn_month(seed)
        [who] = rota.problem.mediators
        tally.add(compare(str(seed), rota.timeline(who), cases_of(rota)[who.id]))
    return tally


def compared_mutations(seeds: range) -> Tally:
    """Compare the mutations of these seeds: fifty at a time come from one published month."""
    tally, months = Tally(), published_months()
    for seed in seeds:
        month = mutated(seed, [months[seed // CHUNK % len(months)]])
        tally.add(
            compare(month.name, month.rota.timeline(month.who), cases_of(month.rota)[month.who.id])
        )
    return tally


def over_all_cores(work: Callable[[range], Tally], count: int, what: str) -> Tally:
    """Share the seeds from 0 to `count` among processes; print how far they are."""
    whole, begun, shown = Tally(), time.monotonic(), 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = [
            pool.submit(work, range(first, min(first + CHUNK, count)))
            for first in range(0, count, CHUNK)
        ]
        for job in as_completed(jobs):
            whole.add(job.result())
            if whole.months - shown >= count / 20:
                shown = whole.months
                sys.stdout.write(
                    f"  {what} {shown}/{count}, {len(whole.wrong)} désaccords, "
                    f"{time.monotonic() - begun:.0f} s\n"
                )
                sys.stdout.flush()
    return whole
