"""
The story of a program that plans a month, by generated clients alone, in Python and TypeScript.

Not part of `make test`: `.ci/clients` installs the generators, `.ci/run` calls this file. Both make
a client of the document of the running service, and fail at a warning.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from api.access.caller import ServiceScope
from api.app import create
from api.database.engine import connect
from api.events.sending import start
from api.jobs.worker.worker import Worker
from api.settings import Settings
from tests.api.accounts.programs.making import made
from tests.api.schema import make_schema
from tests.api.service import Service, account
from tests.browser.site import Server

HERE = Path(__file__).parent
PROGRAMS = HERE.parents[2] / ".clients"
PYTHON = PROGRAMS / "generators" / "bin"
NODE = PROGRAMS / "generated" / "node_modules"

DOCUMENT = "openapi.json"

SEEN = {
    "rows": 21,
    "location": True,
    "outcome": "optimal",
    "slots": [1, 1, 1],
    "edit": [1, 0],
    "refused": [403, "scope"],
    "entries": 3,
    "events": 3,
    "received": ["month.published", True],
    "news": ["calculation.ended", ["month.published"], True],
    "payroll": [200, 6],
    "changed": [[0], []],
}
"""
What both stories see: three rows of a place, twelve of people, six of slots; and so on.

`received`: the message that was posted and verified, as the list says it. `news`: the last event
before the publication, those since, whether the first is the message. `payroll`: its people.
`changed`: keys of people and of contracts since before one person was changed, less that person's.
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Serve an empty association, with a worker; yield what a program is given to enter."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'roulement.db'}", event_networks=("127.0.0.0/8",)
    )
    engine = connect(settings.database_url)
    make_schema(engine)
    app = create(settings, engine)
    server, worker = Server(Service(app, engine)), Worker(engine, settings, "essai")
    app.state.settings = settings.model_copy(update={"public_url": server.address})
    (tmp_path / DOCUMENT).write_text(json.dumps(app.openapi()))
    worker.start()
    ending = Event()
    sending = start(engine, settings, ending)
    yield environment(server.address, engine)
    ending.set()
    sending.join(30)
    worker.stop()
    server.stop()
    engine.dispose()


def environment(address: str, engine: sa.Engine) -> dict[str, str]:
    read, data, plan = ServiceScope.READ, ServiceScope.DATA, ServiceScope.PLAN
    token = made(engine, read, data, plan).token
    return {
        **os.environ,
        "ADDRESS": address,
        "TOKEN": token,
        "PUBLISHER": made(engine, read, ServiceScope.PUBLISH).token,
        "PAYROLL": made(engine, ServiceScope.PAYROLL).token,
        "ADMIN": account(engine, "admin")[1],
    }


def run(where: Path, environment: dict[str, str], *command: str | Path) -> str:
    """Run a program, and return what it prints; nothing may be on its other output."""
    done = subprocess.run(
        command, cwd=where, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "", done.stderr
    return done.stdout


def last_line(text: str) -> Any:
    return json.loads(text.splitlines()[-1])


def test_a_python_client_plans_a_month(running: dict[str, str], tmp_path: Path) -> None:
    """Generate it with openapi-python-client."""
    options = ["--meta", "none", "--output-path", "roulement_client", "--fail-on-warning"]
    config = ["--config", str(HERE / "generator.yaml")]

    run(tmp_path, running, PYTHON / "openapi-python-client", "generate", "--path", DOCUMENT,
        *options, *config)  # fmt: skip
    seen = last_line(run(tmp_path, {**running, "PYTHONPATH": str(tmp_path)}, PYTHON / "python",
                    HERE / "story.py"))  # fmt: skip

    assert seen == SEEN


def test_a_typescript_client_plans_a_month(running: dict[str, str], tmp_path: Path) -> None:
    """Generate its types with openapi-typescript, and call by openapi-fetch."""
    (tmp_path / "node_modules").symlink_to(NODE)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for name in ("story.ts", "tsconfig.json"):
        (tmp_path / name).write_bytes((HERE / name).read_bytes())

    printed = run(tmp_path, running, "node", NODE / "openapi-typescript/bin/cli.js", DOCUMENT,
                  "-o", "schema.d.ts", "--default-non-nullable", "false")  # fmt: skip
    run(tmp_path, running, "node", NODE / "typescript/lib/tsc.js")
    seen = last_line(run(tmp_path, running, "node", "out/story.js"))

    assert "warning" not in printed.lower()
    assert seen == SEEN
