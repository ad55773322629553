"""Conformité: what is found on a published month, and the shifts that prove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import StringConstraints

from api.access.accounts.administration import accounts_that_plan
from api.access.caller import Caller, Role
from api.access.reach import HR, PLANNERS, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency, role
from api.asking.errors import ConflictError
from api.data.rows.readers import LONGEST
from api.database.tables.access import UserRow
from api.export.file_names import slug
from api.french.plural import plural
from api.french.words import alphabetical, month_name
from api.hours.months.acknowledging import (
    Scope,
    acknowledge_together,
    evidence_of,
    proven,
    question_of,
)
from api.hours.months.service import Basis, Month, findings_within, month_of
from api.judging.report.report import Answer, ReportedFinding
from api.ledger.history import whole
from api.month.errors import BadRequestError
from api.page.conformity.findings import (
    Arrangement,
    Line,
    Place,
    ShownProof,
    Table,
    TheArrangement,
    line_of,
    shown_proof,
    table_of,
)
from api.page.conformity.months import Choice, Text, TheChoice
from api.page.data.saving import naming
from api.planning.names import names_of, with_slots_named
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import JUDGED
from api.shell.screens import Screens
from api.web.answering.download import download
from api.web.child_process import turn
from api.web.clock import Now
from api.web.months import MonthQuery
from api.web.refusing.problems import gone_ahead, not_found
from api.web.texts import Line as OneLine
from scheduler.domain.time import civil_day
from scheduler.evidence import Fact
from scheduler.finding import Finding
from scheduler.rule import Lever, PersonRule, Profile

ENTRY = Entry(
    rank=40,
    address="/rh",
    title="Conformité",
    roles=frozenset({Role.RH}),
    icon="shield-check",
)

GUIDES = (
    Guide(
        address="/aide/conformite",
        title="Conformité",
        file="rh/conformity",
        screens=("/rh", "/rh/acquittements", "/rh/constat", "/rh/preuves/{person}"),
        picture=(
            "Le tableau des constats d’un mois : personne, jour, règle, article, mesure et limite."
        ),
    ),
)

router = Screens()
NAMED = 2
"""Planners whose names are written; others are counted."""


@router.get("/rh", may=role(Role.RH), dependencies=[JUDGED])
def conformity_page(
    request: Request,
    who: Who,
    session: Reading,
    choice: TheChoice,
    arrangement: TheArrangement,
    *,
    now: Now,
) -> Response:
    """Draw a month's findings, sorted as the address says."""
    table, unconfirmed = None, 0
    if not choice.missing:
        published = month_of(session, choice.month, choice.basis, now)
        findings = findings_within(Reach(who, HR), published, agency=choice.agency)
        planners = accounts_that_plan(session)
        table = _table(published, findings, planners, choice, arrangement)
        unconfirmed = published.unconfirmed
    return render(
        request, "rh/conformity.html", choice=choice, table=table, unconfirmed=unconfirmed
    )


@router.get("/rh/constat", may=role(Role.RH), dependencies=[JUDGED])
def proof_fragment(
    request: Request,
    who: Who,
    session: Reading,
    choice: TheChoice,
    *,
    now: Now,
    code: Text = "",
) -> Response:
    """Answer what a finding unfolds to, for a script that puts it into the table."""
    proof = None
    if not choice.missing:
        published = month_of(session, choice.month, choice.basis, now)
        findings = findings_within(Reach(who, HR), published, agency=choice.agency)
        proof = _proof_of(published, findings, code)
    if proof is None:
        raise not_found()
    return render(request, "rh/proof.html", choice=choice, proof=proof)


@router.get("/rh/preuves/{person}", may=agency(Role.RH))
def evidence(
    *,
    person: Annotated[str, Path(max_length=120)],
    who: Who,
    session: Reading,
    month: MonthQuery,
    basis: Basis = Basis.PLAN,
    now: Now,
) -> Response:
    """Give a person's evidence of a published month: the PDF and its text, as a ZIP."""
    # The person first: whether a month is published isn't told of whom the caller can't reach.
    mediator = Reach(who, HR).someone(whole(session), person)
    published = month_of(session, month, basis)
    if mediator.id not in published.rota.problem.mediator_of:
        text = f"{mediator.name} n’a ni contrat ni service en {month_name(published.first)}."
        raise ConflictError("hors_du_mois", text)
    with turn():
        content = evidence_of(published, mediator, civil_day(now))
    return download(content, f"preuve-{slug(mediator.name)}-{month}.zip")


def _table(
    month: Month,
    findings: Sequence[Finding],
    planners: Sequence[tuple[UserRow, Caller]],
    choice: Choice,
    arrangement: Arrangement,
) -> Table:
    names, answering = names_of(month.association), _Planners(month, planners)

    def proof(code: str) -> ShownProof | None:
        return _proof_of(month, findings, code)

    lines = [
        line_of(
            reported,
            with_slots_named(reported.finding.message, names),
            answering.of(reported),
        )
        for reported in proven(month, findings).findings
    ]
    place = Place(path="/rh", proof="/rh/constat", query=choice.query, group="/rh/acquittements")
    return table_of(lines, proof, place, arrangement)


def _proof_of(month: Month, findings: Sequence[Finding], code: str) -> ShownProof | None:
    """Return what a finding unfolds to, by its code (None: there is no such finding)."""
    report = proven(month, [finding for finding in findings if finding.code == code])
    return next((shown_proof(each, report.case) for each in report.findings), None)


class _Planners:
    """The names of those who plan a person's shifts: of the nearest, else of who plans all."""

    def __init__(self, month: Month, planners: Sequence[tuple[UserRow, Caller]]) -> None:
        self.problem = month.rota.problem
        self.planners = [
            (user.name, Reach(caller, PLANNERS))
            for user, caller in sorted(planners, key=lambda pair: alphabetical(pair[0].name))
        ]
        self.kept: dict[str, str] = {}

    def of(self, reported: ReportedFinding) -> str:
        """Return who answers for a finding, in words."""
        subject = reported.finding.subject
        if subject not in self.kept:
            self.kept[subject] = self._words(subject)
        return self.kept[subject]

    def _words(self, subject: str) -> str:
        person = self.problem.mediator_of.get(subject)
        slot = self.problem.slot_of.get(subject)
        if person is not None:
            mine = [(name, reach) for name, reach in self.planners if reach.person(person)]
        elif slot is not None:
            area = slot.agency, slot.dispositif
            mine = [(name, reach) for name, reach in self.planners if reach.area(*area)]
        else:
            return "RH"
        near = [name for name, reach in mine if not reach.everything]
        names = near or [name for name, _ in mine]
        if not names:
            return "Aucun responsable"
        more = len(names) - NAMED
        text = ", ".join(names[:NAMED])
        return f"{text} et {more} de plus" if more > 0 else text


ADDRESS = "/rh/acquittements"

AT_ONCE = 500
"""Findings that one form answers for: a browser sends each one's code."""

RuleId = Annotated[str, Query(alias="regle", max_length=60)]
Codes = Annotated[
    list[Annotated[str, Form(max_length=120)]], Form(alias="code", max_length=AT_ONCE)
]
Ground = Annotated[
    str,
    OneLine(2 * LONGEST),
    StringConstraints(strip_whitespace=True, min_length=1),
    Form(alias="fondement"),
]

LEVERS = {
    Lever.CONTRACT: ("Voir les contrats", "contrats"),
    Lever.TRAINING: ("Voir les formations", "inscriptions"),
    Lever.ABSENCE: ("Voir les absences", "absences"),
}
"""What lifts findings where a fact is wrong or missing: words, and the kind of its rows."""


@dataclass(frozen=True, kw_only=True)
class Fix:
    """A fact that settles findings otherwise: words, and the address where it is entered."""

    words: str
    address: str


@router.get(ADDRESS, may=role(Role.RH), dependencies=[JUDGED])
def question_page(
    request: Request,
    who: Who,
    session: Reading,
    choice: TheChoice,
    *,
    now: Now,
    regle: RuleId,
    reste: Annotated[str, Query(max_length=4)] = "",
) -> Response:
    """Show the findings of a rule, and ask once on which ground one answers for them."""
    if choice.missing:
        raise not_found()
    month = month_of(session, choice.month, choice.basis, now)
    within = findings_within(Reach(who, HR), month, agency=choice.agency)
    names = names_of(month.association)
    lines: dict[str, Line] = {
        reported.finding.code: line_of(reported, with_slots_named(reported.finding.message, names))
        for reported in proven(month, [f for f in within if f.rule == regle]).findings
        if reported.answer is not Answer.NONE
    }
    if not lines:
        raise not_found()
    findings = [line.finding for line in lines.values()]
    question = question_of(findings, month.association)
    return render(
        request,
        "rh/group.html",
        choice=choice,
        rule=regle,
        title=next(iter(lines.values())).rule,
        lines=lines,
        question=question,
        codes=[code for code in lines if code in question.open][:AT_ONCE],
        fixed=[line for code, line in lines.items() if code in question.fixed],
        refused=bool(reste),
        fix=_fix(month.profile, regle, findings),
    )


@router.post(ADDRESS, may=role(Role.RH))
def answer(
    who: Who,
    engine: TheEngine,
    choice: TheChoice,
    *,
    now: Now,
    regle: RuleId,
    codes: Codes,
    ground: Ground,
) -> Response:
    """Record who answers for all of them, or nothing; show what is left, or all causes again."""
    scope = Scope(month=choice.month, basis=choice.basis, agency=choice.agency)
    try:
        group = acknowledge_together(who, engine, scope, codes, ground, now=now)
    except BadRequestError as error:
        changed = [wrong.received for wrong in error.wrong]
        they = "ne sont plus les mêmes" if len(changed) > 1 else "n’est plus le même"
        raise gone_ahead(
            None,
            changed,
            f"Depuis que vous avez ouvert cette page, {plural(len(changed), 'constat')} de ce "
            f"groupe {they} : rien n’est acquitté. Relisez, puis répondez de nouveau.",
        ) from None
    if group.refused:
        return RedirectResponse(choice.address(ADDRESS, regle=regle, reste="oui"), 303)
    return RedirectResponse(f"{choice.address('/rh')}#causes", 303)


def _fix(profile: Profile, rule_id: str, findings: Sequence[Finding]) -> Fix | None:
    """Return where a fact is entered that lifts what a rule finds (None: no fact does)."""
    rule = profile.rule_of[rule_id]
    if isinstance(rule, PersonRule) and rule.ground is not None:
        days = [finding.on for finding in findings]
        cells = naming(genre=rule.ground.value, depuis=f"{min(days)}", jusqu_au=f"{max(days)}")
        return Fix(
            words="Saisir la dérogation", address=f"/donnees/derogations/nouveau?{urlencode(cells)}"
        )
    if Fact.GROUND in rule.rests_on:
        return Fix(words="Saisir la dérogation", address="/donnees/derogations/nouveau")
    lever = Lever.CONTRACT if Fact.CONTRACT in rule.rests_on else rule.lever
    if lever not in LEVERS:
        return None
    words, rows = LEVERS[lever]
    people = {finding.subject for finding in findings}
    query = urlencode(naming(personne=people.pop() if len(people) == 1 else ""))
    return Fix(words=words, address=f"/donnees/{rows}?{query}" if query else f"/donnees/{rows}")
