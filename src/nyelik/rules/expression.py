"""Expressions of rules: Python's expression syntax, read with `ast`, checked against the closed vocabulary.

`Reader.read(text)` gives a `Node`, or raises `ExpressionError` with the column, what is wrong and how to
mend it. A node is frozen and typed; a node that exists is well-formed, so engines never check again.
"""

from __future__ import annotations

import ast
import datetime as dt
import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nyelik.base.dates import day_number
from nyelik.rules import vocabulary as v
from nyelik.rules.errors import Mistake, Phrase
from nyelik.rules.node import Duration, Node, constant, truth
from nyelik.rules.words import Word

DURATIONS = ("hours", "days", "weeks", "months", "years")


class ExpressionError(Exception):
    """What is wrong in an expression, where, and what to do about it."""

    def __init__(self, column: int, mistake: Mistake) -> None:
        super().__init__(mistake.code)
        self.column, self.mistake = column, mistake

    def __str__(self) -> str:
        return f"{self.mistake.wrong('en')}. {self.mistake.mend('en')}"


@dataclass(frozen=True)
class Named:
    """What a name means in expressions: a definition or a setting, already read."""

    id: str
    node: Node


_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "multiplied",
    ast.Div: "divided",
}
_OTHER_NAMES = {"round": "rounded", "min_of": "smallest", "max_of": "greatest"}
_ORDERED = (v.NUMBER, v.DAY)


@dataclass
class Reader:
    """Reads expressions against the words and names of one rulebook."""

    words: Mapping[str, Word]
    names: Mapping[str, Named] = field(default_factory=dict)

    def read(self, text: str, expected: str | None = None) -> Node:
        """The node of `text`; `expected` is the type it must have. Raises ExpressionError."""
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except SyntaxError as error:
            mistake = Mistake("expression-unreadable", problem=error.msg)
            raise ExpressionError(max((error.offset or 1) - 1, 0), mistake) from None
        node = self._node(tree.body)
        if expected and node.type != expected:
            hint = _mend_type(node, expected)
            mistake = Mistake("wrong-type", type=type_phrase(node.type), hint=hint)
            raise ExpressionError(0, mistake)
        return node

    def _node(self, tree: ast.expr) -> Node:
        forms: dict[type[ast.expr], Callable[..., Node]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Compare: self._compare,
            ast.BoolOp: self._bool,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.Call: self._call,
        }
        if isinstance(tree, ast.Tuple):
            raise _error(tree, "comma-in-expression", text=ast.unparse(tree))
        form = forms.get(type(tree))
        if form is None:
            raise _error(tree, "not-of-the-language", text=ast.unparse(tree))
        return form(tree)

    def _constant(self, tree: ast.Constant) -> Node:
        if isinstance(tree.value, bool):
            raise _error(tree, "python-word", text=tree.value)
        if isinstance(tree.value, int | float):
            return constant(float(tree.value), v.NUMBER)
        if isinstance(tree.value, str):
            return _date_or_choice(tree.value)
        raise _error(tree, "not-a-value", text=ast.unparse(tree))

    def _name(self, tree: ast.Name) -> Node:
        name = tree.id
        if name in ("yes", "no"):
            return truth(name == "yes")
        if name in self.names:
            named = self.names[name]
            return Node(
                "named", (name, named.node), named.node.type, named.node.unit, named.node.word
            )
        operation = v.VOCABULARY.get(name)
        if operation and not operation.parameters:
            return Node(name, (), operation.result)
        raise self._unknown_name(tree, name)

    def _unknown_name(self, tree: ast.expr, name: str) -> ExpressionError:
        if name in self.words:
            return _error(tree, "word-not-value", name=name)
        known = [*self.names, *v.VOCABULARY, *self.words, "yes", "no"]
        return _error(tree, "name-not-known", absent=name, hint=_did_you_mean(name, known))

    def _attribute(self, tree: ast.Attribute) -> Node:
        text = ast.unparse(tree)
        if text in ("period.start", "period.end"):
            return Node(text.replace(".", "_"), (), v.DAY)
        raise _error(tree, "dot-not-known", text=text)

    def _compare(self, tree: ast.Compare) -> Node:
        operands = [tree.left, *tree.comparators]
        pairs = [
            self._comparison(tree, left, operator, right)
            for left, operator, right in zip(operands, tree.ops, operands[1:], strict=False)
        ]
        return pairs[0] if len(pairs) == 1 else Node("and", tuple(pairs), v.TRUTH)

    def _comparison(
        self, tree: ast.Compare, left: ast.expr, operator: ast.cmpop, right: ast.expr
    ) -> Node:
        if isinstance(left, ast.Name) and left.id == "sex":
            return self._sex(tree, operator, right)
        if isinstance(operator, ast.In | ast.NotIn):
            return self._one_of(tree, left, operator, right)
        op = _COMPARISONS.get(type(operator))
        if op is None:
            raise _error(tree, "comparison-not-known", text=ast.unparse(tree))
        first, second = self._pair(left, right)
        if op not in ("equal", "not_equal") and first.type not in _ORDERED:
            raise _error(tree, "not-ordered", type=type_phrase(first.type))
        self._check_limits(tree, first, second)
        return Node(op, (first, second), v.TRUTH)

    def _sex(self, tree: ast.Compare, operator: ast.cmpop, right: ast.expr) -> Node:
        value = ast.unparse(right).strip("'\"")
        if value not in ("female", "male") or not isinstance(operator, ast.Eq | ast.NotEq):
            raise _error(tree, "sex-compared")
        node = Node(f"is_{value}", (), v.TRUTH)
        return node if isinstance(operator, ast.Eq) else Node("not", (node,), v.TRUTH)

    def _one_of(
        self, tree: ast.Compare, left: ast.expr, operator: ast.cmpop, right: ast.expr
    ) -> Node:
        if not isinstance(right, ast.Tuple | ast.List):
            raise _error(tree, "in-needs-list")
        pairs = [self._pair(left, item) for item in right.elts]
        node = Node("one_of", (pairs[0][0], *(item for _, item in pairs)), v.TRUTH)
        return node if isinstance(operator, ast.In) else Node("not", (node,), v.TRUTH)

    def _pair(self, left: ast.expr, right: ast.expr) -> tuple[Node, Node]:
        """Both sides, where a bare name may be a code of the other side's word."""
        if isinstance(left, ast.Name) and not self._is_name(left.id):
            second, first = self._operand(right, None), self._operand(left, self._node(right).word)
        else:
            first = self._operand(left, None)
            second = self._operand(right, first.word)
        if first.type == v.CHOICE and second.type == v.CHOICE:
            self._check_choice(right, first, second)
        return self._check_same(right, first, second)

    def _is_name(self, name: str) -> bool:
        operation = v.VOCABULARY.get(name)
        bare = operation is not None and not operation.parameters  # `negative` alone is an answer
        return name in self.names or bare or name in ("yes", "no")

    def _operand(self, tree: ast.expr, word: str | None) -> Node:
        if isinstance(tree, ast.Name) and word and not self._is_name(tree.id):
            return constant(tree.id, v.CHOICE, word)
        return self._node(tree)

    def _check_choice(self, tree: ast.expr, first: Node, second: Node) -> None:
        word = self.words.get(first.word or second.word or "")
        if word is None:  # a setting's choice, compared with one of its own codes
            return
        for node in (first, second):
            if node.op == "constant" and node.args[0] not in word.choice_codes():
                values = {"value": node.args[0], "choices": word.choice_codes()}
                raise _error(tree, "not-an-answer", word=word.code, **values)

    def _check_same(self, tree: ast.expr, first: Node, second: Node) -> tuple[Node, Node]:
        if first.type != second.type:
            types = {"first": type_phrase(first.type), "second": type_phrase(second.type)}
            raise _error(tree, "types-differ", **types)
        if first.unit and second.unit and first.unit != second.unit:
            raise _error(tree, "units-differ", first=first.unit, second=second.unit)
        return first, second

    def _check_limits(self, tree: ast.expr, first: Node, second: Node) -> None:
        """A number that the word can never have is a wrong unit or a slip: 235 for a MUAC in cm."""
        for value, number in ((first, second), (second, first)):
            word = self.words.get(value.word or "")
            if not word or not word.possible or number.op != "constant" or value.type != v.NUMBER:
                continue
            low, high = word.possible
            if not low <= float(str(number.args[0])) <= high:
                values = {"number": number.args[0], "unit": unit_after(word)}
                raise _error(tree, "never-so", word=word.code, low=low, high=high, **values)

    def _bool(self, tree: ast.BoolOp) -> Node:
        op = "and" if isinstance(tree.op, ast.And) else "or"
        return Node(op, tuple(self._typed(item, v.TRUTH) for item in tree.values), v.TRUTH)

    def _unary(self, tree: ast.UnaryOp) -> Node:
        if isinstance(tree.op, ast.Not):
            return Node("not", (self._typed(tree.operand, v.TRUTH),), v.TRUTH)
        if isinstance(tree.op, ast.USub) and isinstance(tree.operand, ast.Constant):
            return constant(-float(str(tree.operand.value)), v.NUMBER)
        if isinstance(tree.op, ast.USub):
            inner = self._typed(tree.operand, v.NUMBER)
            return Node("negative", (inner,), v.NUMBER, inner.unit)
        raise _error(tree, "not-of-the-language", text=ast.unparse(tree))

    def _arithmetic(self, tree: ast.BinOp) -> Node:
        op = _ARITHMETIC.get(type(tree.op))
        if op is None:
            raise _error(tree, "arithmetic-not-known", text=ast.unparse(tree))
        left, right = self._node(tree.left), self._node(tree.right)
        if left.type == v.DAY and right.type == v.DURATION and op in ("plus", "minus"):
            return Node("later" if op == "plus" else "earlier", (left, right), v.DAY)
        if left.type != v.NUMBER or right.type != v.NUMBER:
            types = {"first": type_phrase(left.type), "second": type_phrase(right.type)}
            raise _error(tree, "not-reckoned", **types)
        if op in ("plus", "minus"):
            self._check_same(tree.right, left, right)
            return Node(op, (left, right), v.NUMBER, left.unit or right.unit)
        return Node(op, (left, right), v.NUMBER)

    def _typed(self, tree: ast.expr, expected: str) -> Node:
        node = self._node(tree)
        if node.type != expected:
            types = {"type": type_phrase(node.type), "needed": type_phrase(expected)}
            raise _error(tree, "other-type-needed", text=ast.unparse(tree), **types)
        return node

    def _call(self, tree: ast.Call) -> Node:
        if not isinstance(tree.func, ast.Name):
            raise _error(tree, "not-of-the-language", text=ast.unparse(tree))
        name = _OTHER_NAMES.get(tree.func.id, tree.func.id)
        if name in DURATIONS:
            return self._duration(tree, name)
        if name == "last":
            return Node("last", (self._keyword_durations(tree, ("",))[0],), v.WINDOW)
        if name == "age":
            return Node("aged", self._keyword_durations(tree, ("", "until_")), v.WINDOW)
        if name == "z":
            return self._z(tree)
        operation = v.VOCABULARY.get(name)
        if operation is None:
            hint = _did_you_mean(name, [*v.VOCABULARY, "z", "age", *DURATIONS])
            raise _error(tree, "operation-not-known", name=name, hint=hint)
        if tree.keywords:
            raise _error(tree, "no-named-arguments", name=name, usage=_usage(operation))
        return self._operation(tree, operation)

    def _duration(self, tree: ast.Call, unit: str) -> Node:
        if len(tree.args) != 1 or tree.keywords:
            raise _error(tree, "duration-takes-one", unit=unit)
        return constant(Duration(unit, _whole(tree.args[0])), v.DURATION)

    def _keyword_durations(self, tree: ast.Call, prefixes: tuple[str, ...]) -> tuple[Node, ...]:
        """The durations of last(days=90) or age(months=6, until_months=12), in the order of prefixes."""
        if tree.args or len(tree.keywords) != len(prefixes):
            raise _error(tree, "not-complete", text=ast.unparse(tree))
        found: dict[str, Node] = {}
        for keyword in tree.keywords:
            prefix = "until_" if (keyword.arg or "").startswith("until_") else ""
            unit = (keyword.arg or "").removeprefix("until_")
            if unit not in DURATIONS or unit == "hours":
                raise _error(tree, "not-a-length", text=keyword.arg)
            found[prefix] = constant(Duration(unit, _whole(keyword.value)), v.DURATION)
        if set(found) != set(prefixes):
            raise _error(tree, "not-complete", text=ast.unparse(tree))
        return tuple(found[prefix] for prefix in prefixes)

    def _z(self, tree: ast.Call) -> Node:
        index = tree.args[0] if tree.args else tree
        word = ast.Name(id=f"z_{ast.unparse(index)}", ctx=ast.Load())
        call = ast.Call(func=ast.Name(id="latest"), args=[word, *tree.args[1:]], keywords=[])
        for part in ast.walk(call):
            if not hasattr(part, "col_offset"):
                ast.copy_location(part, tree)
        return self._call(call)

    def _operation(self, tree: ast.Call, operation: v.Operation) -> Node:
        expected = _parameters_for(tree, operation)
        if operation.name in v.EVENTS:
            return self._event_operation(tree, operation, expected)
        if "same" in operation.parameters or "same*" in operation.parameters:
            return self._same_operation(tree, operation, expected)
        args = tuple(
            self._argument(item, kind) for item, kind in zip(tree.args, expected, strict=True)
        )
        if operation.name == "hours_after" and not _has_clock(args[0]):
            raise _error(tree, "hours-without-clock")
        return Node(operation.name, args, operation.result, _unit_of(operation, args))

    def _argument(self, tree: ast.expr, kind: str) -> Node:
        if kind == "any":
            return self._node(tree)
        return self._typed(tree, v.DAY if kind == "moment" else kind)

    def _same_operation(self, tree: ast.Call, operation: v.Operation, expected: list[str]) -> Node:
        fixed = [self._typed(a, k) for a, k in zip(tree.args, expected, strict=True) if k != "same"]
        free = [a for a, k in zip(tree.args, expected, strict=True) if k == "same"]
        first, second = self._pair(free[0], free[1])
        return Node(
            operation.name,
            (*fixed, first, second),
            first.type,
            first.unit or second.unit,
            first.word,
        )

    def _event_operation(self, tree: ast.Call, operation: v.Operation, expected: list[str]) -> Node:
        word = self._word(tree.args[0], operation)
        args: list[Node | str | float | bool | Duration] = [word.code]
        for item, kind in zip(tree.args[1:], expected[1:], strict=True):
            args.append(float(_whole(item)) if kind == "number" else self._typed(item, v.WINDOW))
        if expected[-1] != "window":
            args.append(Node("ever", (), v.WINDOW))
        result = v.TYPE_OF_KIND[word.kind] if operation.result == "value" else operation.result
        keeps = operation.result == "value" or operation.name in ("lowest", "highest", "total")
        return Node(
            operation.name,
            tuple(args),
            result,
            word.unit if keeps else None,
            word.code if keeps else None,
        )

    def _word(self, tree: ast.expr, operation: v.Operation) -> Word:
        code = tree.id if isinstance(tree, ast.Name) else ast.unparse(tree)
        word = self.words.get(code)
        if word is None:
            hint = _did_you_mean(code, list(self.words))
            raise _error(tree, "word-not-known", absent=code, hint=hint)
        kinds = v.KINDS_OF_EVENTS.get(operation.name)
        if kinds and word.kind not in kinds:
            values = {"operation": operation.name, "kind": word.kind, "kinds": kinds}
            raise _error(tree, "kind-not-for", word=code, **values)
        return word


def type_phrase(type_: str) -> Phrase:
    """What a type is called in a sentence."""
    return Phrase(f"type-{type_}")


def unit_after(word: Word) -> str:
    """The unit as it follows a number in a sentence; nothing where there is none."""
    return f" {word.unit}" if word.unit else ""


def _mend_type(node: Node, expected: str) -> Phrase:
    if expected == v.DAY and node.op == "has":
        return Phrase("day-needed", word=node.args[0])
    if expected == v.TRUTH and node.op in ("latest_day", "first_day"):
        return Phrase("truth-needed", word=node.args[0])
    return Phrase("type-needed", type=type_phrase(expected))


def _error(tree: ast.expr, code: str, /, **values: object) -> ExpressionError:
    return ExpressionError(getattr(tree, "col_offset", 0), Mistake(code, **values))


def _did_you_mean(name: str, known: list[str]) -> Phrase:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    return Phrase("did-you-mean", near=near) if near else Phrase("look-up-words")


def _usage(operation: v.Operation) -> str:
    return f"{operation.name}({', '.join(operation.parameters)})"


def _whole(tree: ast.expr) -> int:
    if isinstance(tree, ast.Constant) and type(tree.value) is int:
        return tree.value
    raise _error(tree, "not-whole", text=ast.unparse(tree))


def _date_or_choice(text: str) -> Node:
    try:
        return constant(float(day_number(dt.date.fromisoformat(text))), v.DAY)
    except ValueError:
        return constant(text, v.CHOICE)


def _parameters_for(tree: ast.Call, operation: v.Operation) -> list[str]:
    """The parameter types for the arguments given: optional ones left out, repeated ones repeated."""
    given, parameters = len(tree.args), list(operation.parameters)
    if parameters and parameters[-1].endswith("*"):
        least = len(parameters)
        if given >= least:
            repeat = parameters[-1][:-1]
            return [*parameters[:-1], *[repeat] * (given - least + 1)]
    least = sum(not parameter.endswith("?") for parameter in parameters)
    if least <= given <= len(parameters) and not any(p.endswith("*") for p in parameters):
        return [parameter.rstrip("?") for parameter in parameters[:given]]
    values = {"operation": operation.name, "count": given, "usage": _usage(operation)}
    raise _error(tree, "arguments-count", **values)


def _has_clock(argument: Node | str | float | bool | Duration) -> bool:
    while isinstance(argument, Node) and argument.op == "named":
        argument = argument.args[1]
    return isinstance(argument, Node) and argument.op in ("born", "latest_day", "first_day")


def _unit_of(operation: v.Operation, args: tuple[Node, ...]) -> str | None:
    if operation.name in ("rounded", "smallest", "greatest"):
        return args[0].unit
    unit, _, rest = operation.name.partition("_")
    if unit == "age":
        return rest
    return unit if rest == "between" else None
