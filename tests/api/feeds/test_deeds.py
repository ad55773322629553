"""Whatever happens, in any order, an address gives what would be rendered now from nothing."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.api.databases import database
from tests.api.feeds.deeds import Deeds


def tried(request: pytest.FixtureRequest, kind: str, examples: int) -> None:
    """Try so many orders of deeds, each on a database of its own."""
    made: list[Iterator[str]] = []

    def url() -> str:
        end()
        made.append(database(request, kind))
        return next(made[-1])

    def end() -> None:
        while made:
            next(made.pop(), None)

    class Tried(Deeds):
        def __init__(self) -> None:
            super().__init__(url)

    try:
        run_state_machine_as_test(
            Tried,
            settings=settings(
                max_examples=examples,
                stateful_step_count=30,
                phases=[Phase.generate],  # what fails is told at once: shorter, it takes minutes
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        end()


@pytest.mark.long
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 10), ("postgresql", 5)])
def test_an_address_gives_what_would_be_rendered_now(
    request: pytest.FixtureRequest, kind: str, examples: int
) -> None:
    tried(request, kind, examples)


@pytest.mark.lengthy
def test_it_does_so_in_many_more_orders(request: pytest.FixtureRequest) -> None:
    tried(request, "sqlite", 60)
