"""A process that is told to end does so, whichever of its threads the signal reaches."""

import subprocess
import sys

import pytest

TOLD = """
import os, signal, sys, threading, time
from api.jobs.worker.ending import ending_by_signal, wait_for

ending = ending_by_signal()

def other():
    time.sleep(0.2)
    number = getattr(signal, sys.argv[1])
    if sys.argv[2] == "another":
        signal.pthread_kill(threading.get_ident(), number)
    else:
        os.kill(os.getpid(), number)
    time.sleep(60)

threading.Thread(target=other, daemon=True).start()
wait_for(ending)
print("ended")
"""


@pytest.mark.long
@pytest.mark.parametrize("thread", ["main", "another"])
@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT"])
def test_it_ends_whichever_thread_gets_the_signal(number: str, thread: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TOLD, number, thread],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr
