"""What kind of thing an expression is, as far as annotations and assignments tell."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

from tests.constraints.callgraph.kinds import (
    MAPPINGS,
    PLAIN,
    PLAINS,
    SEQUENCES,
    UNKNOWN,
    Kind,
    element,
    joined,
    of_call,
    of_method,
)
from tests.constraints.callgraph.program import Program
from tests.constraints.callgraph.sources import Class, Function, Module

BINDING = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.withitem)


@dataclass
class Scope:
    """Where an expression stands: the module, the class of `self`, the names bound so far."""

    program: Program
    module: Module
    me: Class | None = None
    names: dict[str, Kind] = field(default_factory=dict)

    def within(self, names: dict[str, Kind]) -> Scope:
        """Return the scope with some more names."""
        return replace(self, names={**self.names, **names})

    def annotated(self, node: ast.expr | None) -> Kind:  # noqa: C901, PLR0911, PLR0912 - one case a form
        """Read an annotation."""
        if node is None:
            return UNKNOWN
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                return self.annotated(ast.parse(node.value, mode="eval").body)
            return PLAIN
        if isinstance(node, ast.BinOp):
            return joined([self.annotated(node.left), self.annotated(node.right)])
        if isinstance(node, ast.Name):
            return self._named(node)
        if isinstance(node, ast.Attribute):
            key = self.program.class_of(self.module, node)
            return ("class", key) if key else UNKNOWN
        if not isinstance(node, ast.Subscript):
            return UNKNOWN
        base = node.value.id if isinstance(node.value, ast.Name) else ""
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if base in ("ClassVar", "Final", "Annotated"):
            return self.annotated(inner[0])
        if base == "type":
            kind = self.annotated(inner[0])
            return ("type", kind[1]) if kind[0] == "class" else UNKNOWN
        if base == "tuple":
            if len(inner) == 2 and isinstance(inner[1], ast.Constant):
                return ("seq", self.annotated(inner[0]))
            return ("tuple", tuple(self.annotated(part) for part in inner))
        if base in SEQUENCES:
            return ("seq", self.annotated(inner[0]))
        if base in MAPPINGS:
            value = self.annotated(inner[1]) if len(inner) > 1 else PLAIN
            return ("map", self.annotated(inner[0]), value)
        return PLAIN if base in PLAINS else self.annotated(node.value)

    def _named(self, node: ast.Name) -> Kind:
        key = self.program.class_of(self.module, node)
        if key:
            return ("class", key)
        variable = self.program.variable(self.program.resolve(self.module, node.id))
        if variable is not None:  # an alias
            owner, value = variable
            return Scope(self.program, owner).annotated(value)
        return PLAIN if node.id in PLAINS else UNKNOWN

    def of(self, node: ast.expr) -> Kind:  # noqa: C901, PLR0911, PLR0912 - one case a form
        """Return the kind of an expression."""
        match node:
            case ast.Constant() | ast.JoinedStr() | ast.Compare() | ast.BinOp():
                return PLAIN if not isinstance(node, ast.BinOp) else self._sum(node)
            case ast.Name(id=name):
                if name in self.names:
                    return self.names[name]
                return self._global(name)
            case ast.Attribute(value=value, attr=attr):
                return self.attribute(self.of(value), attr)
            case ast.Call():
                return self._call(node)
            case ast.Subscript(value=value, slice=key):
                return self._item(self.of(value), key)
            case ast.Starred(value=value):
                return element(self.of(value))
            case ast.List(elts=elts) | ast.Set(elts=elts):
                return ("seq", joined([self.of(e) for e in elts])) if elts else ("seq", UNKNOWN)
            case ast.Tuple(elts=elts):
                if any(isinstance(e, ast.Starred) for e in elts):
                    return ("seq", joined([self.of(e) for e in elts]))
                return ("tuple", tuple(self.of(e) for e in elts))
            case ast.Dict(keys=keys, values=values):
                heads = [self.of(k) for k in keys if k is not None]
                return ("map", joined(heads), joined([self.of(v) for v in values]))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return ("seq", self.comprehended(node.generators).of(node.elt))
            case ast.DictComp():
                inner = self.comprehended(node.generators)
                return ("map", inner.of(node.key), inner.of(node.value))
            case ast.IfExp(body=body, orelse=orelse):
                return joined([self.of(body), self.of(orelse)])
            case ast.BoolOp(values=values):
                return joined([self.of(v) for v in values])
            case ast.NamedExpr(value=value):
                return self.of(value)
            case ast.UnaryOp():
                return PLAIN
        return UNKNOWN

    def _sum(self, node: ast.BinOp) -> Kind:
        kinds = [self.of(node.left), self.of(node.right)]
        return joined(kinds)

    def _global(self, name: str) -> Kind:
        key = self.program.resolve(self.module, name)
        if key in self.program.classes:
            return ("type", key)
        variable = self.program.variable(key)
        if variable is not None:
            owner, value = variable
            return Scope(self.program, owner).of(value)
        if key is None:  # of the standard library, or a builtin
            return PLAIN
        return ("function", key) if ":" in key else ("module", key)

    def attribute(self, kind: Kind, name: str) -> Kind:
        """Return the kind of an attribute: a field, a property, or a method yet to be called."""
        if kind[0] in ("class", "type"):
            for owner in self.program.lineage(self.program.classes[kind[1]]):
                scope = Scope(self.program, owner.module, self.program.classes[kind[1]])
                if name in owner.methods:
                    method = owner.methods[name]
                    if is_property(method):
                        return scope.annotated(method.returns)
                    return ("method", kind[1], name)
                if name in owner.annotations:
                    return scope.annotated(owner.annotations[name])
                if name in owner.values:
                    value, inside = owner.values[name]
                    return (scope if inside is None else scope.parameters_of(inside)).of(value)
            return UNKNOWN if name not in ("name", "value") else PLAIN
        return PLAIN if kind == PLAIN else ("member", kind, name)

    def _item(self, kind: Kind, key: ast.expr) -> Kind:
        if kind[0] == "map":
            return of_method(kind, "get")
        if kind[0] == "seq":
            return kind if isinstance(key, ast.Slice) else element(kind)
        if kind[0] == "tuple" and isinstance(key, ast.Constant) and isinstance(key.value, int):
            parts: tuple[Kind, ...] = kind[1]
            return parts[key.value]
        return PLAIN if kind == PLAIN else UNKNOWN

    def _call(self, node: ast.Call) -> Kind:
        if isinstance(node.func, ast.Name) and node.func.id not in self.names:
            name = node.func.id
            if name == "cast":
                return self.annotated(node.args[0])
            if name == "map":
                return ("seq", self.returned(self.of(node.args[0])))
            kind_of_call = of_call(name, [self.of(argument) for argument in node.args])
            if kind_of_call is not None:
                return kind_of_call
        return self.returned(self.of(node.func))

    def returned(self, kind: Kind) -> Kind:  # noqa: PLR0911 - one case a form
        """Return what calling something gives."""
        if kind[0] == "type":
            return ("class", kind[1])
        if kind[0] == "function":
            module, function = self.program.function(kind[1])
            return Scope(self.program, module).annotated(function.returns)
        if kind[0] == "method":
            resolved = self.program.method(self.program.classes[kind[1]], kind[2])
            if resolved is None:
                return UNKNOWN
            owner, method = resolved
            me = self.program.classes[kind[1]]
            if isinstance(method.returns, ast.Name) and method.returns.id == "Self":
                return ("class", kind[1])
            return Scope(self.program, owner.module, me).annotated(method.returns)
        if kind[0] == "member":
            return of_method(kind[1], kind[2])
        return PLAIN if kind == PLAIN else UNKNOWN

    def comprehended(self, generators: list[ast.comprehension]) -> Scope:
        """Return the scope inside a comprehension."""
        inner = self
        for generator in generators:
            inner = inner.within(bound(generator.target, element(inner.of(generator.iter)), inner))
        return inner

    def parameters_of(self, function: Function) -> Scope:
        """Return the scope of a function's arguments."""
        names: dict[str, Kind] = {}
        arguments = function.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            names[argument.arg] = self.annotated(argument.annotation)
        if arguments.vararg:
            names[arguments.vararg.arg] = ("seq", self.annotated(arguments.vararg.annotation))
        if self.me is not None and arguments.args and arguments.args[0].arg in ("self", "cls"):
            names[arguments.args[0].arg] = ("class", self.me.key)
        return replace(self, names=names)

    def entered(self, function: Function) -> Scope:
        """Return the scope inside a function: its arguments, and all that it assigns."""
        scope = self.parameters_of(function)
        nodes = [node for node in ast.walk(function) if isinstance(node, BINDING)]
        arguments = frozenset(scope.names)
        for _ in range(6):  # what is assigned late may tell what is assigned early
            before = dict(scope.names)
            assigned: dict[str, list[Kind]] = {}
            for node in nodes:
                for name, kind in scope.bindings(node):
                    assigned.setdefault(name, []).append(kind)
            for name, kinds in assigned.items():
                if name not in arguments:
                    scope.names[name] = joined(kinds)
            if scope.names == before:
                break
        return scope

    def bindings(self, node: ast.AST) -> list[tuple[str, Kind]]:
        """Return the names that a statement binds."""
        match node:
            case ast.Assign(targets=targets, value=value):
                kind = self.of(value)
                return [pair for t in targets for pair in bound(t, kind, self).items()]
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                return [(name, self.annotated(annotation))]
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                return [(name, self.of(value))]
            case ast.For(target=target, iter=source):
                return list(bound(target, element(self.of(source)), self).items())
            case ast.withitem(context_expr=value, optional_vars=target) if target is not None:
                return list(bound(target, self.of(value), self).items())
        return []


def is_property(method: Function) -> bool:
    """Whether it is read like a field."""
    names = {d.id for d in method.decorator_list if isinstance(d, ast.Name)}
    return bool(names & {"property", "cached_property"})


def bound(target: ast.expr, kind: Kind, scope: Scope) -> dict[str, Kind]:
    """Return the names of a target with their kinds."""
    if isinstance(target, ast.Name):
        return {target.id: kind}
    if isinstance(target, ast.Starred):
        return bound(target.value, ("seq", kind), scope)
    if isinstance(target, ast.Tuple | ast.List):
        parts = _parts(kind, len(target.elts), scope)
        collected: dict[str, Kind] = {}
        for target_part, part in zip(target.elts, parts, strict=True):
            collected |= bound(target_part, part, scope)
        return collected
    return {}


def _parts(kind: Kind, count: int, scope: Scope) -> list[Kind]:
    if kind[0] == "tuple" and len(kind[1]) == count:
        return list(kind[1])
    if kind[0] == "class":  # a NamedTuple
        owner = scope.program.classes[kind[1]]
        inside = Scope(scope.program, owner.module, owner)
        fields = [inside.annotated(a) for a in owner.annotations.values()]
        if len(fields) == count:
            return fields
    return [element(kind)] * count
