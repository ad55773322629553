"""Copier: some days' shifts, everybody's or one person's, to other days or to somebody else."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Annotated

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import BeforeValidator, Field

from api.access.caller import Role
from api.access.rights.rule import agency
from api.month.drafts.access import ReadVersion
from api.month.errors import BadRequestError, Wrong, not_a_day, not_posted
from api.month.versions.copying import Copied, copied, shifted
from api.month.versions.operations import adding
from api.page.grid.filters import OneDay
from api.page.shift.view import ASKED, AskedDraft, Outcome, TheDraft
from api.shell.guides import Guide
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.answering.answer import MOST, Body
from api.web.refusing.errors import refusal_of
from scheduler.domain.time import minute_at, week_of

GUIDES = (
    Guide(
        address="/aide/copier",
        title="Copier des services",
        file="planning/copy",
        screens=("/plannings/{rota_id}/copier",),
    ),
)

router = Screens(prefix="/plannings/{rota_id}/copier", dependencies=[PREPARED])
Text = Annotated[str, Field(max_length=120)]
SentDay = Annotated[date | None, BeforeValidator(lambda value: value or None)]
Person = Annotated[str, Query(max_length=120)]
WEEK = timedelta(days=7)


class CopyForm(Body):
    """
    Whose shifts of which days are copied, from which day on, and to whom.

    `personne` empty: everybody's; `a` empty: they stay their people's. `du` empty: nothing is asked
    yet. `au`: that day alone, if it is empty; `vers`: the same days, for somebody else.
    """

    du: SentDay = None
    au: SentDay = None
    vers: SentDay = None
    personne: Text = ""
    a: Text = ""


class SentCopy(CopyForm):
    """A copy to make, of the version that was shown."""

    version: Annotated[int, Field(ge=1, le=MOST)]


@router.get("", may=agency(Role.RESPONSABLE))
def copy_page(
    draft: TheDraft,
    *,
    du: OneDay = None,
    au: OneDay = None,
    vers: OneDay = None,
    personne: Person = "",
    a: Person = "",
) -> Response:
    """Show the form, and once it is filled in, what would be copied and what is left out."""
    return _page(draft, CopyForm(du=du, au=au, vers=vers, personne=personne, a=a))


@router.post("", may=agency(Role.RESPONSABLE))
def copy(draft: TheDraft, form: Annotated[SentCopy, Form()]) -> Response:
    """Copy what can be held, as one version; or say why not."""
    version = draft.opened().version
    with suppress(BadRequestError):  # the page says so
        there = _copied(version, form, minute_at(draft.now))
        operations = adding(sorted(there.added)) if version.row.head == form.version else ()
        outcome = draft.edited(form.version, *operations, note=there.words)
        if not outcome.done:
            return _page(draft, form, outcome)
        if there.added:
            return RedirectResponse(f"/plannings/{draft.id}?fait=coller", status_code=303)
    return _page(draft, form)


def _copied(version: ReadVersion, form: CopyForm, now: int) -> Copied:
    """
    Say what would be copied, and what is left out.

    Raises `BadRequestError`: a day isn't of the month, the last comes before the first, or somebody
    can be given no shift of it.
    """
    frame, days = version.frame, version.frame.problem.horizon.days
    first = form.du or days[0]
    last, to = form.au or first, form.vers or first
    typed = {"du": first, "au": last, "vers": to}
    wrong = [not_a_day(name, day, frame.month) for name, day in typed.items() if day not in days]
    if last < first:
        wrong.append(Wrong(field="au", received=f"{last}", expected="le premier jour, ou après"))
    people = {"personne": form.personne, "a": form.a}
    wrong += [
        not_posted(name, who) for name, who in people.items() if who and who not in frame.posted
    ]
    if wrong:
        raise BadRequestError(wrong)
    wanted = shifted(
        frame, version.assignments, first, last, to, person=form.personne, to_person=form.a
    )
    return copied(frame, version.assignments, wanted, now=now)


def _page(draft: AskedDraft, form: CopyForm, outcome: Outcome = ASKED) -> Response:
    opened = draft.opened()
    frame, there = opened.version.frame, None
    if form.du is not None:
        try:
            there = _copied(opened.version, form, minute_at(draft.now))
        except BadRequestError as error:
            outcome = Outcome(refusal=refusal_of(error))
    days = frame.problem.horizon.days
    monday = next(day for day in days if week_of(day) == day)
    return draft.page(
        "copying/copy.html",
        opened,
        outcome,
        form=form,
        copy=there,
        people=[person for person in frame.problem.mediators if person.id in frame.posted],
        first=days[0],
        last=days[-1],
        monday=monday,
        sunday=monday + WEEK - timedelta(days=1),
        following=monday + WEEK,
    )
