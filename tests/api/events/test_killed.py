"""A process killed between the commit of a fact and its sending: told once or twice, never not."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import Engine
from standardwebhooks import Webhook

from api.events.sending import LEASE, send_due
from tests.api.asking.petit import start
from tests.api.events.receiver import HERE, events, receiving, webhook

pytestmark = pytest.mark.long

ASKS = """
import os, signal, sys
from datetime import UTC, datetime
from threading import Event
from api.database.engine import connect, writing
from api.events.sending import start
from api.leave.service import LeaveRequest, ask
from tests.api.asking.petit import ADA, BEFORE
from tests.api.events.receiver import HERE

engine = connect(sys.argv[1])
with writing(engine) as session:
    ask(session, ADA, "ada", LeaveRequest(start="2026-03-16", end="2026-03-20"), BEFORE)
"""
DIES = "os.kill(os.getpid(), signal.SIGKILL)"
SENDS = """
start(engine, HERE, Event())
sys.stdout.write("prêt")
sys.stdout.flush()
Event().wait(300)
"""


def process(engine: Engine, code: str) -> subprocess.Popen[bytes]:
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-c", code, url])


@pytest.mark.parametrize("when", ["before it sends", "while it sends"])
def test_what_a_killed_process_committed_is_sent_once_or_twice(engine: Engine, when: str) -> None:
    start(engine)
    sending, died = Event(), Event()

    def hold() -> None:
        if not died.is_set():  # the first process waits for its answer, and dies of it
            sending.set()
            died.wait(60)

    with receiving(then=hold) as receiver:
        row = webhook(engine, receiver.url)
        if when == "before it sends":
            killed = process(engine, ASKS + DIES)
        else:
            killed = process(engine, ASKS + SENDS)
            assert sending.wait(120)
            os.kill(killed.pid, signal.SIGKILL)
        assert killed.wait(120) == -signal.SIGKILL
        died.set()

        (event,) = events(engine)
        later = datetime.now(UTC) + LEASE
        assert send_due(engine, HERE, now=lambda: later) == 1
        assert send_due(engine, HERE, now=lambda: later + LEASE) == 0

    assert receiver.ids == [event.id] * (1 if when == "before it sends" else 2)
    assert len({body for _, body in receiver.posts}) == 1
    headers, body = receiver.posts[0]
    if when == "while it sends":
        assert Webhook(row.secret).verify(body, dict(headers))["data"]["person"] == "ada"
