"""The command line's own words in French: help, usage, errors of typing."""

import re
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from api.french.nearest import question, suggestion

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
QUOTES = " '"
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
#: What the help says of an option after its text: `[default: 60; 1<=x<=86400; required]`.
MARKS = (
    (r"\bdefault: ", "défaut : "),
    (r"; ", " ; "),
    (r"\brequired\b", "obligatoire"),
    (r"([-\d.]+)<=x<=([-\d.]+)", r"de \1 à \2"),
    (r"x>=([-\d.]+)", r"au moins \1"),
    (r"x<=([-\d.]+)", r"au plus \1"),
)
#: What the parser writes around an argument that has to be given.
BRACES = str.maketrans("", "", "{}")


def in_french(message: str) -> str:
    """Return a message of the parser in French; one that isn't known stays as it is."""
    text = message.strip()
    for pattern, words in PHRASES:
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            text = match.expand(words)
            break
    for pattern, words in DETAILS:
        text = re.sub(pattern, words, text)
    return text + _offer(message)


def _offer(message: str) -> str:
    """Write the corrections that the parser offers: ` (vouliez-vous dire « --mois » ?)`."""
    for pattern in OFFERS:
        offer = re.search(pattern, message)
        if offer:
            return f" ({question(*(word.strip(QUOTES) for word in offer[1].split(',')))})"
    choice = re.search(CHOICES, message)
    return suggestion(choice[1], re.findall("'(.*?)'", choice[2])) if choice else ""


class _FrenchHelp:
    """
    The parts of a help page that are in French, of a command and of a group.

    They are written as plain text: drawing frames would load a library for longer than the rest
    of the program takes to answer.
    """

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).translate(BRACES)
        formatter.write_usage(ctx.command_path, pieces, prefix="Utilisation : ")

    def get_help_option(self: Any, ctx: Any) -> Any:
        """Return the help option."""
        option = super().get_help_option(ctx)  # type: ignore[misc] # of the class beside this one
        if option is not None:
            option.help = "Affiche cette aide."
            # Left out, it is then False at once: the parser loads pydantic to make None a truth.
            option.default = False
        return option

    def format_options(self: Any, ctx: Any, formatter: Any) -> None:
        """Write arguments, then options, then commands by panel where there are any."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for param in self.get_params(ctx):
            title = "Arguments" if param.param_type_name == "argument" else "Options"
            name, text = param.get_help_record(ctx)
            sections[title].append((name.partition(" <")[0], _marked_in_french(text)))
        for name in getattr(self, "commands", ()):
            command = self.commands[name]
            rows = sections.setdefault(command.rich_help_panel or "Commandes", [])
            rows.append((name, command.help))
        for title, rows in sections.items():
            if rows:
                with formatter.section(f"{title}\u00a0"):
                    formatter.write_dl(rows)


def _marked_in_french(text: str) -> str:
    match = re.fullmatch(r"(.*?) *\[([^\[\]]+)\]", text, re.DOTALL)
    if match is None:
        return text
    words, marks = match.groups()
    for pattern, replacement in MARKS:
        marks = re.sub(pattern, replacement, marks)
    return f"{words} [{marks}]".lstrip()


class FrenchCommand(_FrenchHelp, TyperCommand):
    """A command whose help is in French."""


class FrenchGroup(_FrenchHelp, TyperGroup):
    """A command that holds other commands, whose help is in French."""
