"""The command line's own words in French: help, usage, errors of typing."""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

rich_utils.DEFAULT_STRING = "[défaut : {}]"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"
rich_utils.ABORTED_TEXT = "Interrompu."
rich_utils.RICH_HELP = "Aide : [blue]'{command_path} {help_option}'[/]"

#: Exceptions of the parser live in different modules from one release of typer to the next.
_PARSER = sys.modules[typer.BadParameter.__module__]
UsageError: type[Any] = _PARSER.UsageError

PHRASES = (
    (r"No such command '(.*)'\.(.*)", r"commande inconnue : « \1 »"),
    (r"No such option: (\S+)(.*)", r"option inconnue : « \1 »"),
    (r"Got unexpected extra arguments? ?\(?s?\)? ?\((.*)\)", r"argument en trop : « \1 »"),
    (r"Missing command\.?", "il manque la commande"),
    (r"Missing (?:argument|option|parameter) (.*?)\.?", r"il manque \1"),
    (r"Option '(.*)' requires an argument\.?", r"l’option \1 attend une valeur"),
    (r"Option '(.*)' does not take a value\.?", r"l’option \1 n’attend pas de valeur"),
    (r"Invalid value for (.*?): (.*)", r"valeur refusée pour \1 : \2"),
    (r"Invalid value: (.*)", r"valeur refusée : \1"),
)
#: What the parser offers in place of what was mistyped.
OFFERS = (r"Did you mean (.*)\?", r"\(Possible options: (.*)\)")
#: A value that is none of those listed: the parser offers nothing.
CHOICES = r"'([^']*)' is not one of (.*)\."
DETAILS = (
    (r"Value error, ", ""),
    (r"Input should be greater than or equal to (\S+)", r"attendu : au moins \1"),
    (r"Input should be less than or equal to (\S+)", r"attendu : au plus \1"),
    (r"Input should be a valid (?:number|integer).*", "attendu : un nombre"),
    (r"Value ('.*') is not a valid .*?(float|int|number|integer).*", r"\1 n’est pas un nombre"),
    (r"(.*) is not in the range (.*)\.", r"\1 est hors de l’intervalle \2"),
    (r"(.*) is not one of (.*)\.", r"\1 n’est pas l’une de : \2"),
    (r"Value (.*) is not a valid .*", r"\1 n’est pas une valeur possible"),
    (r"(?:Path|File|Directory) (.*) does not exist\.", r"\1 n’existe pas"),
    (r"(?:Path|File|Directory) (.*) is a file\.", r"\1 est un fichier, pas un dossier"),
    (r"(?:Path|File|Directory) (.*) is a directory\.", r"\1 est un dossier, pas un fichier"),
    (r"(?:Path|File|Directory) (.*) is not readable\.", r"\1 ne peut pas être lu"),
)


def in_french(message: str) -> str:
    """Return a message of the parser in French; one that isn't known stays as it is."""
    text = message.strip()
    for pattern, words in PHRASES:
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            text = found.expand(words)
            break
    for pattern, words in DETAILS:
        text = re.sub(pattern, words, text)
    return text + _offered(message)


def _offered(message: str) -> str:
    """Write what the parser offers: `. Vouliez-vous dire « --mois » ou « --sortie » ?`."""
    for pattern in OFFERS:
        found = re.search(pattern, message)
        if found:
            words = (word.strip(" '") for word in found[1].split(","))
            return f". Vouliez-vous dire {' ou '.join(f'« {word} »' for word in words)} ?"
    found = re.search(CHOICES, message)
    near = get_close_matches(found[1], re.findall("'(.*?)'", found[2]), n=1) if found else []
    return f". Vouliez-vous dire « {near[0]} » ?" if near else ""


class FrenchCommand(TyperCommand):
    """A command whose usage line and help option are in French."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Utilisation : ")

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help, option.metavar = "Affiche cette aide.", " "
        return option


class FrenchGroup(TyperGroup):
    """The command that holds the others, likewise."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Utilisation : ")

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help, option.metavar = "Affiche cette aide.", " "
        return option
