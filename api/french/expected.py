"""What was expected of a wrong value, in French, from pydantic's kinds of errors."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

IDENT = "un identifiant : ni espace, ni guillemet, ni apostrophe, ni « ; », « , », « | » ou « / »"

SIMPLE = {
    "missing": "une valeur : ce champ est obligatoire",
    "extra_forbidden": "aucun champ de ce nom",
    "unexpected_keyword_argument": "aucun champ de ce nom",
    "string_type": "un texte",
    "int_type": "un nombre entier",
    "int_parsing": "un nombre entier",
    "int_parsing_size": "un nombre entier moins grand",
    "int_from_float": "un nombre entier",
    "float_type": "un nombre",
    "float_parsing": "un nombre",
    "finite_number": "un nombre fini",
    "bool_type": "true ou false",
    "bool_parsing": "true ou false",
    "date_type": "une date comme 2026-12-31",
    "date_parsing": "une date comme 2026-12-31",
    "date_from_datetime_parsing": "une date comme 2026-12-31",
    "date_from_datetime_inexact": "une date sans heure, comme 2026-12-31",
    "datetime_type": "un instant avec son décalage, comme 2026-10-24T21:30+02:00",
    "datetime_parsing": "un instant avec son décalage, comme 2026-10-24T21:30+02:00",
    "datetime_from_date_parsing": "un instant avec son décalage, comme 2026-10-24T21:30+02:00",
    "datetime_object_invalid": "un instant qui existe",
    "timezone_aware": "un instant avec son décalage, comme 2026-10-24T21:30+02:00",
    "time_type": "une heure comme 21:30",
    "time_parsing": "une heure comme 21:30",
    "list_type": "une liste",
    "tuple_type": "une liste",
    "set_type": "une liste",
    "frozen_set_type": "une liste",
    "dict_type": "un objet",
    "model_type": "un objet",
    "model_attributes_type": "un objet",
    "dataclass_type": "un objet",
    "json_invalid": "du JSON",
    "json_type": "du JSON",
    "string_unicode": "un texte en UTF-8",
    "none_required": "rien (null)",
}

BOUNDED = {
    "greater_than": "plus de {gt}",
    "greater_than_equal": "{ge} au moins",
    "less_than": "moins de {lt}",
    "less_than_equal": "{le} au plus",
    "multiple_of": "un multiple de {multiple_of}",
    "string_too_short": "{min_length} caractères au moins",
    "string_too_long": "{max_length} caractères au plus",
    "too_short": "{min_length} éléments au moins",
    "too_long": "{max_length} éléments au plus",
    "literal_error": "l’un de : {expected}",
    "enum": "l’un de : {expected}",
}

PATTERNS = {
    r"^20\d{2}-(0[1-9]|1[0-2])$": "un mois comme 2026-12",
    r"^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d)?$": "un jour comme 2026-12-31, ou un jour "
    "et une heure comme 2026-12-31 21:30",
    r"^([01]\d|2[0-3]):[0-5]\d$": "une heure comme 21:30",
    r"^\d{1,2}$": "un nombre de deux chiffres au plus",
    r"^[0-9a-f]{32}$": "un identifiant : 32 chiffres ou lettres de a à f",
    r"^[0-9a-f]{0,16}$": "16 chiffres ou lettres de a à f au plus",
    r"^[^\x00-\x20/]+-\d{4}-\d{2}-\d{2}$": "un créneau comme P-J-2026-12-31",
    r"^[\w][\w .-]{0,110}\.ics$": "un nom de fichier comme vacances.ics",
    r"^[^\x00]*$": "un texte sans caractère nul",
    r"^[^\x00-\x1f\x7f]*$": "un texte d’une ligne, sans caractère de commande",
    r"^[^\x00-\x08\x0b-\x1f\x7f]*$": "un texte sans caractère de commande",
    r"^[^\s;,|\"']+$": IDENT,
    r"^[^\s;,|\"'/\x00]+$": IDENT,
    r"^[^\s;,|\"'/\x00]*$": IDENT,
}
"""What a text must be like, by its pattern: nobody is shown a regular expression."""

OR_EMPTY = "|^$", "^$|"
"""How a pattern ends, or begins, where nothing may be said instead."""

LONGEST = 60


def expected(error: ErrorDetails | Mapping[str, Any]) -> str:
    """Say in French what was expected in place of a wrong value."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind in SIMPLE:
        return SIMPLE[kind]
    if kind in BOUNDED:
        return BOUNDED[kind].format(**context).replace(" or ", " ou ")
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern")).removesuffix(OR_EMPTY[0]).removeprefix(OR_EMPTY[1])
        return PATTERNS.get(pattern, "un texte d’une autre forme")
    if kind == "roulement":
        return str(error["msg"])
    if kind in {"value_error", "assertion_error"}:
        return str(context.get("error", "")) or "une autre valeur"
    return "une autre valeur"


def quoted(error: ErrorDetails | Mapping[str, Any]) -> str:
    """Quote what was found, cut short (nothing where the value is missing, or an object)."""
    value = error.get("input")
    if error["type"] == "missing" or value is None or isinstance(value, (dict, list, bytes)):
        return ""
    text = str(value).encode("utf-8", "replace").decode()  # half a surrogate can't be answered
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
