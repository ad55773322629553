"""`rota explain --trous` and `--trou`: why posts are open, and what would fill one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.folder import this_minute
from api.cli.month.screen import show_holes
from api.cli.screen import OK, err, out, say_json
from api.french.words import capital
from api.month.holes.service import holes_of
from api.planning.names import names_of
from api.staffing.causes import Cause
from api.staffing.proposals.wording import once_words, proposal_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.month.frames import Frame
    from api.month.holes.service import OpenSlot
    from scheduler.domain.problem import Assignment


def show_holes_of(frame: Frame, assignments: frozenset[Assignment], *, as_json_only: bool) -> int:
    """Say why all posts of a month are open, cause by cause."""
    with err().status("Recherche de ce qui tient les postes ouverts…"):
        reasons = holes_of(frame, assignments, now=this_minute())
    names = names_of(frame.association)
    if as_json_only:
        from api.month.holes.answers import holes_json  # noqa: PLC0415 - loads pydantic

        say_json(holes_json(reasons, names))
        return OK
    for group in reasons.groups:
        if words := once_words(group, reasons.rules):
            out().print(Text(f"{capital(words)}.", "yellow"), soft_wrap=True)
    show_holes(reasons, names, most=len(reasons.groups))
    return OK


def proposal_lines(frame: Frame, opened: OpenSlot) -> Iterator[str]:
    """Write what would fill a slot, what costs others least first; of what has begun, nothing."""
    names, rules = names_of(frame.association), frame.profile.rule_of
    for need in opened.needs:
        if need.post.cause is Cause.BEGUN:
            continue
        if not need.proposals:
            yield "Rien de ce qui a été essayé ne le pourvoirait sans enfreindre une règle."
            continue
        yield "Ce qui le pourvoirait, essayé et jugé, du moins coûteux au plus coûteux :"
        for number, proposal in enumerate(need.proposals, 1):
            yield f"  {number}. {proposal_words(proposal, names, rules)}"
