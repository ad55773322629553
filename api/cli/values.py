"""Values of rules on screen: where each comes from, what it sets aside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rich.text import Text

from api.french.words import EFFECTS, SEVERITIES, short_date
from scheduler.finding import Effect, Severity
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator


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
