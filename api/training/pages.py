"""Formations: hours of titles done, planned and missing, and whose formation socle is due."""

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.french.words import alphabetical
from api.ledger.history import whole
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.training.service import Trainee, trainees
from api.web.clock import Now
from scheduler.finding import Verdict

ENTRY = Entry(
    rank=20,
    address="/formations",
    title="Formations",
    roles=OVERSEERS,
    icon="graduation-cap",
)

GUIDES = (
    Guide(
        address="/aide/formations",
        title="Formations",
        file="planning/training",
        screens=("/formations",),
    ),
)

router = Screens(dependencies=[PREPARED])


@router.get("/formations", may=role(Role.RH, Role.RESPONSABLE))
def training_page(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """Show the people in training for whom the caller answers; what is late comes first."""
    association = whole(session)
    people = trainees(Reach(who, OVERSEERS), association, now)
    findings = [finding for trainee in people for finding in trainee.findings]
    return render(
        request,
        "training/people.html",
        findings=sorted(findings, key=lambda each: each.verdict is not Verdict.VIOLATION),
        short=sum(map(_short, people)),
        people=sorted(people, key=lambda each: (not _short(each), alphabetical(each.person.name))),
        agencies={agency.id: agency.name for agency in association.agencies},
    )


def _short(trainee: Trainee) -> bool:
    """Whether hours of a title have no date yet."""
    return any(title.missing for title in trainee.titles)
