"""`rota rules` and `rota profile`: the values of rules, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.cli.folder import read_folder, today
    from api.cli.screen import OK, out, say_json, show
    from api.data.association import Association
    from api.french.plural import plural
    from api.french.words import period_words, short_date
    from api.judging.rules import (
        ProfileOnDay,
        ReplacedValue,
        RuleOnDay,
        RuleValue,
        profile_on,
        rules_on,
    )
    from scheduler.errors import InvalidProblemError
    from scheduler.rule import shown

commands = CommandSet()


@commands.declare(
    "Liste les règles, leurs valeurs à une date, l’article, la gravité et l’effet.",
    panel=UNDERSTAND,
)
def rules(*, day: o.Day = None, convention: o.Convention = None, json: o.AsJson = False) -> int:
    on = day or today()
    listed = rules_on(on, convention or "")
    if json:
        say_json(asdict(listed))
        return OK
    out().rule(f"{plural(len(listed.rules), 'règle')}, en vigueur le {short_date(on)}")
    for rule in listed.rules:
        for line in rule_lines(rule):
            out().print(line, soft_wrap=True)
    return OK


@commands.declare(
    "Dit d’où vient chaque valeur en vigueur : Code, branche, entreprise ou autorisation, son "
    "article, depuis quand, et ce qu’elle écarte. Sans dossier : le Code, ou une --convention.",
    panel=UNDERSTAND,
)
def profile(
    folder: Annotated[
        Path | None,
        o.argument(
            "DOSSIER",
            "Dossier de l’association ; sans lui, le Code du travail ou la convention seuls.",
        ),
    ] = None,
    *,
    convention: o.Convention = None,
    day: o.Day = None,
    agency: Annotated[str, o.option("--agence", "ID", "Valeurs d’une agence du dossier.")] = "",
    json: o.AsJson = False,
) -> int:
    on = day or today()
    association = Association() if folder is None else read_folder(folder)
    if agency and agency not in {place.id for place in association.agencies}:
        agencies = ", ".join(place.id for place in association.agencies) or "aucune sans dossier"
        raise InvalidProblemError(f"agence inconnue « {agency} » (attendu : {agencies})")
    in_force = profile_on(association, on, agency, convention or "")
    if json:
        say_json(asdict(in_force))
        return OK
    where = f", agence {agency}" if agency else ""
    out().rule(f"Valeurs en vigueur le {short_date(on)}{where}")
    _show_profile(in_force)
    return OK


def _show_profile(in_force: ProfileOnDay) -> None:
    card = in_force.agreement
    if card is None:
        out().print(Text("Aucune convention collective appliquée ce jour-là."))
    else:
        read = short_date(card.stated)
        words = f"{card.name} (IDCC {card.idcc}), {card.strength}, texte du {read}"
        show(words)
    for rule in in_force.rules:
        for line in rule_lines(rule, in_full=False):
            out().print(line, soft_wrap=True)
    if card is None:
        return
    if card.not_computed:
        out().print(Text("\nDit par la convention, non calculé ici", style="bold"))
    for provision in card.not_computed:
        show(f"  {provision.title} : {provision.text}")
        marks = " · ".join(filter(None, (provision.article, provision.note, provision.url)))
        show(f"    {marks}", style="dim")
    if card.warnings:
        out().print(Text("\nÀ savoir", style="bold"))
    for words in card.warnings:
        show(f"  {words}", style="yellow")


def rule_lines(rule: RuleOnDay, *, in_full: bool = True) -> Iterator[Text]:
    """
    Write a rule as lines: title, effect, values with their origin, articles.

    Unless `in_full`, its articles are left out, and so are the values that it shares with a rule
    printed before.
    """
    title = Text(f"\n{rule.title}", style="bold")
    title.append(f"  {rule.id}", style="dim")
    yield title
    yield Text(f"  {rule.severity_label} · {rule.effect_label}")
    for value in rule.values:
        if in_full or not value.shared:
            yield from _value_lines(value)
    if in_full:
        for source in rule.sources:
            yield Text(f"  {source.article}  {source.url}", style="dim")


def _value_lines(value: RuleValue) -> Iterator[Text]:
    if value.value is None:
        yield Text(f"  {value.label} : pas encore en vigueur", style="dim")
        return
    line = Text(f"  {value.label} : ")
    line.append(value.text, style="bold cyan")
    line.append(f" ({days(value)}{''.join(_bounds(value))})", style="dim")
    yield line
    yield Text(f"    {value.level} : {value.article}  {value.url}".rstrip(), style="dim")
    for other in value.set_aside:
        words = f"    écarte {other.text}, {other.level} : {other.article} ({days(other)})"
        yield Text(words, style="dim")


def _bounds(value: RuleValue) -> Iterator[str]:
    """Say how far others may move a value; a bound equal to the value says that they may not."""
    still = {value.value, value.initial}
    who = "un accord de branche" if value.branch_only else "un accord"
    authority: tuple[int | None, int | None] = value.authorised or (None, None)
    for source, bounds in (
        (who, (value.floor, value.ceiling)),
        ("une autorisation", authority),
    ):
        moved = [shown(b, value.unit) for b in bounds if b is not None and b not in still]
        if moved:
            yield f", {source} peut aller " + (
                f"jusqu’à {moved[0]}" if len(moved) == 1 else f"de {moved[0]} à {moved[1]}"
            )
    if authority[0] is not None and authority[1] is None and authority[0] in still:
        yield f", une autorisation peut aller au-delà de {shown(authority[0], value.unit)}"


def days(value: RuleValue | ReplacedValue) -> str:
    """Write when a value is in force: `depuis le 01/01/2026`, `du 01/01/2026 au 30/06/2026`."""
    assert value.since is not None  # noqa: S101 - what is in force has begun
    return period_words(value.since, value.until)
