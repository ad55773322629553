"""Modules and classes of the product, as read from their text."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[3]
PACKAGES = ("constraints", "calendars", "scheduler")
Function: TypeAlias = ast.FunctionDef


def product() -> dict[str, str]:
    """Read the source of every module of the product that rules may use, by dotted name."""
    modules = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            modules[name] = path.read_text("utf-8")
    return modules


@dataclass(kw_only=True, eq=False)
class Class:
    """A class of the product: its methods, and the annotations or values of its fields."""

    name: str
    module: Module
    node: ast.ClassDef
    methods: dict[str, Function] = field(default_factory=dict)
    annotations: dict[str, ast.expr] = field(default_factory=dict)
    values: dict[str, tuple[ast.expr, Function | None]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Module and class, as the graph names them."""
        return f"{self.module.name}:{self.name}"


@dataclass(kw_only=True, eq=False)
class Module:
    """A module's own names, and those that it imports from the product."""

    name: str
    tree: ast.Module
    imported: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    variables: dict[str, ast.expr] = field(default_factory=dict)


def read(name: str, text: str) -> Module:
    """Read a module: what it imports, wherever it does, and what it defines."""
    module = Module(name=name, tree=ast.parse(text))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            where = f"{node.module}:" if isinstance(node, ast.ImportFrom) else ""
            module.imported |= {name.asname or name.name: where + name.name for name in node.names}
    for node in module.tree.body:
        match node:
            case ast.FunctionDef(name=name):
                module.functions[name] = node
            case ast.ClassDef(name=name):
                module.classes[name] = _class(module, node)
            case ast.Assign(targets=targets, value=value):
                module.variables |= {t.id: value for t in targets if isinstance(t, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                module.variables[name] = value
    return module


def _class(module: Module, node: ast.ClassDef) -> Class:
    made = Class(name=node.name, module=module, node=node)
    for item in node.body:
        match item:
            case ast.FunctionDef(name=name):
                made.methods[name] = item
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                made.annotations[name] = annotation
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                made.values[name] = (value, None)
    for method in made.methods.values():
        for statement in ast.walk(method):
            match statement:
                case ast.AnnAssign(
                    target=ast.Attribute(value=ast.Name(id="self"), attr=name),
                    annotation=annotation,
                ):
                    made.annotations.setdefault(name, annotation)
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value
                ):
                    made.values.setdefault(name, (value, method))
    return made
