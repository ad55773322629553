"""Whether lines of `rota` name commands and options that there are."""

import re
import shlex
from functools import cache

from typer.testing import CliRunner

from api.cli.app import FILES, app


@cache
def help_of(command: str) -> str:
    """Return what a subcommand of `rota` says with --help (empty: there is none)."""
    # In this process: importing the command line takes seconds, and once is enough.
    done = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "200"})
    return done.stdout if done.exit_code == 0 else ""


def missing_options(line: str) -> list[str]:
    """Return the command of a line if there is none of that name, and options that it hasn't."""
    words = [re.sub(r"[»…,.;:]+$", "", word) for word in shlex.split(line, comments=True)[1:]]
    named = [word for word in words if re.fullmatch(r"[a-z]+", word)]
    both = " ".join(named[:2])
    command = both if both in FILES or named[:1] == ["user"] else "".join(named[:1])
    if words and not words[0].startswith("-") and not command:
        return words[:1]
    text = help_of(command)
    options = [word.split("=")[0] for word in words if word.startswith("-")]
    return [option for option in options if option not in text] if text else [command]
