"""Nothing that is written anywhere holds a feed's token: not even with everything told."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from api.feeds.reading.routes import Rate, feeds_of
from tests.api.feeds.made import publish
from tests.api.feeds.reading.test_routes import path_of, service
from tests.api.feeds.test_routes import MINE, made
from tests.api.ledger.cases import BASE, LATER
from tests.api.service import Service

__all__ = ["service"]

LOUD = ("", "roulement", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "uvicorn", "asyncio")


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """Give all that loggers tell, unmasked, at their loudest."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    loggers = [logging.getLogger(name) for name in LOUD]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    of_the_test = logging.getLogger("httpx2")  # the client that asks, which says what it asks
    before.append((of_the_test, of_the_test.level))
    of_the_test.setLevel(logging.WARNING)
    yield stream
    logging.getLogger().removeHandler(handler)
    for logger, level in before:
        logger.setLevel(level)


def test_a_token_is_told_to_no_log(
    service: Service, journal: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    service.engine.echo = "debug"
    publish(service.engine, BASE)
    ada = service.client("mediateur", agency="ville", person="ada")
    first = made(ada, label="iPhone")
    client = service.client()
    paths = [path_of(first)]
    tag = client.get(paths[0]).headers["etag"]
    client.get(paths[0], headers={"If-None-Match": tag})
    client.head(paths[0])
    client.post(paths[0])
    client.request("PROPFIND", paths[0])
    client.get(paths[0] + "x")
    client.get(paths[0].replace(".ics", ""))
    publish(service.engine, frozenset(), LATER)
    client.get(paths[0], headers={"Referer": f"https://exemple.fr{paths[0]}"})
    feeds_of(service.app).flush()
    renewed = ada.post(f"{MINE}/{first['feed']['id']}/renouvellement", json={"reason": "fuite"})
    paths.append(path_of(renewed.json()))
    service.app.state.feed_rate = Rate(1)
    assert [client.get(path).status_code for path in (paths[0], paths[1], paths[1])] == [
        404,
        200,
        429,
    ]
    listed = ada.get(MINE).text
    metrics = client.get("/metrics").text
    with service.engine.begin() as connection:
        connection.execute(text("ALTER TABLE feed RENAME TO feed_away"))
    assert client.get(paths[1]).status_code >= 500
    with service.engine.begin() as connection:
        connection.execute(text("ALTER TABLE feed_away RENAME TO feed"))

    out = capfd.readouterr()
    everything = journal.getvalue() + out.out + out.err + listed + metrics
    tokens = [path.removeprefix("/feeds/").removesuffix(".ics") for path in paths]
    assert "SELECT feed.id" in journal.getvalue()  # queries were told
    assert "/feeds/{token}.ics" in everything  # and requests, by their route
    assert [everything.count(token) for token in tokens] == [0, 0]
