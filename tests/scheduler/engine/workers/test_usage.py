import os
import subprocess
import sys
import time

from scheduler.engine.workers.usage import processor_of

BUSY = "sum(range(30_000_000)); print('done', flush=True); import time; time.sleep(60)"


def test_a_process_is_told_what_it_used_whatever_the_clock_says() -> None:
    before, begun = processor_of(os.getpid()), time.process_time()
    time.sleep(0.3)
    after = processor_of(os.getpid())

    assert before is not None
    assert after is not None
    # Asleep, it uses next to nothing; what it does use, Python counts as well.
    assert 0 <= after - before <= time.process_time() - begun + 0.05 < 0.3


def test_what_another_process_used_is_counted_while_it_runs() -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        used = processor_of(child.pid)
        child.kill()

    assert used is not None
    assert used > 0.05


def test_of_a_process_that_is_gone_nothing_is_said() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()

    assert processor_of(child.pid) is None
