"""`rota acknowledge`: record who answers for a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet, when_it_runs

with when_it_runs():
    from api.cli.audit.request import Request, case_of, guides_of
    from api.cli.folder import last_day, today
    from api.cli.screen import OK, err, out, say_json, show
    from api.data.association import Acknowledgement
    from api.french.words import of_month, short_date
    from api.judging.acknowledging import AcknowledgementError
    from api.judging.case import ReadSummary
    from api.judging.judging import findings_on
    from api.month.errors import BadRequestError
    from api.month.places.folder import FolderPlace
    from api.month.publication.acknowledging import acknowledge as record
    from scheduler.errors import InvalidProblemError
    from scheduler.finding import Finding

commands = CommandSet()


@commands.declare(
    "Enregistre qui répond d’un constat et sur quel fondement. Rien n’écarte l’ordre public ; ce "
    "qui bloque sauf accord demande un accord ou une dérogation enregistrés.",
    panel=UNDERSTAND,
)
def acknowledge(
    folder: o.Folder,
    code: Annotated[str, o.argument("CODE", "Code du constat, donné par audit.")],
    *,
    month: o.Month,
    ground: Annotated[
        str,
        o.option(
            "--fondement",
            "TEXTE",
            "Sur quoi l’on s’appuie ; si le constat bloque, un accord ou une dérogation "
            "enregistrés.",
        ),
    ],
    by: Annotated[str, o.option("--par", "NOM", "Qui en répond.")],
    on: Annotated[
        date | None,
        o.day_option("--le", "Jour de l’acquittement ; sans cela, aujourd’hui."),
    ] = None,
    plan: o.Plan = None,
    source: Annotated[
        list[Path] | None,
        o.option(
            "--source",
            "FICHIER",
            "Fichier fait ailleurs où le constat fut trouvé ; à répéter.",
        ),
    ] = None,
    mapping: o.Mapping = None,
    legend: o.Legend = None,
    names: o.Names = None,
    house: o.House = False,
    json: o.AsJson = False,
) -> int:
    answer = Acknowledgement(
        code=code.strip(), ground=_text(ground), by=_text(by), day=on or today(), month=month
    )
    if answer.day > today():
        raise InvalidProblemError(f"--le {short_date(answer.day)} est à venir")
    request = Request(
        files=tuple(source or (folder,)),
        month=month,
        first=month,
        last=last_day(month),
        folder=folder if source else None,
        plan=plan,
        house=house,
        go_on=True,
        guides=guides_of(mapping, legend, names, month),
    )
    findings = _judge(request)
    try:
        recorded = record(FolderPlace(folder), lambda _: findings, answer)
    except BadRequestError:
        raise AcknowledgementError(
            f"aucun constat « {answer.code} » au contrôle {of_month(month)} : "
            "rota audit donne les codes"
        ) from None
    if recorded.before is not None:
        before = recorded.before
        raise AcknowledgementError(
            f"le constat « {answer.code} » est déjà acquitté, le {short_date(before.day)} par "
            f"{before.by} : {before.ground}"
        )
    if json:
        say_json(
            {
                "state": "acquitte",
                "code": answer.code,
                "message": recorded.finding.message,
                "ground": answer.ground,
                "by": answer.by,
                "day": answer.day.isoformat(),
                "file": str(recorded.kept),
            }
        )
        return OK
    show(f"Acquitté : {recorded.finding.message}")
    words = f"  par {answer.by} le {short_date(answer.day)}, fondement : {answer.ground}"
    show(words)
    out().print(f"Écrit dans {recorded.kept}")
    return OK


def _text(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidProblemError("--fondement et --par attendent un texte")
    return words


def _judge(request: Request) -> list[Finding]:
    """
    Audit the rota again, so that a finding is acknowledged as it is now.

    Rows that are refused are left out, as the audit with --continue does.
    """
    what = case_of(request)
    if isinstance(what, ReadSummary):
        raise InvalidProblemError("aucun service lu dans ces fichiers : rien à acquitter")
    with err().status("Contrôle…"):
        return findings_on(what.case)
