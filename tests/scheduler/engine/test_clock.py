import time

from scheduler.engine.clock import Clock

PAUSE = 0.02


def test_seconds_are_counted_as_what_they_were_when_they_began() -> None:
    clock = Clock()
    # A process takes its time to start, and is ready by now.
    time.sleep(PAUSE)
    clock.look(starting=False)
    begun = clock.starting
    assert begun >= PAUSE

    time.sleep(PAUSE)
    clock.look(starting=True)
    assert clock.starting == begun
    assert clock.searching >= PAUSE

    time.sleep(PAUSE)
    clock.look(starting=False)
    assert clock.starting >= begun + PAUSE
