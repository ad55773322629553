"""Share what the answers to requests need: their fields, refusals as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Form

from api.asking import answers as asking
from api.asking.errors import AskingError
from api.asking.shapes import Text
from api.month import answers as month
from api.web.answer import MOST

if TYPE_CHECKING:
    from api.web.problems import Refusal
    from scheduler.errors import RoulementError

Number = Annotated[int, Form(ge=1, le=MOST)]
Note = Annotated[Text, Form()]
Short = Annotated[str, Form(max_length=20)]
NOT_FOUND = 404


def refusal_of(error: RoulementError) -> Refusal:
    """
    Return why an answer isn't taken, to be shown on the page of what it answers.

    Raises
    ------
    Refusal
        There is no such thing: that has a page of its own.
    """
    refusal = (
        asking.refusal_of(error) if isinstance(error, AskingError) else month.refusal_of(error)
    )
    if refusal.status == NOT_FOUND:
        raise refusal
    return refusal
