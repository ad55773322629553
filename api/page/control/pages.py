"""Contrôler un fichier: rotas made elsewhere are uploaded, asked about, judged, and erased."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.rights.rule import role
from api.controls.answers import codes_book, names_book
from api.controls.kept import KeptFiles, gone
from api.export.formats import AuditFormat
from api.page.conformity.findings import (
    COLUMNS,
    Arrangement,
    Place,
    TheArrangement,
    table_of,
)
from api.page.control.desk import Desk, RefusedAnswers, TheDesk
from api.page.control.forms import (
    BLANK,
    AnswersForm,
    Deed,
    TheAnswers,
    TheUpload,
    Token,
)
from api.page.control.judged import Judged
from api.page.control.questions import GROUPS, questions_on
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.answering.download import download
from api.web.refusing.problems import Refusal, not_found
from constraints.registry import agreements

GUIDES = (
    Guide(
        address="/aide/controle",
        title="Planning fait ailleurs",
        file="rh/control",
        screens=("/rh/controle", "/rh/controle/constat"),
        picture="Le formulaire qui prend les fichiers à contrôler, les mois et la convention.",
    ),
)

router = Screens()
HERE = "/rh/controle"
SHOWN = tuple(name for name in COLUMNS if name != "repond")


@router.get(HERE, may=role(Role.RH))
def control_page(request: Request, desk: TheDesk, arrangement: TheArrangement) -> Response:
    """Ask for files, or show those that the account has had judged."""
    files = desk.files()
    if files is None:
        return _upload(request, desk)
    try:
        seen = desk.seen(files)
    except Refusal as problem:
        return _upload(request, desk, problem=problem)
    return _shown(request, desk, files, seen, arrangement)


@router.post(HERE, may=role(Role.RH))
def upload(request: Request, desk: TheDesk, form: TheUpload) -> Response:
    """Read and judge files; those before are erased."""
    try:
        form.check()
        desk.receive(form)
    except Refusal as problem:
        return _upload(request, desk, typed=form.typed, problem=problem, answers=form.answers)
    return RedirectResponse(HERE, status_code=303)


@router.post(f"{HERE}/reponses", may=role(Role.RH))
def answer(
    request: Request,
    desk: TheDesk,
    form: TheAnswers,
    *,
    jeton: Token = "",
    geste: Deed = "",
) -> Response:
    """Judge the files again with the answers, or in spite of what stays refused."""
    try:
        refused = desk.reply(jeton, form, geste)
    except Refusal as problem:
        return _upload(request, desk, problem=problem, answers=form)
    if refused is None:
        return RedirectResponse(f"{HERE}#constats", status_code=303)
    seen = desk.seen(refused.files)
    return _shown(request, desk, refused.files, seen, Arrangement(), refused=refused)


@router.get(f"{HERE}/constat", may=role(Role.RH))
def proof_fragment(
    request: Request, desk: TheDesk, code: Annotated[str, Query(max_length=120)] = ""
) -> Response:
    """Answer what a finding unfolds to, for a script that puts it into the table."""
    files = desk.present()
    report = desk.seen(files).report
    proof = None if report is None else report.proofs.get(code)
    if proof is None:
        raise not_found()
    return render(request, "rh/control_proof.html", token=files.token, proof=proof)


@router.post(f"{HERE}/documents", may=role(Role.RH))
def documents(
    request: Request,
    desk: TheDesk,
    *,
    jeton: Token = "",
    format_: Annotated[AuditFormat, Form(alias="format")] = AuditFormat.ALL,
    personne: Annotated[str, Form(max_length=120)] = "",
) -> Response:
    """Answer the documents of the audit, of everybody or of one person, as an archive."""
    files = desk.files_named(jeton)
    if files is None:
        return _upload(request, desk, problem=gone())
    return download(desk.documents(files, format_, personne), "controle.zip")


@router.get(f"{HERE}/codes.xlsx", may=role(Role.RH))
def codes_file(desk: TheDesk) -> Response:
    """Answer the answers on codes, to be given as a legend next month."""
    return download(codes_book(desk.present().wanted.answers), "codes.xlsx")


@router.get(f"{HERE}/noms.xlsx", may=role(Role.RH))
def names_file(desk: TheDesk) -> Response:
    """Answer the answers on names, to be given again next month."""
    return download(names_book(desk.present().wanted.answers), "noms.xlsx")


@router.post(f"{HERE}/fin", may=role(Role.RH))
def erase_files(desk: TheDesk, jeton: Token = "") -> Response:
    """Erase the account's files."""
    desk.erase(jeton)
    return RedirectResponse(HERE, status_code=303)


def _upload(
    request: Request,
    desk: Desk,
    *,
    typed: Mapping[str, str] = BLANK,
    problem: Refusal | None = None,
    answers: AnswersForm | None = None,
) -> Response:
    """Ask for files; `answers`: those already given, which go with them."""
    return render(
        request,
        "rh/control_upload.html",
        whole=desk.reach.everything,
        status=problem.status if problem else 200,
        typed=typed,
        problem=problem,
        agreements=sorted(agreements()),
        carried=answers,
    )


def _shown(
    request: Request,
    desk: Desk,
    files: KeptFiles,
    seen: Judged,
    arrangement: Arrangement,
    *,
    refused: RefusedAnswers | None = None,
) -> Response:
    report, answers = seen.report, files.wanted.answers
    questions = questions_on(seen.reading, answers, refused.typed if refused else None)
    problem = refused.with_faults(questions.faults) if refused else None
    place = Place(path=HERE, proof=f"{HERE}/constat", query={})
    return render(
        request,
        "rh/control.html",
        whole=desk.reach.everything,
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
