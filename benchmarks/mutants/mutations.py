"""The small mistakes: operators, comparisons, connectives, conditions and returns turned, one at a time.

Numbers and strings stay as they are: another number is a matter of measurement, another wording one of taste.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
#: What stands in these slots is no behaviour: types, and decorators that a module cannot be imported without.
_SILENT = {"annotation", "returns", "decorator_list", "bases"}
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: where it is, what it changes, and the whole module with it."""

    path: str  # from the root of the project, with "/"
    function: str  # qualified name inside the module, "" outside any
    line: int
    last_line: int
    change: str  # "before -> after"; the second alike in one function ends in " #2"
    source: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the tree that holds a node: ``parent.field``, or ``parent.field[index]``."""

    parent: ast.AST
    field: str
    index: int | None

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants(path: str, source: str) -> list[Mutant]:
    """Every mistake that can be put into a module, in the order of its text.

    >>> [mutant.change for mutant in mutants("m.py", "def f(a, b):\\n    return a < b and not b")]
    ['a < b and (not b) -> a < b or not b', 'a < b -> a <= b', 'a < b -> a >= b', 'not b -> b']
    """
    tree = ast.parse(source)
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for node, slot, scope in _nodes(tree, "", False):
        for wrong in _mistakes(node, slot):
            slot.put(wrong)
            change = f"{ast.unparse(node)} -> {ast.unparse(wrong)}".replace("\n", " ")
            seen[scope, change] += 1
            change += f" #{seen[scope, change]}" if seen[scope, change] > 1 else ""
            last = node.lineno if isinstance(node, ast.AugAssign) else node.end_lineno or node.lineno
            found.append(Mutant(path, scope, node.lineno, last, change, ast.unparse(tree)))
        slot.put(node)
    return found


def _nodes(parent: ast.AST, scope: str, inside: bool) -> Iterator[tuple[ast.expr | ast.AugAssign, _Slot, str]]:
    """The expressions and assignments below a node with their slots and the name of the function around them."""
    for field, value in ast.iter_fields(parent):
        if field in _SILENT or (_is_type(parent) and field == "args"):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, node in children:
            if isinstance(node, (ast.expr, ast.AugAssign)) and (inside or not _is_alias(node)):
                yield node, _Slot(parent, field, index), scope
            if isinstance(node, ast.If) and ast.unparse(node.test).startswith(("TYPE_CHECKING", "__name__")):
                continue
            if isinstance(node, _SCOPES):
                name = f"{scope}.{node.name}".lstrip(".")
                yield from _nodes(node, name, inside or not isinstance(node, ast.ClassDef))
            elif isinstance(node, ast.AST) and (inside or not _is_alias(node)):
                yield from _nodes(node, scope, inside)


def _is_type(node: ast.AST) -> bool:
    """``isinstance(value, A | B)``: its arguments are types."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"isinstance", "cast"}


def _is_alias(node: ast.AST) -> bool:
    """``Cell = str | None`` outside a function: a name for a type."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.BitOr)
        and any(
            (isinstance(leaf, ast.Constant) and leaf.value is None)
            or (isinstance(leaf, ast.Name) and (leaf.id in {"str", "int", "float", "bytes"} or leaf.id.istitle()))
            for leaf in ast.walk(node)
        )
    )


def _mistakes(node: ast.expr | ast.AugAssign, slot: _Slot) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    match node:
        case ast.BinOp(left, operator, right) if type(operator) in _ARITHMETIC and not (_literal(left, right)):
            yield ast.BinOp(left, _ARITHMETIC[type(operator)](), right)
        case ast.AugAssign(target, operator, value) if type(operator) in _ARITHMETIC and not _literal(value):
            yield ast.copy_location(ast.AugAssign(target, _ARITHMETIC[type(operator)](), value), node)
        case ast.Compare(left, operators, others):
            for place, comparison in enumerate(operators):
                for wrong in _COMPARISONS[type(comparison)]:
                    yield ast.Compare(left, [*operators[:place], wrong(), *operators[place + 1 :]], others)
        case ast.BoolOp(connective, values):
            yield ast.BoolOp(ast.Or() if isinstance(connective, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
    if isinstance(node, ast.AugAssign):
        return
    turned = isinstance(node, ast.Compare) and len(node.ops) == 1
    turned = turned or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    if (slot.field == "test" or (isinstance(slot.parent, ast.comprehension) and slot.field == "ifs")) and not turned:
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(slot.parent, ast.Return):
        yield from _other_returns(node)


def _other_returns(node: ast.expr) -> Iterator[ast.expr]:
    """A truth turned, or nothing in place of something; a truth that is computed is turned inside already."""
    match node:
        case ast.Constant(bool(truth)):
            yield ast.Constant(not truth)
        case ast.Constant() | ast.Compare() | ast.BoolOp() | ast.UnaryOp(ast.Not()):
            return
        case _:
            yield ast.Constant(None)


def _literal(*operands: ast.expr) -> bool:
    """Text and lists written out: another operator there cannot run at all, which no test needs to notice."""
    return any(
        isinstance(operand, (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp))
        or (isinstance(operand, ast.Constant) and isinstance(operand.value, (str, bytes)))
        for operand in operands
    )
