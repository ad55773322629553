"""`rota publish`: a month changed by hand, published after what it breaks and changes is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from api.cli import options as o
from api.cli.command import PLAN, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.cli.audit.screen import by_reason
    from api.cli.folder import (
        check_publishable,
        check_writable,
        documents,
        frame_of,
        half_published,
        place_of,
    )
    from api.cli.interrupts import too_late
    from api.cli.month.screen import show_changes
    from api.cli.screen import BLOCKED, OK, out, say, say_json, show
    from api.export.formats import Format
    from api.french.plural import plural
    from api.french.words import consequence, instant_words, of_month
    from api.judging.report.report import grouped
    from api.month.documents.gathering import documents_of
    from api.month.errors import open_posts_words
    from api.month.explanation import changes_json
    from api.month.findings import judge
    from api.month.places.folder import FolderPlace, HalfPublishedError
    from api.month.places.place import Stamp, Version
    from api.month.publication.publishing import (
        NOBODY,
        Preview,
        broken_by,
        changes_of,
        preview,
        publish,
    )
    from api.month.shapes import findings_json
    from api.month.versions.month_file import MonthFile, month_file
    from api.planning.names import names_of
    from scheduler.finding import Finding, Verdict

commands = CommandSet()

SHOWN = 40
"""Findings listed one by one."""


@commands.declare(
    "Publie un mois changé à la main, d’après un fichier (le CSV, le classeur ou la grille que "
    "« rota export » et « rota audit » connaissent). Montre d’abord ce qu’il enfreint, chaque "
    "constat avec son article, et ce qui change pour qui par rapport à ce qui est publié ; un "
    "constat bloquant arrête tout. Seuls changent les dispositifs que le fichier dit.",
    panel=PLAN,
)
def publish_(
    folder: o.Folder,
    *,
    plan: Annotated[
        Path,
        o.option(
            "--planning", "FICHIER", "Le mois à publier : qui tient quel créneau, ou quel service."
        ),
    ],
    month: Annotated[
        date | None, o.month_option("Mois à publier ; sans cela, celui du fichier.")
    ] = None,
    dispositif: o.Dispositifs = None,
    preview_only: Annotated[
        bool, o.flag("--apercu", "Montrer seulement : rien n’est publié.")
    ] = False,
    output: Annotated[
        Path | None,
        o.option(
            "--sortie",
            "DOSSIER",
            "Dossier où écrire aussi les documents du mois : les deux, ou rien.",
        ),
    ] = None,
    json: o.AsJson = False,
) -> int:
    if output is not None:
        check_writable(output)
    check_publishable(folder, "publish")
    place, file = place_of(folder), month_file(plan, month)
    first, now = month or file.month(), datetime.now(UTC)
    chosen = frozenset(dispositif or ()) or file.dispositifs(place.association, first, now)
    frame = frame_of(place, first, chosen)
    version = Version(month=first, own=frame.own, assignments=file.assignments(frame))
    ready = preview(place, version, now=now)
    if not json:
        for line in by_reason(file.aside):
            say(f"Mis de côté : {line}", "yellow")
        _show(ready, plan)
        _warn_if_older(place.stamp(frame), ready, plan)
    if ready.stopping or preview_only or ready.empty or ready.nothing:
        return _say_unpublished(ready, file, as_json_only=json)
    try:
        path = _publish(place, version, ready, output)
    except HalfPublishedError as error:
        return half_published(error, place, frame.label)
    if json:
        say_json(_as_json(ready, file, "publie", str(path)))
    else:
        show(f"Publié dans {path}")
        if output is None:
            hint = f"Pour écrire ses documents : rota export {folder} --mois {frame.label}"
            show(hint, style="dim")
    return OK


def _warn_if_older(stamp: Stamp | None, ready: Preview, plan: Path) -> None:
    """Say that the month was published after a file was written: a folder keeps no draft's base."""
    written = datetime.fromtimestamp(plan.stat().st_mtime, UTC)
    if stamp is None or stamp.published <= written or ready.empty:
        return
    last, first = (instant_words(each) for each in (stamp.published, written))
    say(
        f"Ce fichier, écrit le {first}, est plus ancien que ce qui est publié (le {last}) : voyez "
        "ce qu’il déferait.",
        "yellow",
    )


def _publish(place: FolderPlace, version: Version, ready: Preview, output: Path | None) -> Path:
    """Publish a version, with its documents where a folder is named: all of both, or nothing."""
    now = ready.month_change.now
    if output is None:
        path = publish(place, version, now=now)
        too_late()
        return path
    month = documents_of(place, judge(ready.frame, version.assignments))
    with documents(output, month, [Format.ALL]) as wanted:
        return publish(place.with_documents(wanted), version, now=now)


def _say_unpublished(ready: Preview, file: MonthFile, *, as_json_only: bool) -> int:
    """Say why nothing is published, and return the exit code."""
    if ready.stopping:
        state, words, style = "bloque", "Non publié : des constats bloquent la publication.", "red"
    elif ready.nothing:
        state, words, style = "rien_a_publier", f"Rien à publier : {NOBODY}.", ""
    elif ready.empty:
        state, words, style = "rien_a_publier", "Rien à publier : c’est déjà publié tel quel.", ""
    else:
        state, words, style = "apercu", "Aperçu : rien n’est publié.", "yellow"
    if as_json_only:
        say_json(_as_json(ready, file, state, None))
    else:
        say(words, f"bold {style}".strip())
    return BLOCKED if ready.stopping else OK


def _show(ready: Preview, plan: Path) -> None:
    frame = ready.frame
    out().rule(f"Publication {of_month(frame.month)}, d’après {plan.name}")
    names = names_of(frame.association)
    if frame.own is not None:
        decided = ", ".join(sorted(frame.own))
        others = "ce qui est publié des autres ne change pas"
        show(f"Dispositifs du fichier : {decided} ; {others}.", "dim")
    if ready.stopping:
        words = plural(len(ready.stopping), "constat bloque", "constats bloquent")
        out().print(Text(f"{words} la publication :", style="bold red"))
        _list(ready.stopping)
    for acked in ready.answers.acked:
        answer = acked.acknowledgement
        words = f"Acquitté par {answer.by} ({answer.ground}) : {acked.finding.message}"
        show(f"  {words}")
    stopping = {finding.code for finding in ready.stopping}
    others_found = [finding for finding in broken_by(ready) if finding.code not in stopping]
    if others_found:
        many = plural(len(others_found), "autre constat", "autres constats")
        out().print(Text(f"{many} que le planning publié n’a pas :", style="bold"))
        _list([finding for finding in others_found if finding.verdict is Verdict.VIOLATION])
        doubts = [finding for finding in others_found if finding.verdict is not Verdict.VIOLATION]
        for group in grouped(doubts, frame.problem.mediator_of):
            first, count = group.findings[0], plural(len(group.findings), "constat")
            title = f"{frame.profile.rule_of[first.rule].title} ({first.article})"
            text = f"  {title} : {count}, d’abord {first.message}"
            show(text)
    show_changes(changes_of(ready), names)
    if ready.posts.open:
        out().print(Text(f"{open_posts_words(ready.posts)}.", style="yellow"))


def _list(findings: Sequence[Finding]) -> None:
    for finding in findings[:SHOWN]:
        show(f"  {finding.message}")
        words = f"    {finding.article} · {consequence(finding)} · code {finding.code}"
        show(words, style="dim")
    if len(findings) > SHOWN:
        out().print(f"  … et {plural(len(findings) - SHOWN, 'autre')} : --json les donne tous.")


def _as_json(
    ready: Preview, file: MonthFile, state: str, publication: str | None
) -> dict[str, Any]:
    people = ready.frame.association.mediator_of
    return {
        "state": state,
        "month": ready.frame.label,
        "dispositifs": None if ready.frame.own is None else sorted(ready.frame.own),
        "stopping": [finding.code for finding in ready.stopping],
        "findings": findings_json(dict.fromkeys((*ready.stopping, *broken_by(ready))), people),
        "set_aside": list(by_reason(file.aside)),
        "changes": changes_json(changes_of(ready)),
        "open_posts": ready.posts.open,
        "under_minimum": ready.posts.under,
        "publication": publication,
    }
