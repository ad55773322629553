"""
The same examples in every run of the suite: chance finds bugs in `make prove`, not in CI.

Modules and tests live until the end, so the collector of cycles has nothing to find among them: it
waits while they are read, a third of that time, and leaves them alone afterwards.

A process more than there are cores runs the long tests: many wait for processes that they start.
"""

import gc
import os

import pytest
from hypothesis import settings

from scheduler.processes.garbage import collect_seldom
from tests.in_memory import use_memory

settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

gc.disable()
use_memory()


def pytest_collection_finish() -> None:
    collect_seldom()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    return (os.cpu_count() or 1) + ("not long" not in config.option.markexpr)
