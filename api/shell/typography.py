"""
French typography of pages: no line ends inside « 13 h 00 », nor before « : » or after « « ».

Templates and views write plain spaces. Whatever text a template shows is bound here, once: its
literal texts as it is compiled, its variables as they are written. Values of attributes, and what
people type or copy, stay as they are.
"""

import re
from collections.abc import Iterator

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from api.french.words import unbroken

VERBATIM = ("code", "kbd", "option", "pre", "script", "textarea")
"""Elements whose text is typed, sent or copied."""

PIECES = re.compile(r"(</?[a-zA-Z]*|>)")
FILTER = "bound"


class Bound(Extension):
    """Bind the literal texts of templates, and write their variables through the filter."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters[FILTER] = bound

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield a template's tokens, its texts bound."""
        place = _Place()
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", place.read(token.value))
            elif token.type == "variable_begin" and place.is_text:
                yield token
                yield Token(token.lineno, "lparen", "(")
            elif token.type == "variable_end" and place.is_text:
                yield Token(token.lineno, "rparen", ")")
                yield Token(token.lineno, "pipe", "|")
                yield Token(token.lineno, "name", FILTER)
                yield token
            else:
                yield token


class _Place:
    """The place in a template's markup up to which it was read: in a tag, verbatim, or in text."""

    def __init__(self) -> None:
        self._in_tag = False
        self._verbatim = 0

    @property
    def is_text(self) -> bool:
        return not self._in_tag and not self._verbatim

    def read(self, markup: str) -> str:
        """Go through some markup, and return it with its texts bound."""
        pieces = []
        for piece in PIECES.split(markup):
            if piece.startswith("<"):
                self._in_tag = True
                if piece.lstrip("</") in VERBATIM:
                    self._verbatim += -1 if piece.startswith("</") else 1
            elif piece == ">":
                self._in_tag = False
            elif self.is_text:
                pieces.append(unbroken(piece))
                continue
            pieces.append(piece)
        return "".join(pieces)


def in_markup(markup: str) -> str:
    """Return some markup that no template made, with its texts bound."""
    return _Place().read(markup)


def bound(value: object) -> object:
    """Bind a text that a page shows; markup is bound already, where it was written."""
    if isinstance(value, Markup) or not isinstance(value, str) or " " not in value:
        return value
    return unbroken(value)
