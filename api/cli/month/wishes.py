"""`rota explain --souhaits`: what became of each wish of a month, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.screen import OK, err, out, say, say_json
from api.french.plural import plural
from api.month.wishes.service import answers_to_wishes
from api.month.wishes.wording import accounts_out, wish_answers_out
from api.planning.names import names_of

if TYPE_CHECKING:
    from api.month.frames import Frame
    from scheduler.domain.problem import Assignment


def show_wishes(frame: Frame, assignments: frozenset[Assignment], *, as_json_only: bool) -> int:
    """Say of each wish whether it is granted, and why not; then what the month adds to accounts."""
    with err().status("Recherche des motifs…"):
        month = answers_to_wishes(frame, assignments)
    answers = wish_answers_out(month, names_of(frame.association))
    if as_json_only:
        say_json({"wishes": [answer.model_dump(mode="json") for answer in answers]})
        return OK
    refused = [answer for answer in answers if not answer.granted]
    wishes = plural(len(answers), "souhait")
    head = f"{wishes}, dont {plural(len(refused), 'refusé', 'refusés')} :" if answers else ""
    out().print(Text(head or "Aucun souhait ce mois-ci.", "bold"), soft_wrap=True)
    for answer in answers:
        out().print(Text(f"  {answer.name}, {answer.wish} : {answer.why}"), soft_wrap=True)
        if answer.slot:
            say(f"    Qui paierait : --creneau {answer.slot} --pourquoi {answer.person}", "dim")
    accounts = accounts_out(answers)
    if accounts:
        out().print(Text("Au compte d’équité des souhaits refusés :", "bold"))
    for name, account in accounts:
        out().print(Text(f"  {name} : {account}"), soft_wrap=True)
    return OK
