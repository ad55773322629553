"""What the addresses of all features hold: ids and numbers."""

from typing import Annotated

from fastapi import Path

from api.web.answering.answer import MOST

Id = Annotated[
    str, Path(pattern="^[0-9a-f]{32}$", examples=["0f9a…"], min_length=32, max_length=32)
]
Number = Annotated[int, Path(ge=0, le=MOST)]
Ident = Annotated[str, Path(min_length=1, max_length=120, pattern=r"^[^\s;,|\"'/\x00]+$")]
"""An id that people gave: of a person, a site, a dispositif."""
