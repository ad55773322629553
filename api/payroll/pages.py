"""Paie: what each person of a period is paid for, to look at, to download, and to close."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Query
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import HR, Reach
from api.access.rights.rule import role
from api.asking.errors import ConflictError, WrongValuesError
from api.asking.visit import Visit, Visiting
from api.data.entering.editor import invalid
from api.data.pay import DAYS, DETAILS, HEADINGS, SHARED, heading_of, words_beside, words_of
from api.data.rows.forms import DAY, refusal
from api.database.engine import reading, writing
from api.database.tables.payroll import PayrollRow
from api.export.formats import PayFormat
from api.ledger.history import whole
from api.payroll.routes import payroll
from api.payroll.service import LOOKED_AT, Period, Source, close, closings, pay_of, usual_period
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.answering.answer import Body
from api.web.months import Day
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Fault, Refusal
from api.web.texts import Line
from scheduler.domain.time import civil_day

GUIDES = (
    Guide(
        address="/aide/paie",
        title="Paie",
        file="rh/payroll",
        screens=("/rh/paie",),
    ),
)

OF_AN_AGENCY = "La paie se fait par agence : vous n’êtes RH d’aucune agence entière."

router = Screens(prefix="/rh/paie")
router.add("GET", "/documents/{kind}", payroll, role(Role.RH))


DayText = Annotated[str, Query(max_length=20)]


class CloseForm(Body):
    """The payroll that was paid."""

    first: Day
    last: Day
    source: Source
    agency: Annotated[str, Line(PayrollRow.agency)] = ""

    @property
    def period(self) -> Period:
        """The days, of an agency or of all."""
        return Period(since=self.first, until=self.last, source=self.source, agency=self.agency)


@router.get("", may=role(Role.RH))
def payroll_page(
    visit: Visiting,
    *,
    first: DayText = "",
    last: DayText = "",
    source: Source = Source.PUBLISHED,
    agency: Annotated[str, Query(max_length=120)] = "",
    fait: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Show the payroll of a period; unless it is named, of the one to pay next."""
    if not first and not last:
        return _page(visit, None, agency=agency)
    days = {"first": first, "last": last}
    faults = [
        Fault(field=name, received=text, expected=expected)
        for name, text in days.items()
        if (expected := refusal(DAY.read, text))
    ]
    if faults:
        typed = {**days, "source": source, "agency": agency}
        return _page(visit, None, invalid(faults), typed=typed)
    since, until = map(DAY.read, days.values())
    period = Period(since=since, until=until, source=source, agency=agency)
    return _page(visit, period, done=bool(fait))


@router.post("/cloture", may=role(Role.RH))
def close_payroll(visit: Visiting, form: Annotated[CloseForm, Form()]) -> Response:
    """Keep the payroll as it was paid: what changes later is corrected in the next one."""

    def deed() -> str:
        with writing(visit.engine) as session:
            row = close(session, visit.caller, form.period, visit.now)
            days = {"first": row.first, "last": row.last, "source": row.source}
            query = urlencode({**days, "agency": row.agency, "fait": "close"})
        return f"/rh/paie?{query}"

    return visit.submit(deed, lambda problem: _page(visit, form.period, problem))


def _page(
    visit: Visit,
    period: Period | None,
    problem: Refusal | None = None,
    *,
    typed: Mapping[str, str] | None = None,
    agency: str = "",
    done: bool = False,
) -> Response:
    """
    Show a payroll (None: the usual one, of an agency where one is named).

    `typed`: what was asked, where days are none.
    """
    reach = Reach(visit.caller, HR)
    pay, named = None, period is not None or typed is not None or bool(agency)
    with reading(visit.engine) as session:
        association = whole(session)
        agencies = reach.whole_agencies(association.agencies)
        if period is None:
            own = agency or ("" if reach.everything or not agencies else agencies[0].id)
            today = civil_day(visit.now)
            usual = usual_period(association, today, closings(session, own))
            period = Period(since=usual.since, until=usual.until, source=usual.source, agency=own)
        nowhere = not named and not reach.area(period.agency)
        if nowhere:
            problem = Refusal(404, "introuvable", OF_AN_AGENCY)
        try:
            pay = None if nowhere or typed else pay_of(session, reach, period)
        except (ConflictError, WrongValuesError) as error:
            problem = problem or refusal_of(error)
        closed = [
            (row.first, row.last, row.source, row.agency)
            for row in closings(session, period.agency)
            if reach.area(row.agency) or row.agency in ("", period.agency)
        ]
    stretches = () if pay is None else [each for who in pay.people for each in who.paid]
    names = sorted({name for each in stretches for name in each.amounts} - DETAILS)
    columns = {title: [name for name in names if heading_of(name) == title] for title in HEADINGS}
    return render(
        visit.request,
        "rh/payroll.html",
        # What nobody asked for is no error: the page says why there is nothing yet.
        status=problem.status if problem and named else 200,
        pay=pay,
        period=period,
        typed=typed
        or {
            "first": f"{period.since}",
            "last": f"{period.until}",
            "source": period.source,
            "agency": period.agency,
        },
        agencies=agencies,
        everything=reach.everything,
        closed=closed,
        sources=tuple(Source),
        formats=tuple(PayFormat),
        columns={title: shared for title, shared in columns.items() if shared},
        shared=SHARED,
        words_of=words_of,
        words_beside=words_beside,
        days=DAYS,
        looked_at=LOOKED_AT,
        problem=problem,
        done=done,
    )
