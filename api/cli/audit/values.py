"""`rota rules` and `rota profile`: the values of rules, and where each comes from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rich.text import Text

from api.cli.folder import read_folder, today
from api.cli.screen import OK, out, say_json
from api.data.association import Association
from api.french.words import EFFECTS, SEVERITIES, short_date
from api.judging.in_force import agreement_json, rules_json
from constraints.agreements.terms import Applied
from constraints.registry import applied_on, profile_of
from scheduler.errors import InvalidProblemError
from scheduler.finding import Effect, Severity
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def rules(*, day: date | None, convention: str | None, json: bool) -> int:
    """List the rules, with their values in force on a day."""
    on = day or today()
    applied = () if convention is None else (Applied(agreement=convention),)
    rows = rules_json(profile_of(applied), on)
    if json:
        say_json({"date": on.isoformat(), "convention": convention, "regles": rows})
        return OK
    out().rule(f"{len(rows)} règles, en vigueur le {short_date(on)}")
    for row in rows:
        for line in rule_lines(row):
            out().print(line, soft_wrap=True)
    return OK


def profile(
    *, folder: Path | None, convention: str | None, day: date | None, agency: str, json: bool
) -> int:
    """Show every value in force on a day, where it comes from and what it sets aside."""
    on = day or today()
    association = Association() if folder is None else read_folder(folder)
    if agency and agency not in {one.id for one in association.agencies}:
        known = ", ".join(one.id for one in association.agencies) or "aucune sans dossier"
        raise InvalidProblemError(f"agence inconnue « {agency} » (attendu : {known})")
    applied = association.applied
    if convention is not None:
        applied = (Applied(agreement=convention),)
    rows = [
        row
        for row in rules_json(profile_of(applied, association.terms), on, agency)
        if any(value["valeur"] is not None for value in row["valeurs"])
    ]
    agreement = applied_on(applied, on, agency)
    card = None if agreement is None else agreement_json(agreement)
    if json:
        say_json({"date": on.isoformat(), "agence": agency, "convention": card, "regles": rows})
        return OK
    where = f", agence {agency}" if agency else ""
    out().rule(f"Valeurs en vigueur le {short_date(on)}{where}")
    _show_profile(rows, card)
    return OK


def _show_profile(rows: Sequence[dict[str, Any]], card: dict[str, Any] | None) -> None:
    if card is None:
        out().print(Text("Aucune convention collective appliquée ce jour-là."))
    else:
        read = short_date(date.fromisoformat(card["texte_du"]))
        words = f"{card['nom']} (IDCC {card['idcc']}), {card['force']}, texte du {read}"
        out().print(Text(words), soft_wrap=True)
    for row in rows:
        for line in rule_lines(row, whole=False):
            out().print(line, soft_wrap=True)
    if card is None:
        return
    if card["non_calcule"]:
        out().print(Text("\nDit par la convention, non calculé ici", style="bold"))
    for one in card["non_calcule"]:
        out().print(Text(f"  {one['titre']} : {one['texte']}"), soft_wrap=True)
        marks = " · ".join(filter(None, (one["article"], one["note"], one["url"])))
        out().print(Text(f"    {marks}", style="dim"), soft_wrap=True)
    if card["avertissements"]:
        out().print(Text("\nÀ savoir", style="bold"))
    for words in card["avertissements"]:
        out().print(Text(f"  {words}", style="yellow"), soft_wrap=True)


def rule_lines(row: dict[str, Any], *, whole: bool = True) -> Iterator[Text]:
    """
    Write a rule of `rules_json` as lines: title, effect, values with their origin, articles.

    Not `whole`: without its articles, and without values that it shares with a rule told before.
    """
    title = Text(f"\n{row['titre']}", style="bold")
    title.append(f"  {row['id']}", style="dim")
    yield title
    yield Text(f"  {SEVERITIES[Severity(row['gravite'])]} · {EFFECTS[Effect(row['effet'])]}")
    for value in row["valeurs"]:
        if whole or not value["deja_dite"]:
            yield from _value_lines(value)
    if whole:
        for source in row["sources"]:
            yield Text(f"  {source['article']}  {source['url']}", style="dim")


def _value_lines(value: dict[str, Any]) -> Iterator[Text]:
    if value["valeur"] is None:
        yield Text(f"  {value['libelle']} : pas encore en vigueur", style="dim")
        return
    line = Text(f"  {value['libelle']} : ")
    line.append(value["texte"], style="bold cyan")
    line.append(f" ({days(value)}{''.join(_bounds(value))})", style="dim")
    yield line
    yield Text(f"    {value['niveau']} : {value['article']}  {value['url']}".rstrip(), style="dim")
    for one in value["ecartees"]:
        words = f"    écarte {one['texte']}, {one['niveau']} : {one['article']} ({days(one)})"
        yield Text(words, style="dim")


def _bounds(value: dict[str, Any]) -> Iterator[str]:
    """Say how far others may move a value: where it stands, or where it first stood, is no move."""
    still = {value["valeur"], value["valeur_initiale"]}
    who = "un accord de branche" if value["branche_seule"] else "un accord"
    authority: tuple[int | None, int | None] = value["autorisation"] or (None, None)
    for source, bounds in (
        (who, (value["plancher"], value["plafond"])),
        ("une autorisation", authority),
    ):
        moved = [shown(b, value["unite"]) for b in bounds if b is not None and b not in still]
        if moved:
            yield f", {source} peut aller " + (
                f"jusqu’à {moved[0]}" if len(moved) == 1 else f"de {moved[0]} à {moved[1]}"
            )
    if authority[0] is not None and authority[1] is None and authority[0] in still:
        yield f", une autorisation peut aller au-delà de {shown(authority[0], value['unite'])}"


def days(value: dict[str, Any]) -> str:
    """Write when a value is in force: `depuis le 01/01/2026`, `du 01/01/2026 au 30/06/2026`."""
    since = short_date(date.fromisoformat(value["depuis"]))
    if value["jusqu_au"] is None:
        return f"depuis le {since}"
    return f"du {since} au {short_date(date.fromisoformat(value['jusqu_au']))}"
