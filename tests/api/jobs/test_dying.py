import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from api.database.engine import FROZEN_SECONDS, reading
from api.jobs.states import events_after
from tests.api.jobs.asked import Office
from tests.api.jobs.here import PATIENCE, ended, working
from tests.api.jobs.processes import Process, bare

AT_WORK = {"solving", "completed"}
QUICK = {
    "poll_seconds": 0.05,
    "best_seconds": 0,
    "heartbeat_seconds": 0.2,
    "dead_seconds": 1,
    "solve_threads": 1,
}


def until_solving(office: Office, job: str, process: Process) -> None:
    """Wait until a process is at a calculation."""
    deadline = time.monotonic() + 60
    while office.row(job).state != "solving":
        assert time.monotonic() < deadline, process.said()
        time.sleep(0.01)


def killed_in_the_middle(office: Office, job: str, folder: Path, role: str) -> None:
    """Have a process of its own begin a calculation, and kill it."""
    with bare(folder, office.url, role, **QUICK) as process:
        until_solving(office, job, process)
        process.kill()
    assert (office.row(job).state, office.row(job).worker) == ("solving", f"essai:{role}")


@pytest.mark.long
def test_a_service_killed_in_the_middle_goes_on_and_keeps_one_result(
    sqlite_petit: Office, tmp_path: Path
) -> None:
    job = sqlite_petit.ask()
    killed_in_the_middle(sqlite_petit, job, tmp_path, "serve")

    with working(sqlite_petit, "serve", host_id="essai"):
        row = ended(sqlite_petit, job)

    assert (row.state, row.attempts, row.version) == ("completed", 2, 2)
    assert sqlite_petit.versions() == [(1, None), (2, job)]
    states = [state for kind, state in sqlite_petit.events(job) if kind == "etat"]
    assert [state for state in states if state != "queued"] == ["solving", "created", "solving"]


@pytest.mark.long
def test_two_workers_share_a_queue_and_the_living_takes_over_from_the_dead(
    postgres_petit: Office, tmp_path: Path
) -> None:
    other = postgres_petit.another()
    job = postgres_petit.ask()
    killed_in_the_middle(postgres_petit, job, tmp_path, "morte")

    with working(postgres_petit, "vivante", host_id="essai"):
        second = other.ask()
        rows = [ended(postgres_petit, job_) for job_ in (job, second)]

    assert [(r.state, r.attempts, r.version, r.worker) for r in rows] == [
        ("completed", 2, 2, "essai:vivante"),
        ("completed", 1, 2, "essai:vivante"),
    ]
    assert postgres_petit.versions() == [(1, None), (2, job)]
    assert other.versions() == [(1, None), (2, second)]


@pytest.mark.long
def test_what_a_stopped_worker_had_is_taken_over_before_it_could_be_thought_dead(
    postgres_petit: Office, tmp_path: Path
) -> None:
    for _ in range(3):
        job = postgres_petit.ask()
        with bare(tmp_path, postgres_petit.url, "arretee", **QUICK) as process:
            until_solving(postgres_petit, job, process)
            assert process.end(120.0) == 0
        given_back = postgres_petit.row(job)
        # One that came to its end before it was stopped says nothing.
        if given_back.state != "completed":
            break

    with working(postgres_petit, "vivante", host_id="essai", dead_seconds=600):
        row = ended(postgres_petit, job)

    assert (given_back.state, given_back.attempts, given_back.worker) == ("created", 0, "")
    assert (row.state, row.attempts, row.worker) == ("completed", 1, "essai:vivante")


@pytest.mark.long
def test_a_worker_begun_again_with_less_room_takes_what_it_had_one_after_the_other(
    sqlite_petit: Office, tmp_path: Path
) -> None:
    jobs = [sqlite_petit.ask(), sqlite_petit.another().ask()]
    with bare(tmp_path, sqlite_petit.url, "serve", **QUICK, solves=2) as process:
        for job in jobs:
            until_solving(sqlite_petit, job, process)
        process.kill()

    with working(sqlite_petit, "serve", host_id="essai", solves=1):
        for job in jobs:
            assert ended(sqlite_petit, job).state == "completed"

    with reading(sqlite_petit.engine) as session:
        turns = [
            [e.at for e in events_after(session, job, 0) if e.data.get("state") in AT_WORK][-2:]
            for job in jobs
        ]
    (_, first_ended), (second_begun, _) = sorted(turns)
    assert first_ended <= second_begun


@pytest.mark.long
def test_a_worker_that_is_stopped_loses_its_calculation_and_writes_no_more_of_it(
    postgres_petit: Office, tmp_path: Path
) -> None:
    job = postgres_petit.ask()
    with bare(tmp_path, postgres_petit.url, "figee", **QUICK) as process:
        until_solving(postgres_petit, job, process)
        send(process, signal.SIGSTOP)
        assert postgres_petit.row(job).state == "solving"

        with working(postgres_petit, "vivante", host_id="essai"):
            # If it was stopped in the middle of a write, the database waits for it first.
            row = ended(postgres_petit, job, PATIENCE + FROZEN_SECONDS)
            # Whoever was thought dead comes back, and finds that another one has done the work.
            send(process, signal.SIGCONT)
            again = ended(postgres_petit, postgres_petit.another().ask())
            time.sleep(10 * QUICK["heartbeat_seconds"])

        assert process.popen.poll() is None
    assert (row.state, row.attempts, row.worker) == ("completed", 2, "essai:vivante")
    assert again.state == "completed"
    now = postgres_petit.row(job)
    assert (now.turn, now.ended, now.worker) == (row.turn, row.ended, row.worker)
    assert postgres_petit.versions() == [(1, None), (2, job)]


def send(process: Process, what: signal.Signals) -> None:
    """Send a signal to a process and to all that it began, as a machine that is suspended."""
    todo = [process.popen.pid]
    while todo:
        number = todo.pop()
        with suppress(ProcessLookupError, FileNotFoundError):
            for thread in Path(f"/proc/{number}/task").iterdir():
                todo += map(int, (thread / "children").read_text("ascii").split())
            os.kill(number, what)
