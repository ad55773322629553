"""Contrôler un fichier: rotas made elsewhere are uploaded, asked about, judged, and erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import role
from api.controls.answers import codes_book, names_book
from api.controls.kept import KeptFiles, SeenAudits, forget, gone, of
from api.database.engine import reading
from api.export.audit.formats import AuditFormat
from api.page.conformity.findings import (
    COLUMNS,
    Arrangement,
    Place,
    TheArrangement,
    table_of,
)
from api.page.control.forms import (
    BLANK,
    AnswersForm,
    TheAnswers,
    TheUpload,
    Typed,
    answered,
)
from api.page.control.judged import Judged
from api.page.control.questions import GROUPS, questions_on
from api.page.control.running import documents_of, judged_again, received, rerun
from api.shell.document import render
from api.shell.guides import Guide
from api.web.download import download
from api.web.problems import Refusal, not_found
from constraints.registry import agreements

if TYPE_CHECKING:
    from collections.abc import Mapping

GUIDES = (
    Guide(
        address="/aide/controle",
        title="Planning fait ailleurs",
        file="rh/control",
        screens=("/rh/controle", "/rh/controle/constat"),
        picture="Le formulaire qui prend les fichiers à contrôler, les mois et la convention.",
    ),
)

router = Router(include_in_schema=False)
HERE = "/rh/controle"
SHOWN = tuple(name for name in COLUMNS if name != "repond")
Token = Annotated[str, Form(max_length=60)]


@router.get(HERE, may=role(Role.RH))
def control_page(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    arrangement: TheArrangement,
) -> Response:
    """Ask for files, or show those that the account has had judged."""
    files = _files(who, engine)
    if files is None:
        return _upload(request, who)
    try:
        seen = _shown_of(request, files, who, engine, settings)
    except Refusal as problem:
        return _upload(request, who, problem=problem)
    return _shown(request, who, files, seen, arrangement)


@router.post(HERE, may=role(Role.RH))
def upload(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    form: TheUpload,
) -> Response:
    """Read and judge files; those before are erased."""
    faults = list(form.faults())
    if faults:
        problem = Refusal(422, "requete_invalide", "Rien n’a été lu.", errors=faults)
        return _upload(request, who, typed=form.typed, problem=problem, answers=form.answers)
    try:
        files, seen = received(form, who, engine, settings)
    except Refusal as problem:
        return _upload(request, who, typed=form.typed, problem=problem, answers=form.answers)
    _remember(request, files, who, seen)
    return RedirectResponse(HERE, status_code=303)


@router.post(f"{HERE}/reponses", may=role(Role.RH))
def answer(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    form: TheAnswers,
    *,
    jeton: Token = "",
    geste: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Judge the files again with the answers, or in spite of what stays refused."""
    files = _files(who, engine)
    if files is None or files.token != jeton:
        return _upload(request, who, problem=gone(), answers=form)
    answers, typed = answered(form, files.wanted.answers)
    wanted = replace(files.wanted, answers=answers, go_on=geste == "tel-quel")
    if typed.faults:
        problem = Refusal(422, "requete_invalide", "Rien n’a changé : des réponses sont à revoir.")
    else:
        try:
            files, seen = rerun(files, wanted, who, engine, settings)
        except Refusal as refused:
            problem = refused
        else:
            _remember(request, files, who, seen)
            return RedirectResponse(f"{HERE}#constats", status_code=303)
    present = _files(who, engine)
    if present is None or present.token != jeton:
        return _upload(request, who, problem=gone(), answers=form)
    seen = _shown_of(request, present, who, engine, settings)
    return _shown(request, who, present, seen, Arrangement(), typed=typed, problem=problem)


@router.get(f"{HERE}/constat", may=role(Role.RH))
def proof_fragment(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    code: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """Answer what a finding unfolds to, for a script that puts it into the table."""
    files = _mine(who, engine)
    report = _shown_of(request, files, who, engine, settings).report
    proof = None if report is None else report.proofs.get(code)
    if proof is None:
        raise not_found()
    return render(request, "rh/control_proof.html", token=files.token, proof=proof)


@router.post(f"{HERE}/documents", may=role(Role.RH))
def documents(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    *,
    jeton: Token = "",
    format_: Annotated[AuditFormat, Form(alias="format")] = AuditFormat.ALL,
    personne: Annotated[str, Form(max_length=120)] = "",
) -> Response:
    """Answer the documents of the audit, of everybody or of one person, as an archive."""
    files = _files(who, engine)
    if files is None or files.token != jeton:
        return _upload(request, who, problem=gone())
    content = documents_of(files, who, engine, settings, format_=format_, person=personne)
    return download(content, "controle.zip")


@router.get(f"{HERE}/codes.xlsx", may=role(Role.RH))
def codes_file(who: Who, engine: TheEngine) -> Response:
    """Answer the answers on codes, to be given as a legend next month."""
    return download(codes_book(_mine(who, engine).wanted.answers), "codes.xlsx")


@router.get(f"{HERE}/noms.xlsx", may=role(Role.RH))
def names_file(who: Who, engine: TheEngine) -> Response:
    """Answer the answers on names, to be given again next month."""
    return download(names_book(_mine(who, engine).wanted.answers), "noms.xlsx")


@router.post(f"{HERE}/fin", may=role(Role.RH))
def erase_files(request: Request, who: Who, session: Writing, jeton: Token = "") -> Response:
    """Erase the account's files."""
    files = of(session, who.user, datetime.now(UTC))
    if files is not None and files.token == jeton:
        forget(session, who.user)
        _seen_audits(request).forget(who.user)
    return RedirectResponse(HERE, status_code=303)


def _files(who: Who, engine: TheEngine) -> KeptFiles | None:
    with reading(engine) as session:
        return of(session, who.user, datetime.now(UTC))


def _mine(who: Who, engine: TheEngine) -> KeptFiles:
    files = _files(who, engine)
    if files is None:
        raise gone()
    return files


def _seen_audits(request: Request) -> SeenAudits:
    audits: SeenAudits = request.app.state.seen_audits
    return audits


def _remember(request: Request, files: KeptFiles, who: Who, seen: Judged) -> None:
    _seen_audits(request).remember(files, Reach(who, HR).agencies, seen)


def _shown_of(
    request: Request, files: KeptFiles, who: Who, engine: TheEngine, settings: TheSettings
) -> Judged:
    """Return what the screen shows of files; judge them again if another process had done so."""
    seen: Judged | None = _seen_audits(request).of(files, Reach(who, HR).agencies)
    if seen is None:
        seen = judged_again(files, files.wanted, who, engine, settings)
        _remember(request, files, who, seen)
    return seen


def _upload(
    request: Request,
    who: Who,
    *,
    typed: Mapping[str, str] = BLANK,
    problem: Refusal | None = None,
    answers: AnswersForm | None = None,
) -> Response:
    """Ask for files; `answers`: those already given, which go with them."""
    return render(
        request,
        "rh/control_upload.html",
        whole=Reach(who, HR).everything,
        status=problem.status if problem else 200,
        typed=typed,
        problem=problem,
        agreements=sorted(agreements()),
        carried=answers,
    )


def _shown(
    request: Request,
    who: Who,
    files: KeptFiles,
    seen: Judged,
    arrangement: Arrangement,
    *,
    typed: Typed | None = None,
    problem: Refusal | None = None,
) -> Response:
    report, answers = seen.report, files.wanted.answers
    questions = questions_on(seen.reading, answers, typed)
    if problem is not None:
        problem.errors = [*problem.errors, *questions.faults]
    place = Place(path=HERE, proof=f"{HERE}/constat", query={})
    return render(
        request,
        "rh/control.html",
        whole=Reach(who, HR).everything,
        status=problem.status if problem else 200,
        token=files.token,
        reading=seen.reading,
        questions=questions,
        answers=answers,
        report=report,
        table=report and table_of(report.lines, report.proofs.get, place, arrangement, SHOWN),
        meanings=GROUPS,
        problem=problem,
        typed={**BLANK, "convention": files.wanted.agreement},
        agreements=sorted(agreements()),
    )
