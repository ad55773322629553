"""From a function to all that it may reach, over the syntax trees of a program."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

from tests.constraints.callgraph.inference import Scope
from tests.constraints.callgraph.kinds import UNKNOWN, Kind, element
from tests.constraints.callgraph.program import Program
from tests.constraints.callgraph.sources import Class, Function

#: Calls by which code hides what it calls: nothing that is followed may use them.
HIDING = frozenset({"eval", "exec", "getattr", "globals", "locals", "vars", "__import__"})
#: Builtins that call what they are given on the elements of their first argument.
KEYED = frozenset({"sorted", "max", "min", "filter", "map"})

Step: TypeAlias = "tuple[str, Class | None]"
"""A function's key, and the class of which its `self` is."""


class Reach:
    """What functions reach; `skip` tells, by key, what is not looked into."""

    def __init__(self, program: Program, skip: Callable[[str], bool]) -> None:
        self.program = program
        self.skip = skip
        self._steps: dict[Step, tuple[Step, ...]] = {}

    def of(self, class_: Class, name: str) -> frozenset[str]:
        """Return the keys of all that a class's method may reach, itself included."""
        start = method_of(self.program, class_, name)
        seen: set[Step] = set()
        left = [] if start is None else [start]
        while left:
            step = left.pop()
            if step not in seen:
                seen.add(step)
                left.extend(() if self.skip(step[0]) else self._from(step))
        return frozenset(key for key, _ in seen)

    def _from(self, step: Step) -> tuple[Step, ...]:
        if step not in self._steps:
            self._steps[step] = tuple(dict.fromkeys(_steps(self.program, step)))
        return self._steps[step]


def method_of(program: Program, class_: Class, name: str) -> Step | None:
    """Return the step to a class's method."""
    method = program.method(class_, name)
    return None if method is None else (f"{method[0].key}.{name}", class_)


def _steps(program: Program, step: Step) -> Iterator[Step]:
    key, me = step
    if key in program.classes:
        class_ = program.classes[key]
        for owner in program.lineage(class_):
            for name in owner.methods:
                if name.startswith("__"):
                    yield f"{owner.key}.{name}", class_
        return
    variable = program.variable(key)
    if variable is not None:
        module, value = variable
        yield from Visit(program, Scope(program, module)).of(value)
        return
    if ":" not in key:
        return
    module, function = program.function(key)
    yield from Visit(program, Scope(program, module, me).entered(function)).inside(function)


class Visit:
    """The steps that a piece of code takes, in its scope."""

    def __init__(self, program: Program, scope: Scope) -> None:
        self.program = program
        self.scope = scope

    def inside(self, function: Function) -> Iterator[Step]:
        """Yield the steps of a function's body."""
        for statement in function.body:
            yield from self.of(statement)

    def of(self, node: ast.AST) -> Iterator[Step]:
        """Yield the steps of a node and all below."""
        match node:
            case ast.Lambda(args=arguments, body=body):
                names = {a.arg: UNKNOWN for a in arguments.args}
                yield from self._with(names).of(body)
            case ast.FunctionDef():
                yield from Visit(self.program, self._nested(node)).inside(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                yield from self._comprehension(node)
            case ast.Call():
                yield from self._call(node)
            case ast.Attribute(value=value, attr=attr):
                yield from self.of(value)
                yield from self._attribute(self.scope.of(value), attr)
            case ast.Name(id=name, ctx=ast.Load()):
                yield from self._name(name)
            case ast.AnnAssign(target=target, value=value):
                yield from self.of(target)
                if value is not None:
                    yield from self.of(value)
            case _:
                for child in ast.iter_child_nodes(node):
                    yield from self.of(child)

    def _with(self, names: dict[str, Kind]) -> Visit:
        return Visit(self.program, self.scope.within(names))

    def _nested(self, node: Function) -> Scope:
        inner = self.scope.entered(node)
        return inner.within({**self.scope.names, **inner.names})

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Iterator[Step]:
        for n, generator in enumerate(node.generators):
            before = self.scope.comprehended(node.generators[:n])
            yield from Visit(self.program, before).of(generator.iter)
        inner = Visit(self.program, self.scope.comprehended(node.generators))
        for generator in node.generators:
            for condition in generator.ifs:
                yield from inner.of(condition)
        if isinstance(node, ast.DictComp):
            yield from inner.of(node.key)
            yield from inner.of(node.value)
        else:
            yield from inner.of(node.elt)

    def _call(self, node: ast.Call) -> Iterator[Step]:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in HIDING and name not in self.scope.names:
            yield f"hidden by {name}() in {self.scope.module.name}", None
        yield from self.of(node.func)
        over = UNKNOWN
        if name in KEYED and node.args:
            over = element(self.scope.of(node.args[1 if name in ("filter", "map") else 0]))
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "sort":
            over = element(self.scope.of(node.func.value))
        for argument in (*node.args, *(k.value for k in node.keywords)):
            if isinstance(argument, ast.Lambda):
                names = {a.arg: over for a in argument.args.args}
                yield from self._with(names).of(argument.body)
            else:
                yield from self.of(argument)

    def _name(self, name: str) -> Iterator[Step]:
        if name in self.scope.names:
            return
        key = self.program.resolve(self.scope.module, name)
        if key is not None and ":" in key:
            yield key, None

    def _attribute(self, kind: Kind, name: str) -> Iterator[Step]:
        if kind[0] in ("class", "type"):
            class_ = self.program.classes[kind[1]]
            for owner in (
                (class_, *self.program.heirs.get(class_.key, ()))
                if class_ is not self.scope.me
                else (class_,)
            ):
                step = method_of(self.program, owner, name)
                if step is not None:
                    yield step
        elif kind[0] == "module":
            key = self.program.member(kind[1], name)
            if key is not None:
                yield key, None
        elif kind[0] in ("unknown", "member", "function", "method"):
            for module in self.program.visible(self.scope.module):
                for class_ in self.program.modules[module].classes.values():
                    if name in class_.methods:
                        yield f"{class_.key}.{name}", class_
