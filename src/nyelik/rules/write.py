"""A node as the text of an expression: what an author would write. Reading it again gives the same node."""

from __future__ import annotations

from nyelik.base.dates import day_from_number
from nyelik.rules import vocabulary as v
from nyelik.rules.node import Duration, Node

_INFIX = {
    "or": (" or ", 1),
    "and": (" and ", 2),
    "less": (" < ", 4),
    "less_equal": (" <= ", 4),
    "greater": (" > ", 4),
    "greater_equal": (" >= ", 4),
    "equal": (" == ", 4),
    "not_equal": (" != ", 4),
    "plus": (" + ", 5),
    "minus": (" - ", 5),
    "later": (" + ", 5),
    "earlier": (" - ", 5),
    "multiplied": (" * ", 6),
    "divided": (" / ", 6),
}
"""Operations written between their operands, with how tightly they bind."""
_NOT, _SIGN = 3, 7
_FRIENDLY = {"rounded": "round", "smallest": "min_of", "greatest": "max_of"}
_DOTTED = {"period_start": "period.start", "period_end": "period.end"}


def written(node: Node, within: int = 0) -> str:
    """The expression of `node`; in parentheses where `within` (the tightness around it) asks for them."""
    if node.op in _INFIX:
        return _infix(node, within)
    if node.op == "not":
        return _bracketed(f"not {written(_node(node.args[0]), _NOT)}", _NOT, within)
    if node.op == "one_of":
        return _bracketed(_one_of(node), _INFIX["equal"][1], within)
    if node.op in ("is_female", "is_male"):
        return _bracketed(f"sex == {node.op.removeprefix('is_')}", _INFIX["equal"][1], within)
    if node.op == "negative":
        return _bracketed(f"-{written(_node(node.args[0]), _SIGN)}", _SIGN, within)
    return _plain(node)


def _plain(node: Node) -> str:
    if node.op == "constant":
        return _constant(node)
    if node.op == "named":
        return str(node.args[0])
    if node.op in ("last", "aged"):
        return _lengths(node)
    operation = v.VOCABULARY[node.op]
    if not operation.parameters:
        return _DOTTED.get(node.op, node.op)
    arguments = [arg for arg in node.args if not (isinstance(arg, Node) and arg.op == "ever")]
    return f"{_FRIENDLY.get(node.op, node.op)}({', '.join(map(_argument, arguments))})"


def _infix(node: Node, within: int) -> str:
    sign, binds = _INFIX[node.op]
    first, *others = (_node(arg) for arg in node.args)
    left = binds + 1 if node.op in ("or", "and") or binds == _INFIX["equal"][1] else binds
    parts = [written(first, left), *(written(other, binds + 1) for other in others)]
    return _bracketed(sign.join(parts), binds, within)


def _bracketed(text: str, binds: int, within: int) -> str:
    return f"({text})" if binds < within else text


def _one_of(node: Node) -> str:
    first, *codes = (_node(arg) for arg in node.args)
    listed = ", ".join(written(code) for code in codes)
    return f"{written(first, _INFIX['equal'][1] + 1)} in ({listed}{',' if len(codes) == 1 else ''})"


def _lengths(node: Node) -> str:
    """last(days=90), or age(months=6, until_months=12)."""
    name, prefixes = ("last", ("",)) if node.op == "last" else ("age", ("", "until_"))
    lengths = [_node(arg).args[0] for arg in node.args]
    parts = [
        f"{prefix}{length.unit}={length.count}"
        for prefix, length in zip(prefixes, lengths, strict=True)
        if isinstance(length, Duration)
    ]
    return f"{name}({', '.join(parts)})"


def _argument(argument: Node | str | float | bool | Duration) -> str:
    if isinstance(argument, Node):
        return written(argument)
    return _number(argument) if isinstance(argument, float) else str(argument)


def _constant(node: Node) -> str:
    value = node.args[0]
    if isinstance(value, Duration):
        return f"{value.unit}({value.count})"
    if node.type == v.TRUTH:
        return "yes" if value else "no"
    if node.type == v.DAY:
        return f"'{day_from_number(int(float(str(value)))).isoformat()}'"
    if node.type == v.NUMBER:
        return _number(float(str(value)))
    return str(value) if node.word else f"'{value}'"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _node(argument: Node | str | float | bool | Duration) -> Node:
    assert isinstance(argument, Node)
    return argument
