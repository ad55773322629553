"""`rota equite`: everybody's accounts of fairness, and who is asked next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet, when_it_runs

with when_it_runs():
    from rich.table import Table
    from rich.text import Text

    from api.cli.folder import frame_of, place_of, read_plan
    from api.cli.screen import OK, err, out, say, say_json, show
    from api.data.association import Association
    from api.data.folder.atomic import write_file
    from api.fairness.documents import account_json, accounts_csv, next_json
    from api.fairness.reading import behind_first, rhythms_of, year_before
    from api.fairness.service import NextInLine, next_in_line
    from api.fairness.words import (
        EXPLAINED,
        balance_words,
        run_words,
        shown_name,
        stopped_words,
    )
    from api.french.nearest import suggestion
    from api.french.words import long_date, month_name
    from api.month.errors import BadRequestError
    from api.month.places.folder import FolderPlace
    from api.planning.fairness.accounts import Account, accounts_of
    from api.planning.fairness.kinds import KIND_OF, KINDS, FairnessKind
    from api.planning.problem import templates_of
    from scheduler.balances import amount, signed
    from scheduler.errors import InvalidProblemError

commands = CommandSet()


@commands.declare(
    "Le compte d’équité de chacun : nuits, fins tardives, samedis, dimanches, jours fériés, "
    "changements tardifs, souhaits refusés. Solde de départ, ce que chaque mois ajoute, solde à "
    "la fin, d’après ce qui est publié. Avec --prochain, qui est appelé ensuite.",
    panel=UNDERSTAND,
)
def equite(
    folder: o.Folder,
    *,
    first: Annotated[
        date | None,
        o.option(
            "--de", "AAAA-MM", "Premier mois ; sans cela, onze mois avant --a.", parser=o.month
        ),
    ] = None,
    last: Annotated[
        date | None,
        o.option("--a", "AAAA-MM", "Dernier mois ; sans cela, le dernier publié.", parser=o.month),
    ] = None,
    dispositif: o.Dispositifs = None,
    kind: Annotated[
        str | None,
        o.option(
            "--genre",
            "nuits|samedis|…",
            "Ce genre seul : nuits, fins_tardives, samedis, dimanches, jours_feries, "
            "changements_tardifs, souhaits_refuses.",
        ),
    ] = None,
    day: Annotated[
        date | None,
        o.day_option(
            "--prochain",
            "Dire plutôt qui est appelé ensuite ce jour-là pour ce --genre, dans l’ordre, et qui "
            "ne peut pas.",
        ),
    ] = None,
    plan: o.Plan = None,
    table: Annotated[
        Path | None,
        o.option("--csv", "FICHIER.csv", "Écrire aussi les comptes dans ce fichier."),
    ] = None,
    json: o.AsJson = False,
) -> int:
    chosen = None if kind is None else _kind(kind)
    place = place_of(folder)
    if day is not None:
        for name, value in (("--de", first), ("--a", last), ("--csv", table)):
            if value is not None:
                raise typer.BadParameter(f"{name} ne vaut que sans --prochain")
        if chosen is None:
            raise typer.BadParameter("--prochain attend aussi --genre, comme --genre nuits")
        return _next(place, dispositif, chosen, day, plan, as_json_only=json)
    if plan is not None:
        raise typer.BadParameter("--planning ne vaut qu’avec --prochain")
    association = place.association
    begin, end = _run(association, first, last)
    templates_of(association, _chosen(dispositif))  # refuses an unknown dispositif
    with err().status("Décompte de l’équité…"):
        accounts = accounts_of(
            association,
            begin,
            end,
            dispositifs=_chosen(dispositif),
            kinds=KINDS if chosen is None else [chosen],
        )
    if table is not None:
        write_file(table, accounts_csv(accounts))
        say(f"Écrit dans {table}")
    if json:
        say_json([account_json(account) for account in accounts])
        return OK
    for each in KINDS if chosen is None else [chosen]:
        _show(each, [account for account in accounts if account.kind == each], begin, end)
    _show_rhythms(association, end, accounts)
    show(EXPLAINED, "dim")
    return OK


def _chosen(dispositifs: Sequence[str] | None) -> frozenset[str] | None:
    return frozenset(dispositifs) if dispositifs else None


def _kind(word: str) -> FairnessKind:
    if word not in KIND_OF:
        raise typer.BadParameter(
            f"--genre : reçu « {word} », attendu l’un de {', '.join(KIND_OF)}"
            + suggestion(word, KIND_OF)
        )
    return KIND_OF[word]


def _run(association: Association, first: date | None, last: date | None) -> tuple[date, date]:
    """Return the first and last month to show: those asked for, else the last year published."""
    if not association.history:
        raise InvalidProblemError("aucun mois publié dans historique/ : rien à partager encore")
    end = last or date.fromisoformat(f"{max(association.history)}-01")
    begin = first or year_before(end)
    if begin > end:
        raise typer.BadParameter(f"--de {begin:%Y-%m} est après --a {end:%Y-%m}")
    return begin, end


def _show(kind: FairnessKind, accounts: Sequence[Account], first: date, last: date) -> None:
    if not accounts:
        return
    title = f"{kind.title}, {run_words(first, last)}"
    screen = Table(title=title, title_justify="left", box=None, pad_edge=False)
    screen.add_column("Personne")
    for head in ("Solde avant", "Eus", "Part", "Écart", "Solde"):
        screen.add_column(head, justify="right", no_wrap=True)
    for account in behind_first(accounts):
        screen.add_row(
            Text(shown_name(account, last)),
            signed(account.opening),
            str(account.count),
            amount(account.due),
            signed(account.difference),
            signed(account.closing),
        )
    out().print(screen)
    out().print()


def _show_rhythms(association: Association, month: date, accounts: Sequence[Account]) -> None:
    """Tell the shape of people's weeks in the last month."""
    names = {account.mediator.id: shown_name(account, month) for account in accounts}
    lines = [
        f"  {names[who]} : {words}"
        for who, words in rhythms_of(association, month, accounts).items()
        if words
    ]
    for line in ([f"Rythme des semaines, {month_name(month)}", *lines, ""]) if lines else ():
        show(line)


def _next(
    place: FolderPlace,
    dispositifs: list[str] | None,
    kind: FairnessKind,
    day: date,
    plan: Path | None,
    *,
    as_json_only: bool,
) -> int:
    try:
        frame = frame_of(place, day.replace(day=1), dispositifs)
    except InvalidProblemError as error:
        raise InvalidProblemError(f"--prochain : reçu « {day:%d/%m/%Y} » : {error}") from None
    assignments = frame.published if plan is None else read_plan(plan, frame)
    with err().status("Recherche de qui est appelé ensuite…"):
        try:
            line = next_in_line(frame, assignments, kind, day)
        except BadRequestError as error:
            options = {"kind": "--genre", "day": "--prochain"}
            raise InvalidProblemError(error.by(options)) from None
    if as_json_only:
        say_json(next_json(line))
        return OK
    for text in next_lines(line):
        show(text)
    return OK


def next_lines(line: NextInLine) -> list[str]:
    """Write who is asked next for a kind on a day, in order, then who can't be, and why."""
    noun = line.kind.noun
    lines = [f"{line.kind.title} : qui est appelé ensuite le {long_date(line.day)}"]
    if line.holders:
        lines.append(f"En tient déjà : {', '.join(m.name for m in line.holders)}.")
    if not line.order:
        lines.append("Personne d’autre ne peut sans enfreindre une règle qui bloque.")
    for number, each in enumerate(line.order, start=1):
        lines.append(f"  {number}. {each.mediator.name} : {balance_words(each.balance, noun)}")
    if line.stopped:
        lines.append("Ne peuvent pas ce jour-là :")
    lines += [f"  {stopped_words(stopped)}" for stopped in line.stopped]
    return lines
