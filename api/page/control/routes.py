"""Contrôler un fichier: rotas made elsewhere are uploaded, asked about, judged, and erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import TheEngine, TheSettings, Who
from api.controls.answers import codes_book, names_book
from api.controls.kept import Controls, KeptFiles
from api.controls.routes import ZIP
from api.export.audit.formats import AuditFormat
from api.page.conformity.table import Arrangement, TheArrangement
from api.page.control.answering import AnswersForm, TheAnswers, Typed, answered
from api.page.control.rights import HERE
from api.page.control.running import documents_of, received, rerun
from api.page.control.upload import BLANK, TheUpload
from api.page.control.view import GROUPS, agreements_offered, control_view
from api.page.document import render
from api.web.child_process import ChildError
from api.web.problems import Refusal, not_found

if TYPE_CHECKING:
    from collections.abc import Mapping

router = Router(include_in_schema=False)
Token = Annotated[str, Form(max_length=60)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GONE = (
    "Ces fichiers ne sont plus gardés : une demi-heure a passé, la session a été fermée, ou "
    "d’autres fichiers ont été choisis depuis. Choisissez-les de nouveau."
)


@router.get(HERE)
def control_page(request: Request, who: Who, arrangement: TheArrangement) -> Response:
    """Ask for files, or show those that the account has had judged."""
    files = _controls(request).of(who.user)
    return _upload(request, who) if files is None else _shown(request, who, files, arrangement)


@router.post(HERE)
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
    controls = _controls(request)
    try:
        files = received(form, controls, who, engine, settings)
    except Refusal as problem:
        return _upload(request, who, typed=form.typed, problem=problem, answers=form.answers)
    controls.keep(who.user, files)
    return RedirectResponse(HERE, status_code=303)


@router.post(f"{HERE}/reponses")
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
    files = _controls(request).of(who.user)
    if files is None or files.token != jeton:
        return _upload(request, who, problem=_gone(), answers=form)
    answers, typed = answered(form, files.answers)
    if typed.faults:
        problem = Refusal(422, "requete_invalide", "Rien n’a changé : des réponses sont à revoir.")
        return _shown(request, who, files, Arrangement(), typed=typed, problem=problem)
    try:
        rerun(files, answers, who, engine, settings, go_on=geste == "tel-quel")
    except Refusal as problem:
        return _shown(request, who, files, Arrangement(), typed=typed, problem=problem)
    except ChildError:
        if _controls(request).of(who.user) is files:
            raise
        return _upload(request, who, problem=_gone(), answers=form)
    return RedirectResponse(f"{HERE}#constats", status_code=303)


@router.get(f"{HERE}/constat")
def proof_fragment(
    request: Request, who: Who, code: Annotated[str, Query(max_length=120)] = ""
) -> Response:
    """Answer what a finding unfolds to, for a script that puts it into the table."""
    files = _mine(request, who)
    report = files.seen.report
    proof = None if report is None else report.proofs.get(code)
    if proof is None:
        raise not_found()
    return render(request, "rh/control_proof.html", token=files.token, proof=proof)


@router.post(f"{HERE}/documents")
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
    files = _controls(request).of(who.user)
    if files is None or files.token != jeton or files.seen.report is None:
        return _upload(request, who, problem=_gone())
    content = documents_of(files, who, engine, settings, format_=format_, person=personne)
    return _file(content, ZIP, "controle.zip")


@router.get(f"{HERE}/codes.xlsx")
def codes_file(request: Request, who: Who) -> Response:
    """Answer the answers on codes, to be given as a legend next month."""
    return _file(codes_book(_mine(request, who).answers), XLSX, "codes.xlsx")


@router.get(f"{HERE}/noms.xlsx")
def names_file(request: Request, who: Who) -> Response:
    """Answer the answers on names, to be given again next month."""
    return _file(names_book(_mine(request, who).answers), XLSX, "noms.xlsx")


@router.post(f"{HERE}/fin")
def erase_files(request: Request, who: Who, jeton: Token = "") -> Response:
    """Erase the account's files."""
    controls = _controls(request)
    files = controls.of(who.user)
    if files is not None and files.token == jeton:
        controls.forget(who.user)
    return RedirectResponse(HERE, status_code=303)


def _controls(request: Request) -> Controls:
    controls: Controls = request.app.state.controls
    return controls


def _mine(request: Request, who: Who) -> KeptFiles:
    files = _controls(request).of(who.user)
    if files is None:
        raise _gone()
    return files


def _gone() -> Refusal:
    return Refusal(409, "fichiers_effaces", GONE)


def _file(content: bytes, media: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)


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
        agreements=agreements_offered(typed["convention"]),
        carried=answers,
    )


def _shown(
    request: Request,
    who: Who,
    files: KeptFiles,
    arrangement: Arrangement,
    *,
    typed: Typed | None = None,
    problem: Refusal | None = None,
) -> Response:
    view = control_view(files, files.seen, arrangement, typed)
    if problem is not None:
        problem.errors = [*problem.errors, *view.faults]
    return render(
        request,
        "rh/control.html",
        whole=Reach(who, HR).everything,
        status=problem.status if problem else 200,
        view=view,
        meanings=GROUPS,
        problem=problem,
        typed=BLANK,
        agreements=agreements_offered(files.audit.agreement),
    )
