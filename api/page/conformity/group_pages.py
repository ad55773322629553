"""Répondre d’un groupe: one question for all findings of a rule on a published month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import StringConstraints

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import role
from api.data.rows.readers import LONGEST
from api.french.plural import plural
from api.hours.months.acknowledging import Scope, acknowledge_together, question_of
from api.hours.months.evidence import proven
from api.hours.months.service import findings_within, month_of
from api.judging.report.report import Answer
from api.month.errors import BadRequestError
from api.page.conformity.findings import Line, line_of
from api.page.conformity.months import TheChoice
from api.page.data.typed import naming
from api.planning.names import names_of, with_slots_named
from api.shell.document import render
from api.shell.preparing import JUDGED
from api.web.clock import Now
from api.web.problems import gone_ahead, not_found
from api.web.texts import Line as OneLine
from scheduler.evidence import Fact
from scheduler.finding import Finding
from scheduler.rule import Lever, PersonRule, Profile

router = Router(include_in_schema=False)
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
