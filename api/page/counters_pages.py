"""Compteurs: the hours that each person of a month was due, and what they are paid for."""

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.export.audit.counters import described_words
from api.french.words import alphabetical, hours, quantity, signed_hours
from api.hours.months.service import month_of, people_within, person_count
from api.hours.my_shifts.service import shifts_beyond
from api.page.conformity.months import TheChoice
from api.planning.counters import WHAT_COUNTS, Counters, moved_words, usual_minutes, workers_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.clock import Now

GUIDES = (
    Guide(
        address="/aide/compteurs",
        title="Compteurs",
        file="rh/counters",
        screens=("/rh/compteurs",),
        picture=(
            "Le tableau des compteurs d’un mois : une ligne par personne, heures dues, "
            "prévues, solde."
        ),
    ),
)

router = Screens()


@router.get("/rh/compteurs", may=role(Role.RH))
def counters_page(
    request: Request, who: Who, session: Reading, choice: TheChoice, now: Now
) -> Response:
    """Draw the counters of a month, a row a person."""
    published, rows, workers, moved = None, [], frozenset[str](), dict[str, str]()
    beyond: dict[str, list[int]] = {}
    reach = Reach(who, HR)
    if not choice.missing:
        published = month_of(session, choice.month, choice.basis, now)
        people = people_within(reach, published, agency=choice.agency)
        by_name = sorted(people, key=lambda person: alphabetical(person.name))
        rows = [person_count(published, person) for person in by_name]
        problem = published.rota.problem
        workers = workers_of(problem)
        counts = [row.counters for row in rows]
        over = shifts_beyond(session, choice.month, {person.id for person in people})
        beyond = {person: [row.worked.duty.paid for row in over[person]] for person in over}
        moved = {c.mediator.id: moved_words(c, usual_minutes(problem, c.mediator)) for c in counts}
    rates = sorted({rate for row in rows for rate in row.overtime})
    return render(
        request,
        "rh/counters.html",
        choice=choice,
        published=published,
        rows=rows,
        rates={rate: quantity(rate, "permille") for rate in rates},
        owed=any(line.returned is None for row in rows for line in row.owed),
        documents=reach.area(choice.agency),
        account_words=account_words,
        moved=moved,
        beyond=beyond,
        workers=workers,
        described_words=described_words,
        what_counts=WHAT_COUNTS,
    )


def account_words(count: Counters) -> tuple[str, str, str]:
    """Write what is due, planned and left: hours, or days of a forfait."""
    line = count.forfait
    if line is not None:
        return f"{line.number} j par an", f"{line.month} j", f"reste {line.left} j"
    return hours(count.due), hours(count.planned), signed_hours(count.balance)
