"""Mon tableau Excel: a table is uploaded, asked about, chosen from, and imported."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Annotated

from fastapi import Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.request import the_settings
from api.access.rights.rows import unmasked, writes
from api.access.rights.rule import agency
from api.controls.answers import AWAY
from api.controls.kept import KeptFiles, gone
from api.controls.routes import MOST_FILES
from api.data.entering.editor import REASONS, invalid
from api.french.quoting import cut
from api.french.words import DAYS, ROLES
from api.intake.text.words import ABSENCE_NAMES
from api.own_table.namesakes import another, namesakes
from api.own_table.offer import NOWHERE
from api.own_table.reading import Understood
from api.own_table.rows import doubts
from api.own_table.service import HERE, Bench, TheBench
from api.page.control.desk import RefusedAnswers
from api.page.control.forms import Deed, TheAnswers, Token
from api.page.control.questions import GROUPS, questions_on
from api.page.data.saving import MOST as MOST_FIELDS
from api.page.data.saving import HeldBack
from api.page.data.visit import choice
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.clock import Now
from api.web.refusing.problems import Fault, Refusal
from api.web.texts import form_of
from scheduler.domain.employment.contracts import ContractKind

GUIDES = (
    Guide(
        address="/aide/mon-tableau",
        title="Mon tableau Excel",
        file="data/own_table",
        screens=("/mon-tableau", "/mon-tableau/fini"),
    ),
)

router = Screens(prefix=HERE)
MAY = agency(Role.RESPONSABLE, Role.RH)
TOKEN, SEEN, DEED = "jeton", "vu", "geste"
Counts = Annotated[str, Query(pattern=r"^(\d{1,5}(-\d{1,5}){4})?$")]
CHOOSE = "un fichier (.xlsx, .ods, .xls, .csv, .ics), ou des cases copiées du tableur"
LONGEST = 200
"""Letters of a field of the page that imports, which are kept with the files."""

PASTED = "collage.csv"


@router.get("", may=MAY)
def own_table_page(
    request: Request, bench: TheBench, etape: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Ask for a table, ask about the one that is kept, or show what of it can be imported."""
    files = bench.files()
    if files is None:
        return _upload(request)
    try:
        seen = bench.seen(files)
    except Refusal as problem:
        return _upload(request, problem=problem)
    if etape == "questions" or (not files.wanted.go_on and (seen.asks or seen.reading.refused)):
        return _questions(request, bench, files, seen)
    return _offer(request, bench, files)


@router.post("", may=MAY)
def take(
    request: Request,
    bench: TheBench,
    *,
    fichiers: Annotated[list[UploadFile], File(max_length=MOST_FILES)] = [],  # noqa: B006
    texte: Annotated[str, Form()] = "",
) -> Response:
    """Read a table; the one before is erased."""
    files = [file for file in fichiers if file.filename]
    if texte.strip():
        files.append(UploadFile(BytesIO(texte.encode()), filename=PASTED))
    if not files:
        problem = Refusal(
            422, "requete_invalide", "Rien n’a été lu.", [Fault(field="fichiers", expected=CHOOSE)]
        )
        return _upload(request, text=texte, problem=problem)
    try:
        seen = bench.take(files)
    except Refusal as problem:
        return _upload(request, text=texte, problem=problem)
    if not seen.people and not seen.asks:
        return _upload(request, text=texte, refused=seen.reading.refused)
    return RedirectResponse(HERE, status_code=303)


@router.post("/reponses", may=MAY)
def answer(
    request: Request,
    bench: TheBench,
    form: TheAnswers,
    *,
    jeton: Token = "",
    geste: Deed = "",
) -> Response:
    """Read the table again with the answers, or go on without what stays refused."""
    try:
        refused = bench.reply(jeton, form, geste)
    except Refusal as problem:
        return _upload(request, problem=problem)
    if refused is None:
        return RedirectResponse(HERE, status_code=303)
    return _questions(request, bench, refused.files, bench.seen(refused.files), refused)


async def _fields(request: Request) -> Mapping[str, str]:
    room = the_settings(request).request_mb << 20
    form = await form_of(request, max_files=0, max_fields=MOST_FIELDS, max_part_size=room)
    return {name: text for name, text in form.multi_items() if isinstance(text, str)}


@router.post("/importer", may=MAY)
def bring(
    request: Request,
    bench: TheBench,
    form: Annotated[Mapping[str, str], Depends(_fields)],
    now: Now,
) -> Response:
    """Import what is chosen; or keep what was typed, and show it again with what is wrong."""
    token = form.get(TOKEN, "")
    files = bench.files_named(token)
    if files is None:
        address = bench.imported(token)
        if address:
            return RedirectResponse(address, status_code=303)
        return _upload(request, problem=gone())
    typed = {name: text for name, text in form.items() if name not in {TOKEN, SEEN, DEED}}
    long = [
        Fault(field=name, received=cut(text), expected=f"{LONGEST} signes au plus")
        for name, text in typed.items()
        if len(text) > LONGEST
    ]
    if long:
        shown = replace(files, wanted=replace(files.wanted, typed=typed))
        return _offer(request, bench, shown, HeldBack(problem=invalid(long)))
    try:
        files = bench.choose(files, typed)
        if form.get(DEED) == "revoir":
            return RedirectResponse(f"{HERE}?etape=questions", status_code=303)
        address = bench.bring(files, now=now, shown=form.get(SEEN, ""))
    except (HeldBack, Refusal) as why:
        # Of a button that is pressed twice, the second finds what the first has written.
        address = bench.imported(token)
        if not address:
            outcome = why if isinstance(why, HeldBack) else HeldBack(problem=why)
            return _offer(request, bench, files, outcome)
    return RedirectResponse(address, status_code=303)


@router.get("/fini", may=MAY)
def done_page(request: Request, bench: TheBench, fait: Counts = "") -> Response:
    """Say what was written, and where to go on; of nothing there is nothing to say."""
    if not fait:
        return RedirectResponse(HERE, status_code=303)
    written = map(int, fait.split("-"))
    plans = writes(bench.who, "gabarits")
    return render(request, "own_table/done.html", written=list(written), plans=plans)


@router.post("/fin", may=MAY)
def erase(bench: TheBench, jeton: Token = "") -> Response:
    """Erase the account's files."""
    bench.erase(jeton)
    return RedirectResponse(HERE, status_code=303)


def _upload(
    request: Request,
    *,
    text: str = "",
    refused: Iterable[str] = (),
    problem: Refusal | None = None,
) -> Response:
    status = problem.status if problem else 422 if refused else 200
    return render(
        request,
        "own_table/upload.html",
        status=status,
        text=text,
        refused=tuple(refused),
        problem=problem,
    )


def _questions(
    request: Request,
    bench: Bench,
    files: KeptFiles,
    seen: Understood,
    refused: RefusedAnswers | None = None,
) -> Response:
    questions = questions_on(seen.reading, files.wanted.answers, refused.typed if refused else None)
    problem = refused.with_faults(questions.faults) if refused else None
    reasons = AWAY
    if not unmasked(bench.who, "absences"):
        reasons = {word: AWAY[word] for word in (kind.replace("_", " ") for kind in REASONS)}
    return render(
        request,
        "own_table/questions.html",
        status=problem.status if problem else 200,
        token=files.token,
        seen=seen,
        reading=seen.reading,
        questions=questions,
        answers=files.wanted.answers,
        meanings=[*GROUPS[:-1], ("Absence", reasons)],
        problem=problem,
    )


def _offer(
    request: Request, bench: Bench, files: KeptFiles, outcome: HeldBack | None = None
) -> Response:
    offer = bench.offer(files)
    reasons = Counter(absence.kind for absence in offer.absences.about)
    problem = outcome and outcome.problem
    return render(
        request,
        "own_table/offer.html",
        status=outcome.status if outcome else 200,
        token=files.token,
        offer=offer,
        namesakes={line.key: another(line) for line, _ in namesakes(offer)},
        reading=offer.understood.reading,
        association=offer.association,
        reasons=[(ABSENCE_NAMES[kind], count) for kind, count in reasons.most_common()],
        masked=not unmasked(bench.who, "absences") and not reasons.keys() <= set(REASONS),
        may={kind: writes(bench.who, kind) for kind in ("agences", "dispositifs", "gabarits")},
        days=DAYS,
        roles=ROLES.items(),
        kinds=[(kind, choice(kind)) for kind in ContractKind],
        nowhere=NOWHERE,
        held=outcome,
        problem=problem,
        wrong_values=problem.errors if problem else list(doubts(offer)),
    )
