"""Mes souhaits: say when one would rather work or be free, and see what became of it."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response

from api.access.caller import Role
from api.access.rights.rule import own
from api.asking.shapes import Moment, Revision
from api.asking.visit import Visit, Visiting
from api.data.association import Association
from api.database.engine import reading, writing
from api.french.words import month_name
from api.ledger.history import whole
from api.planning.names import names_of
from api.shell.guides import Guide
from api.shell.own import SENT, Sent, own_page, person_of
from api.shell.screens import Screens
from api.web.addresses import Number
from api.web.answering.answer import Body
from api.web.refusing.problems import Refusal
from api.wishes.service import Wish, answer_to, is_published, unwish, wish, wishes_of
from scheduler.domain.people import Mediator
from scheduler.domain.time import PARIS, civil_day, next_month

GUIDES = (
    Guide(
        address="/aide/souhaits",
        title="Mes souhaits",
        file="own/wishes",
        screens=("/moi/souhaits",),
        picture=(
            "Sur un téléphone, le formulaire de souhait : les jours, plutôt libre ou plutôt "
            "au travail."
        ),
    ),
)

router = Screens(prefix="/moi/souhaits")
HERE = "/moi/souhaits"
STEPS = (("1", "un peu"), ("5", "assez"), ("10", "beaucoup"))
"""How much a wish matters, as forms send it, and what it is called."""


class WishForm(Body):
    """The form that adds a wish: if the last day is empty, it is the first one."""

    start: Moment = ""
    end: Moment = ""
    wants: Literal["libre", "travail"] = "libre"
    weight: Literal["1", "5", "10"] = "5"

    def wish(self) -> Wish:
        """Return the wish."""
        wants, end = self.wants == "travail", self.end or self.start
        return Wish(start=self.start, end=end, wants=wants, weight=int(self.weight))


@router.get("", may=own(Role.MEDIATEUR))
def my_wishes(visit: Visiting, sent: Sent = "") -> Response:
    """List one's wishes below the form that makes one."""
    return _page(visit, sent=bool(sent))


@router.post("", may=own(Role.MEDIATEUR))
def add(visit: Visiting, form: Annotated[WishForm, Form()]) -> Response:
    """Add a wish, or show the form again with the reason why it can't be added."""

    def deed() -> str:
        with writing(visit.engine) as session:
            me = person_of(visit.caller, whole(session))
            wish(session, visit.caller, me.id, form.wish(), visit.now)
        return f"{HERE}?fait={SENT}"

    return visit.submit(deed, lambda problem: _page(visit, form, problem))


@router.post("/{key}/retrait", may=own(Role.MEDIATEUR))
def take_back(visit: Visiting, key: Number, number: Annotated[Revision, Form()]) -> Response:
    """Take a wish back, until its month is published."""

    def deed() -> str:
        with writing(visit.engine) as session:
            me = person_of(visit.caller, whole(session))
            unwish(session, visit.caller, me.id, key, number)
        return HERE

    return visit.submit(deed, lambda problem: _page(visit, problem=problem))


def _page(
    visit: Visit,
    typed: WishForm | None = None,
    problem: Refusal | None = None,
    *,
    sent: bool = False,
) -> Response:
    with reading(visit.engine) as session:
        association = whole(session)
        me = person_of(visit.caller, association)
        entries = wishes_of(session, me.id)
    entries.sort(key=lambda entry: (entry.values["start"], entry.key))
    today = f"{visit.now.astimezone(PARIS):%Y-%m-%d}"
    coming = [entry for entry in entries if entry.values["end"][: len(today)] >= today]
    past = [entry for entry in entries if entry not in coming]
    return own_page(
        visit.request,
        "own/wishes.html",
        # The nearest first: those to come, then those that are over, the last one first.
        wishes=[
            (entry, answer_to(association, entry, visit.now)) for entry in (*coming, *past[::-1])
        ],
        names=names_of(association),
        month=_open_month(association, me, visit.now),
        steps=STEPS,
        step_of=_step_of,
        now=visit.now,
        last=max((entry for entry in entries if sent), key=lambda entry: entry.key, default=None),
        typed=typed or WishForm(),
        problem=problem,
    )


def _step_of(weight: int) -> str:
    """Return what the last step up to a weight is called."""
    return next((name for step, name in reversed(STEPS) if weight >= int(step)), "")


def _open_month(association: Association, me: Mediator, now: datetime) -> str:
    """Return the name of the first month for which wishes may still be entered."""
    month = civil_day(now).replace(day=1)
    while is_published(association, me.id, f"{month:%Y-%m}"):
        month = next_month(month)
    return month_name(month)
