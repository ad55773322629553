"""Declare screens: each is behind the door, and its menu says how much waits for an answer."""

from collections.abc import Sequence

from fastapi.params import Depends as Dependency

from api.access.door import Router
from api.shell.counts import COUNTED


class Screens(Router):
    """The screens of a feature, which no program calls: what waits is counted before each."""

    def __init__(self, *, prefix: str = "", dependencies: Sequence[Dependency] = ()) -> None:
        super().__init__(
            prefix=prefix, dependencies=[*dependencies, COUNTED], include_in_schema=False
        )
