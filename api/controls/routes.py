"""Audit rotas made elsewhere over HTTP: RH sends files, and receives the report or documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, File, Form, Response, UploadFile

from api.access.caller import Caller, Role, ServiceScope
from api.access.door import Router
from api.access.request import TheEngine, TheSettings, Who
from api.access.rights.rule import role
from api.controls.agencies import known_to
from api.controls.report import Pack, audited, packed
from api.controls.workplace import saved, workplace
from api.export.formats import AuditFormat
from api.judging.foreign.case import FilesAudit
from api.judging.foreign.sources import Guides
from api.judging.report.shapes import ReportOut
from api.web.answering.download import MEDIA, download
from api.web.child_process import run_in_child
from api.web.queries import known_fields
from api.web.refusing.problems import refusals, wrong_value
from constraints.registry import agreements

router = Router(
    prefix="/api/v1/rh/controles",
    tags=["RH"],
    caller="l’outil des RH qui fait contrôler un planning fait ailleurs",
    service=ServiceScope.DATA,
    dependencies=[Depends(known_fields)],
)
MOST_FILES = 200


class AuditForm:
    """A form that asks for an audit: the files, and how to judge them."""

    def __init__(
        self,
        files: Annotated[
            list[UploadFile],
            File(
                description="Classeurs .xlsx, .ods, .xls, fichiers .csv ou calendriers .ics.",
                min_length=1,
                max_length=MOST_FILES,
            ),
        ],
        *,
        legend: Annotated[
            UploadFile | None, File(description="Légende des codes (CSV ou classeur).")
        ] = None,
        correspondence: Annotated[
            UploadFile | None, File(description="Correspondance des colonnes (YAML).")
        ] = None,
        names: Annotated[
            UploadFile | None,
            File(description="Qui est qui, pour les noms proches : « nom;personne » (CSV)."),
        ] = None,
        first: Annotated[date | None, Form(description="Premier jour à contrôler.")] = None,
        last: Annotated[date | None, Form(description="Dernier jour à contrôler.")] = None,
        people: Annotated[list[str], Form(description="Ces personnes seules.")] = [],  # noqa: B006
        dispositifs: Annotated[
            list[str], Form(description="Les seuls dispositifs dont parlent les fichiers.")
        ] = [],  # noqa: B006
        rules: Annotated[list[str], Form(description="Ces règles seules.")] = [],  # noqa: B006
        agreement: Annotated[
            str, Form(max_length=120, description="Convention à appliquer, comme « eclat ».")
        ] = "",
        with_association: Annotated[
            bool, Form(description="Avec ce que l’association sait de ces personnes.")
        ] = True,
        house: Annotated[bool, Form(description="Aussi selon les règles de la maison.")] = False,
        go_on: Annotated[bool, Form(description="Malgré les lignes refusées.")] = False,
    ) -> None:
        if first and last and last < first:
            raise wrong_value("last", f"un jour à partir du {first}", str(last))
        if agreement and agreement not in agreements():
            expected = f"l’une de : {', '.join(sorted(agreements()))}"
            raise wrong_value("agreement", expected, agreement)
        self.files, self.legend, self.correspondence = files, legend, correspondence
        self.names = names
        self.with_association = with_association
        self.first, self.last = first, last
        self.upload = FilesAudit(
            files=(),
            first=first,
            last=last,
            people=tuple(people),
            dispositifs=tuple(dispositifs),
            rules=tuple(rules),
            agreement=agreement,
            house=house,
            go_on=go_on,
        )


@router.post(
    "",
    may=role(Role.RH),
    response_model=ReportOut,
    responses={
        200: {"content": {MEDIA["zip"]: {}}, "description": "Le rapport, ou les documents."},
        **refusals(413),
    },
)
def judge(
    form: Annotated[AuditForm, Depends()],
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    formats: Annotated[
        list[AuditFormat],
        Form(description="Documents voulus, en ZIP ; sinon le rapport en JSON.", max_length=5),
    ] = [],  # noqa: B006 - never written to
) -> Response:
    """Contrôle un planning fait ailleurs, comme « rota audit » : constats, paie, preuves."""
    bounds: dict[str, Any] = {
        "seconds": settings.audit_seconds,
        "memory_mb": settings.audit_memory_mb,
    }
    with _saved_upload(form, who, engine) as upload:
        if not formats:
            report = run_in_child(audited, upload, **bounds)
            return Response(report, media_type="application/json")
        pack = Pack(upload=upload, formats=tuple(formats), made=date.today())  # noqa: DTZ011 - civil
        return download(run_in_child(packed, pack, **bounds), "controle.zip")


@contextmanager
def _saved_upload(form: AuditForm, who: Caller, engine: TheEngine) -> Iterator[FilesAudit]:
    """Save the files of a form in a folder for as long as they are read; yield what to audit."""
    with workplace() as root:
        guides = Guides(
            mapping=_guide(form.correspondence, root / "correspondance"),
            legends=saved([form.legend] if form.legend else [], root / "legende"),
            names=_guide(form.names, root / "noms"),
            month=form.first,
        )
        files = saved(form.files, root / "fichiers")
        association = known_to(who, engine) if form.with_association else None
        yield replace(form.upload, files=files, guides=guides, association=association)


def _guide(file: UploadFile | None, folder: Path) -> Path | None:
    return None if file is None else saved([file], folder)[0]
