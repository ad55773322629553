"""`rota rules` and `rota profile`: the values of rules, and where each comes from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from api.cli.folder import read_folder, today
from api.cli.screen import OK, out, say_json
from api.data.association import Association
from api.french.plural import plural
from api.french.words import short_date
from api.judging.rules import profile_on, rules_on
from scheduler.errors import InvalidProblemError
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from api.judging.rules import ProfileOnDay, ReplacedValue, RuleOnDay, RuleValue


def rules(*, day: date | None, convention: str | None, json: bool) -> int:
    """List the rules, with their values in force on a day."""
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


def profile(
    *, folder: Path | None, convention: str | None, day: date | None, agency: str, json: bool
) -> int:
    """Show every value in force on a day, where it comes from and what it sets aside."""
    on = day or today()
    association = Association() if folder is None else read_folder(folder)
    if agency and agency not in {place.id for place in association.agencies}:
        known = ", ".join(place.id for place in association.agencies) or "aucune sans dossier"
        raise InvalidProblemError(f"agence inconnue « {agency} » (attendu : {known})")
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
        out().print(Text(words), soft_wrap=True)
    for rule in in_force.rules:
        for line in rule_lines(rule, whole=False):
            out().print(line, soft_wrap=True)
    if card is None:
        return
    if card.not_computed:
        out().print(Text("\nDit par la convention, non calculé ici", style="bold"))
    for provision in card.not_computed:
        out().print(Text(f"  {provision.title} : {provision.text}"), soft_wrap=True)
        marks = " · ".join(filter(None, (provision.article, provision.note, provision.url)))
        out().print(Text(f"    {marks}", style="dim"), soft_wrap=True)
    if card.warnings:
        out().print(Text("\nÀ savoir", style="bold"))
    for words in card.warnings:
        out().print(Text(f"  {words}", style="yellow"), soft_wrap=True)


def rule_lines(rule: RuleOnDay, *, whole: bool = True) -> Iterator[Text]:
    """
    Write a rule as lines: title, effect, values with their origin, articles.

    Unless `whole`, its articles are left out, and so are the values that it shares with a rule
    printed before.
    """
    title = Text(f"\n{rule.title}", style="bold")
    title.append(f"  {rule.id}", style="dim")
    yield title
    yield Text(f"  {rule.severity_label} · {rule.effect_label}")
    for value in rule.values:
        if whole or not value.shared:
            yield from _value_lines(value)
    if whole:
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
    since = short_date(value.since)
    if value.until is None:
        return f"depuis le {since}"
    return f"du {since} au {short_date(value.until)}"
