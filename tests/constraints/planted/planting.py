"""
Bugs planted in audits: each changes one thing in the syntax tree of what an audit reaches.

A comparison that forgets its equality, a limit one off, a condition turned round, a branch or a
`continue` gone, minutes added instead of taken off.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a reader sees, but no verdict turns on: sentences, names, sources.
WORDS = frozenset({"who", "sentence", "subject", "source", "message"})
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Bug:
    """A bug: in which module and function, what it does, and how to find its place again."""

    module: str
    function: str
    what: str
    node: int
    way: int

    @property
    def name(self) -> str:
        """What names it, whatever else changes in its module."""
        return f"{self.module.removeprefix('constraints.')}:{self.function} {self.what}"


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """Return a module's functions and methods by qualified name."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.FunctionDef):
                    found[f"{node.name}.{item.name}"] = item
    return found


def bugs(module: str, tree: ast.Module, name: str) -> Iterator[Bug]:
    """Yield the bugs of one function."""
    seen: dict[str, int] = {}
    for number, node in enumerate(_nodes(functions(tree)[name])):
        for way, (what, _) in enumerate(changes(node)):
            text = f"{what} in « {ast.unparse(node)[:60].strip()} »"
            seen[text] = seen.get(text, 0) + 1
            again = f" ({seen[text]})" if seen[text] > 1 else ""
            yield Bug(module, name, text + again, number, way)


def planted(tree: ast.Module, bug: Bug) -> ast.Module:
    """Return the module with the bug in it."""
    changed = copy.deepcopy(tree)
    function = functions(changed)[bug.function]
    node = list(_nodes(function))[bug.node]
    _, other = changes(node)[bug.way]
    _Swap(node, other).visit(function)
    return ast.fix_missing_locations(changed)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return self.new
        self.generic_visit(node)
        return node


def _nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function's body in which a bug may be, in order."""
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # what it says of itself
        yield from _below(statement)


def _below(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.JoinedStr) or not isinstance(child, ast.AST):
                continue
            if not (isinstance(child, ast.keyword) and child.arg in WORDS):
                yield from _below(child)


def changes(node: ast.AST) -> list[tuple[str, ast.AST]]:  # noqa: C901, PLR0912 - one case a node
    """Return what can go wrong with a node: in words, and the node gone wrong."""
    found: list[tuple[str, ast.AST]] = []

    def add(what: str, **fields: object) -> None:
        other = copy.copy(node)
        for name, value in fields.items():
            setattr(other, name, value)
        found.append((what, other))

    match node:
        case ast.Compare(ops=ops):
            for n, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    swapped = [*ops[:n], other(), *ops[n + 1 :]]
                    add(f"{type(op).__name__} → {other.__name__}", ops=swapped)
        case ast.BinOp(op=sign) if type(sign) in RECKONED:
            contrary = RECKONED[type(sign)]
            add(f"{type(sign).__name__} → {contrary.__name__}", op=contrary())
        case ast.BoolOp(op=ast.And()):
            add("And → Or", op=ast.Or())
        case ast.BoolOp(op=ast.Or()):
            add("Or → And", op=ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            found.append(("not gone", operand))
        case ast.Constant(value=bool() as value):
            add(f"{value} → {not value}", value=not value)
        case ast.Constant(value=int() as value):
            add("one more", value=value + 1)
            add("one less", value=value - 1)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            if not isinstance(test, ast.Compare):
                add("condition turned round", test=ast.UnaryOp(op=ast.Not(), operand=test))
        case ast.comprehension(ifs=ifs) if ifs:
            for n in range(len(ifs)):
                add("filter gone", ifs=[*ifs[:n], *ifs[n + 1 :]])
        case ast.Continue() | ast.Break():
            found.append((f"{type(node).__name__} gone", ast.Pass()))
        case ast.Return(value=None):
            found.append(("return gone", ast.Pass()))
        case ast.AugAssign() | ast.Expr(value=ast.Call()):
            found.append(("statement gone", ast.Pass()))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            found.append(("finding gone", ast.Pass()))
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            add(f"{name} → {CALLED[name]}", func=ast.Name(id=CALLED[name], ctx=ast.Load()))
    return found
