"""Every text field of every form, body and address, found in the routes and on the pages."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, quote_plus

from annotated_types import GroupedMetadata
from fastapi import FastAPI, UploadFile, params
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.access.caller import Role
from api.access.rights.rows import RIGHTS, May
from api.access.rights.rule import Access
from api.data.rows.kinds import KINDS
from tests.api.entered import ROWS
from tests.api.page.every_role import HTML
from tests.api.page.furnished import address_of, furnish, give, have_judged, paths
from tests.api.rights import NOBODY, OPEN, Doors, Route, routes
from tests.api.scopes import options
from tests.api.service import Service

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
GROUPS = ("anyOf", "oneOf", "allOf")
Place = tuple[str | int, ...]


@dataclass
class SentForm:
    """A form as a page shows it: where it goes, and what its fields hold."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text field: who may send it, where, how a value gets there, and its bound (None: none)."""

    caller: str
    method: str
    path: str
    name: str
    most: int | None
    address: str
    options: Mapping[str, Any]
    kind: str
    place: Place = ()
    base: Any = None

    @property
    def is_row(self) -> bool:
        """Whether it is a column of a row: one declaration bounds it for all roles and doors."""
        return self.kind == "json" and self.path == ROWS

    @property
    def where(self) -> str:
        return f"{self.method} {self.path} {self.kind} {self.name}"

    def request(self, text: str) -> tuple[str, str, str, Any]:
        """Return the request that sends a text in this field."""
        headers = dict(self.options.get("headers", {}))
        sent: dict[str, Any] = {"headers": headers}
        address = self.address
        if self.kind == "query":
            address += f"{'&' if '?' in address else '?'}{self.name}={_quoted(text)}"
        elif self.kind == "form":
            headers["Content-Type"] = FORM
            pairs = [*((n, t) for n, t in self.base if n != self.name), (self.name, text)]
            sent["content"] = "&".join(f"{quote_plus(n)}={_quoted(t)}" for n, t in pairs).encode()
        else:
            headers["Content-Type"] = JSON
            sent["content"] = json.dumps(_with(self.base, self.place, text)).encode()
        return self.caller, self.method, address, sent


def _quoted(text: str) -> str:
    """Write a text for an address or a form; half a character as its three bytes."""
    return quote(text, safe="", errors="surrogatepass")


class Forms(HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self, page: str, here: str) -> None:
        super().__init__()
        self.here, self.forms = here, list[SentForm]()
        self._form: SentForm | None = None
        self._chooses, self._typing = "", ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = values.get("method", "get").lower()
            self._form = SentForm(values.get("action") or self.here)
            if method == "post":
                self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag in ("input", "button") and values.get("name"):
            off = values.get("type") in ("checkbox", "radio") and "checked" not in values
            if values.get("type") != "file" and not off:
                self._form.fields.append((values["name"], values.get("value", "")))
        elif tag == "select":
            self._chooses = values.get("name", "")
        elif tag == "option" and self._chooses:
            known = dict(self._form.fields)
            if "selected" in values or self._chooses not in known:
                self._form.fields = [p for p in self._form.fields if p[0] != self._chooses]
                self._form.fields.append((self._chooses, values.get("value", "")))
        elif tag == "textarea":
            self._form.fields.append((values.get("name", ""), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._chooses = ""


def walked(service: Service) -> tuple[Doors, list[Text]]:
    """Furnish a database; return accounts, and every text field that somebody may send."""
    values = furnish(service)
    doors = Doors(service.app, service.engine, agency="")
    give(service, values, doors.accounts[Role.MEDIATEUR][0])
    values["foreign"] = have_judged(doors)
    posts = [route.path for route in routes(service.app) if route.method == "POST"]
    shown = _by_route(posts, _shown_forms(doors, values))
    return doors, list(declared(service.app, values, shown))


def declared(
    app: FastAPI,
    values: Mapping[str, str] = MappingProxyType({}),
    shown: Mapping[str, Sequence[tuple[str, SentForm]]] = MappingProxyType({}),
) -> Iterator[Text]:
    """
    Yield every text field that a route declares, and every other of the forms that are shown.

    Without a form that is shown, a field of it is sent alone.
    """
    declarations = {
        (method, route.path): route
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    for route in routes(app):
        of = declarations.get((route.method, route.path))
        if of is not None:
            yield from _in_query(route, of, values)
            yield from _in_form(route, of, values, shown.get(route.path, ()))
            yield from _in_body(app, route, values)


def _shown_forms(doors: Doors, values: Mapping[str, str]) -> Iterator[tuple[str, SentForm]]:
    """Yield each form of each page as each role that it opens to is shown it."""
    table = doors.app.state.rights
    wanted = [
        (str(caller), address_of(path, values))
        for path in paths()
        for caller in _callers(table["GET", path])
    ]
    answers = doors.answers(
        [(caller, "GET", address, {"headers": HTML}) for caller, address in wanted]
    )
    for (caller, address), answer in zip(wanted, answers, strict=True):
        assert answer.status_code < 500, f"{address}, {caller} : {answer.text[:200]}"
        if answer.status_code == 200:
            for form in Forms(answer.text, address.partition("?")[0]).forms:
                yield caller, form


def _by_route(
    paths: Iterable[str], shown: Iterable[tuple[str, SentForm]]
) -> Mapping[str, Sequence[tuple[str, SentForm]]]:
    """
    Return the forms that are sent to each route, by its path.

    Of routes that an address matches, the one with the fewest parameters has the form:
    `/trous/pourvoir` isn't a slot of `/trous/{slot_id}`.
    """
    patterns = {
        path: re.compile(re.sub(r"\\\{\w+(:path)?\\\}", "[^/?]+", re.escape(path)) + r"(\?.*)?")
        for path in sorted(paths, key=lambda path: path.count("{"))
    }
    table: dict[str, list[tuple[str, SentForm]]] = defaultdict(list)
    for caller, form in shown:
        for path, pattern in patterns.items():
            if pattern.fullmatch(form.action):
                table[path].append((caller, form))
                break
    return table


def _callers(row: Access) -> list[Role | str]:
    if row.scope in OPEN:
        return [NOBODY]
    return sorted(row.roles) or [Role.RH]


def _caller(route: Route) -> str:
    return str(_callers(route.row)[0])


def _in_query(route: Route, of: APIRoute, values: Mapping[str, str]) -> Iterator[Text]:
    for parameter in _flat(of, "query_params"):
        yield Text(
            caller=_caller(route),
            method=route.method,
            path=route.path,
            name=parameter.alias,
            most=_most(parameter.field_info.metadata),
            address=filled(route.path, values),
            options={},
            kind="query",
        )


def _in_form(
    route: Route, of: APIRoute, values: Mapping[str, str], forms: Sequence[tuple[str, SentForm]]
) -> Iterator[Text]:
    if route.method != "POST":
        return
    names: dict[str, tuple[str, SentForm | None, int | None]] = {}
    for caller, form in forms:
        for name, _ in form.fields:
            names.setdefault(name, (caller, form, None))
    for alias, info in _form_fields(of):
        if UploadFile not in _parts(info.annotation):
            caller, first = next(iter(forms), (_caller(route), None))
            inner = [m for part in _parts(info.annotation) for m in getattr(part, "metadata", ())]
            most = _most(info.metadata if info.annotation is str else inner)
            names[alias] = (caller, first, most)
    for name, (caller, sent, most) in names.items():
        yield Text(
            caller=caller,
            method="POST",
            path=route.path,
            name=name,
            most=most,
            address=sent.action if sent is not None else filled(route.path, values),
            options={},
            kind="form",
            base=sent.fields if sent is not None else [],
        )


def _form_fields(of: APIRoute) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a form by name, one by one or as a model of all declares them."""
    for parameter in _flat(of, "body_params"):
        info = parameter.field_info
        if not isinstance(info, params.Form):
            continue
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from info.annotation.model_fields.items()
        else:
            yield parameter.alias, info


def _in_body(app: FastAPI, route: Route, values: Mapping[str, str]) -> Iterator[Text]:
    body = route.described.get("requestBody", {}).get("content", {}).get(JSON)
    if body is None:
        return
    document = app.openapi()
    if route.path.startswith(ROWS):
        # What replaces a row is bounded by the same declaration as what adds it.
        yield from _in_rows(document, route) if route.path == ROWS else ()
        return
    sent = options(document, route, values)
    for place, most in _leaves(document, body["schema"], ()):
        yield Text(
            caller=_caller(route),
            method=route.method,
            path=route.path,
            name=".".join(map(str, place)),
            most=most,
            address=filled(route.path, values),
            options=sent,
            kind="json",
            place=place,
            base=sent["json"],
        )


def _in_rows(document: Mapping[str, Any], route: Route) -> Iterator[Text]:
    """Yield the texts of a row of each kind, and how it is sent by who may add it."""
    mapped = document["components"]["schemas"]["AnyChange"]["discriminator"]["mapping"]
    for kind, ref in mapped.items():
        change = {"kind": kind, "action": "ajouter", "values": dict(KINDS[kind].examples)}
        for place, most in _leaves(document, {"$ref": ref}, ()):
            if place != ("kind",):
                yield Text(
                    caller=str(min(RIGHTS[kind].roles(May.WRITE))),
                    method=route.method,
                    path=route.path,
                    name=".".join(map(str, ("changes", 0, *place))),
                    most=most,
                    address=ROWS,
                    options={},
                    kind="json",
                    place=("changes", 0, *place),
                    base={"changes": [change]},
                )


def _leaves(
    document: Mapping[str, Any], schema: Mapping[str, Any], place: Place
) -> Iterator[tuple[Place, int | None]]:
    """Yield where a schema takes a text, and the longest that it says it takes."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for part in (part for group in GROUPS for part in schema.get(group, ())):
        yield from _leaves(document, part, place)
    for name, part in schema.get("properties", {}).items():
        yield from _leaves(document, part, (*place, name))
    if schema.get("type") == "array":
        yield from _leaves(document, schema["items"], (*place, 0))
    if schema.get("type") == "string":
        yield place, schema.get("maxLength")


def _with(base: Any, place: Place, text: str) -> Any:
    """Return a body with a text at a place, whatever stood there."""
    if not place:
        return text
    head, rest = place[0], place[1:]
    if isinstance(head, int):
        several = base if isinstance(base, list) and base else [None]
        return [_with(several[0], rest, text), *several[1:]]
    fields = base if isinstance(base, dict) else {}
    return {**fields, head: _with(fields.get(head), rest, text)}


def filled(path: str, values: Mapping[str, str]) -> str:
    """Return an address of a path, with these values and others that name nothing."""
    known = {**values, "number": "1"}
    return re.sub(r"\{(\w+)(:path)?\}", lambda name: known.get(name[1], "inconnu"), path)


def _flat(route: APIRoute, which: str) -> Iterator[Any]:
    todo = [route.dependant]
    while todo:
        dependant = todo.pop()
        yield from getattr(dependant, which)
        todo += dependant.dependencies


def _parts(annotation: Any) -> list[Any]:
    """Return the types that a type is made of, itself included."""
    inner = [part for arg in getattr(annotation, "__args__", ()) for part in _parts(arg)]
    return [annotation, *inner]


def _most(metadata: Iterable[Any]) -> int | None:
    parts = [part for m in metadata for part in (m if isinstance(m, GroupedMetadata) else (m,))]
    return next((part.max_length for part in parts if hasattr(part, "max_length")), None)
