"""The same examples in every run of the suite: chance finds bugs in `make prove`, not in CI."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")
