"""What the grid's page costs: bytes, elements, and times as ratios to a route that does nothing."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import fixtures
from api.access.caller import Caller
from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade
from api.month.drafts.service import PUBLISHED, create
from api.month.places.drafts import assignments_of
from tests.api.page.markup import Markup
from tests.api.service import loaded, serve
from tests.bench.serving import ALIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fastapi.testclient import TestClient
    from sqlalchemy import Engine

    from tests.api.service import Service
    from tests.bench.engine import Say

SAMPLE = Path(fixtures.__file__).parent / "association"
TEAM, MONTH, BEFORE = "10", date(2026, 10, 1), datetime(2026, 9, 20, 8, tzinfo=UTC)
"""A dispositif of 34 people, a month of 31 days that is published, and when it is looked at."""

RUNS, EDITS = 15, 20
BUDGETS = {"octets": 150_000, "octets gzip": 12_000, "éléments": 4_500}
"""The most that the page of a dispositif may weigh."""

WHOLE = {"octets": 600_000, "octets gzip": 35_000, "éléments": 20_000}
"""The most that the page of all dispositifs may weigh."""

FOLDED = {"octets": 150_000, "octets gzip": 12_000, "éléments": 2_500}
"""The most that a page of a hundred findings may weigh, all of them folded."""


def pages(say: Say) -> None:
    """Print what the page of a month of 34 people weighs and takes, and what an edit takes."""
    with TemporaryDirectory() as temporary:
        url = f"sqlite:///{temporary}/roulement.db"
        upgrade(url)
        engine = connect(url)
        loaded(engine, SAMPLE)
        service = serve(engine)
        service.app.state.now = lambda: BEFORE
        client = service.client("responsable")
        draft = _draft(engine, TEAM)
        with reading(engine) as session:
            assignments = sorted(assignments_of(session, draft, 1))
        grid = f"/plannings/{draft}"
        _grid(say, client.get(grid).content.decode(), BUDGETS)
        bare = median(_times(lambda: client.get(ALIVE), RUNS))
        say(f"temps écoulé (« {ALIVE} » : {1000 * bare:.1f} ms) :")
        for name, address in (("la page", grid), ("les créneaux de l’API", _api(draft))):
            _line(say, name, _times(partial(client.get, address), RUNS), bare)
        edits = (
            {"verb": verb, "person": assignment.mediator, "slot": assignment.slot}
            for assignment in assignments[:: max(1, len(assignments) // EDITS)]
            for verb in ("remove", "add")
        )
        _line(say, "un geste, verdict et lignes", list(_edited(client, draft, edits)), bare)
        _findings(say, service)
        whole = client.get(f"/plannings/{_draft(engine)}").content.decode()
        _grid(say, whole, WHOLE)
        engine.dispose()


def _draft(engine: Engine, *dispositifs: str) -> str:
    """Begin a draft of what is published (of no dispositif: of all), and return its id."""
    with writing(engine) as session:
        caller = Caller(user="a" * 32)
        row = create(session, caller, MONTH, dispositifs=dispositifs, start=PUBLISHED, now=BEFORE)
        return row.id


def _grid(say: Say, page: str, budgets: Mapping[str, int]) -> None:
    """Print what the page of a month weighs."""
    rows = page.count('<tr id="p-')
    say(f"page d’un mois de {rows} lignes, {MONTH:%m/%Y} :")
    _weigh(say, page, budgets)


def _findings(say: Say, service: Service) -> None:
    """Print what a page of a published month's findings weighs."""
    page = service.client("rh").get(f"/rh?month={MONTH:%Y-%m}").content.decode()
    count = page.count('class="unfold"')
    say(f"page de {count} constats repliés, {MONTH:%m/%Y} :")
    _weigh(say, page, FOLDED)


def _weigh(say: Say, page: str, budgets: Mapping[str, int]) -> None:
    for name, value in weights(page).items():
        say(f"    {name:30} {value:8}, {100 * value / budgets[name]:4.0f} % du budget")


def weights(page: str) -> dict[str, int]:
    """Return the bytes of a page, plain and compressed, and its elements."""
    content = page.encode()
    return {
        "octets": len(content),
        "octets gzip": len(gzip.compress(content, 6)),
        "éléments": len(Markup(page).elements),
    }


def _api(draft: str) -> str:
    return f"/api/v1/responsable/plannings/{draft}/versions/1/creneaux?limit=200&dispositif={TEAM}"


def _edited(client: TestClient, draft: str, edits: Iterable[dict[str, str]]) -> Iterable[float]:
    """Make edits one after the other, and yield the seconds that each took."""
    version = 1
    for operation in edits:
        begun = perf_counter()
        answer = client.post(
            f"/page/plannings/{draft}/gestes",
            json={"operations": [operation]},
            headers={"If-Match": f'"{draft}-{version}"'},
        )
        yield perf_counter() - begun
        version = answer.raise_for_status().json()["version"]


def _times(run: Callable[[], object], runs: int) -> list[float]:
    run()
    spent = []
    for _ in range(runs):
        begun = perf_counter()
        run()
        spent.append(perf_counter() - begun)
    return spent


def _line(say: Say, name: str, spent: list[float], bare: float) -> None:
    middle, late = median(spent), quantiles(spent, n=20)[-1]
    say(
        f"    {name:30} médiane {1000 * middle:6.0f} ms ({middle / bare:5.0f} fois), "
        f"95 % sous {1000 * late:6.0f} ms ({late / bare:5.0f} fois)"
    )
