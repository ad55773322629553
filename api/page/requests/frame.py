"""Share what the answers to requests need: a note that is checked, refusals as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Form

from api.asking import answers as asking
from api.asking.errors import AskingError, Wrong, WrongValuesError
from api.french.words import shortened
from api.month import answers as month
from api.web.answer import MOST

if TYPE_CHECKING:
    from api.web.problems import Refusal
    from scheduler.errors import RoulementError

Number = Annotated[int, Form(ge=1, le=MOST)]
Text = Annotated[str, Form(max_length=4000)]
Short = Annotated[str, Form(max_length=20)]
LONGEST = 240
NOT_FOUND = 404


def note_of(text: str, field: str = "answer") -> str:
    """
    Return a note as it is kept.

    Raises
    ------
    WrongValuesError
        It is too long, or holds what no text holds.
    """
    note = text.replace("\r\n", "\n").strip()
    if len(note) > LONGEST or any(not c.isprintable() and c != "\n" for c in note):
        expected = f"{LONGEST} signes au plus, lisibles"
        raise WrongValuesError([Wrong(field=field, value=shortened(note, 60), expected=expected)])
    return note


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
