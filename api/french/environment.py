"""Read a model from environment variables of a prefix, and say in French what is wrong."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from api.french.expected import expected
from api.french.nearest import suggestion
from api.french.system import cause_of
from scheduler.errors import RoulementError

Model = TypeVar("Model", bound=BaseModel)

APART = frozenset({"DEBUG"})
"""Variables of our prefix that are no setting: read by the command line itself."""

FROM_FILE = "_file"
"""A secret may be in a file instead: its variable's name then ends so."""

ACCOUNT = re.compile(r"[^\s/:]*:[^\s/]*@")
"""An account and its password in what may be an address."""

FOLLOWS = "default_factory_not_called"
"""What pydantic says of a default that follows other values, where one of them is wrong."""

SECRET_BYTES = 64 * 1024
TRUTHS = {"oui": "true", "vrai": "true", "non": "false", "faux": "false"}
YES_OR_NO = "oui ou non"
"""What a truth is in a variable; in JSON it is `true` or `false`."""


class SettingsError(RoulementError):
    """Invalid settings. `faults`: one line for each, which names the variable."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read(model: type[Model], environment: Mapping[str, str], prefix: str) -> Model:
    """
    Read a model from the variables that begin with `prefix`, its fields' names in capitals.

    Lists are written with commas, truths `oui` or `non`. A secret (a field that isn't shown) may
    be in a file: `…_FILE` gives its path. SettingsError: a value can't be, a variable names
    nothing, or a secret's file can't be read.
    """
    values: dict[str, Any] = {}
    faults: list[str] = []
    for name in sorted(environment):
        if not name.startswith(prefix) or name.removeprefix(prefix) in APART:
            continue
        key = name.removeprefix(prefix).lower()
        try:
            key, text = _read_from_file(model, key, environment[name])
        except SettingsError as error:
            faults.append(f"{name} : {error}")
            continue
        if key not in model.model_fields:
            faults.append(
                f"{name} : ce réglage n’existe pas{suggestion(name, variables(model, prefix))}"
            )
        elif key in values:
            faults.append(f"{prefix}{key.upper()} : donné deux fois, en clair et par un fichier")
        else:
            values[key] = _value(model, key, text)
    try:
        settings = model.model_validate(values)
    except ValidationError as error:
        faults.extend(
            _fault(model, prefix, fault)
            for fault in error.errors(include_url=False)
            if fault["type"] != FOLLOWS
        )
    if faults:
        raise SettingsError(tuple(faults))
    return settings


def variables(model: type[BaseModel], prefix: str) -> tuple[str, ...]:
    """Return the names of all variables of a model, in its order, files of secrets left out."""
    return tuple(f"{prefix}{name.upper()}" for name in model.model_fields)


def secret(model: type[BaseModel], key: str) -> bool:
    """Whether a field is a secret: never shown, and allowed to be in a file."""
    return key in model.model_fields and not model.model_fields[key].repr


def _read_from_file(model: type[BaseModel], key: str, text: str) -> tuple[str, str]:
    """Return a field and its text; read the text from a file if the key ends in `FROM_FILE`."""
    plain = key.removesuffix(FROM_FILE)
    if key in model.model_fields or plain == key or not secret(model, plain):
        return key, text
    try:
        with Path(text).open(encoding="utf-8") as file:
            content = file.read(SECRET_BYTES + 1)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise SettingsError((f"fichier « {text} » : {_why(error)}",)) from None
    if len(content) > SECRET_BYTES:
        raise SettingsError((f"fichier « {text} » de plus de {SECRET_BYTES} octets",))
    return plain, content.rstrip("\r\n")


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return cause_of(error)
    utf8 = isinstance(error, UnicodeDecodeError)
    return "ce n’est pas du texte UTF-8" if utf8 else "il ne peut pas être lu"


def _value(model: type[BaseModel], key: str, text: str) -> object:
    """Return a text as pydantic reads it: a list cut at commas, a French yes or no in English."""
    kind = model.model_fields[key].annotation
    if get_origin(kind) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return TRUTHS.get(text.strip().lower(), text) if kind is bool else text


def _fault(model: type[BaseModel], prefix: str, error: Any) -> str:
    """Say in French what is wrong with a variable: its name, its value, what was expected."""
    key = str(error["loc"][0]) if error["loc"] else ""
    context = {
        name: each.replace("'", "") if isinstance(each, str) else each
        for name, each in error.get("ctx", {}).items()
    }
    wanted = YES_OR_NO if error["type"] == "bool_parsing" else expected({**error, "ctx": context})
    value = error["input"]
    text = ", ".join(value) if isinstance(value, tuple) else value
    shown = "(secret)" if secret(model, key) else f"« {ACCOUNT.sub('…@', str(text))} »"
    return f"{prefix}{key.upper()} : trouvé {shown}, attendu : {wanted}"
