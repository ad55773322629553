"""A meter turns seconds of the clock into seconds of processor of the processes begun."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from tests.bench.processor import Meter

BUSY = "import time\nwhile time.process_time() < {}: pass"


def run(seconds: float, most: float) -> Meter:
    with Meter(most) as meter:
        subprocess.run([sys.executable, "-c", BUSY.format(seconds)], check=True)
    return meter


@pytest.mark.long
def test_what_a_child_uses_is_counted_and_grows() -> None:
    meter = run(2.0, math.inf)

    # Other processes that the run of the tests has begun may work meanwhile.
    assert meter.used > 1.0
    assert meter.at(0.0) == 0.0
    assert meter.at(math.inf) == meter.used
    assert not meter.over.is_set()


@pytest.mark.long
def test_the_meter_says_when_the_most_is_used() -> None:
    assert run(2.0, 0.5).over.is_set()
