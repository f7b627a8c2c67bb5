"""`nyelik form PACKAGE --facts FILE.json [--typed CODE=VALUE …]`: a form for one person, as it stands."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Define the command."""
    parser = commands.add_parser("form", help="a form for one person, with what is typed so far")
    parser.add_argument("package", help="the form's id")
    parser.add_argument("--version", help="default: the newest")
    parser.add_argument(
        "--facts", type=Path, required=True, help="a JSON file after contracts/facts.schema.json"
    )
    parser.add_argument(
        "--typed",
        action="append",
        default=[],
        metavar="CODE=VALUE",
        help="yes, 23.5, a code, a day",
    )
    parser.add_argument("--on", type=dt.date.fromisoformat, help="the day; default today")
    parser.add_argument("--at", help="posyandu, pustu, puskesmas, home, hospital, school")
    parser.add_argument("--by", help="kader, nakes, doctor, teacher")
    parser.add_argument("--language", choices=("id", "en"), default="id")


def run(args: Namespace) -> int:
    """The form's lines, problems, findings and what it would record."""
    from nyelik.care.facts_file import read_case
    from nyelik.care.form import fill, filled
    from nyelik.care.form_text import form_as_data
    from nyelik.rules.form import Filling
    from nyelik.rules.load import load

    loaded = load()
    package = loaded.rules.form(args.package, args.version)
    if package is None:
        raise Problem("rule-not-known", id=args.package)
    try:
        facts = read_case(args.facts.read_bytes(), loaded.rules.words)
    except OSError as error:
        raise Problem("facts-not-understood", detail=str(error)) from None
    typed = dict(_typed(text) for text in args.typed)
    filling = Filling(facts, args.on or dt.date.today(), typed, args.at, args.by)
    state = fill(loaded, package, filling)
    data = form_as_data(state, loaded.rules, filling, args.language)
    data["records"] = vars(filled(state))
    answer(args, data, _text(data))
    return 0


def _typed(text: str) -> tuple[str, object]:
    """A line's key and its value: yes and no, a number, else a text."""
    key, equals, value = text.partition("=")
    if not equals:
        raise Problem("facts-not-understood", detail=f"{text}: CODE=VALUE")
    if value in ("yes", "no"):
        return key, value == "yes"
    try:
        return key, json.loads(value)
    except json.JSONDecodeError:
        return key, value


def _text(data: dict[str, Any]) -> str:
    head = f"{data['label']} ({data['package']}, {data['version']})  {data['on']}"
    lines = [head, *([] if data["offered"] else [f"({data['why']})"])]
    for section in data["sections"]:
        step = f" [{section['step']}]" if section["step"] else ""
        lines.extend(["", f"{section['label']}{step}", *map(_line, section["fields"])])
    lines.extend(["", *(f"-> {step}" for step in data["then"])])
    records = json.dumps(data["records"]["contact"], ensure_ascii=False)
    return "\n".join([*lines, records])


def _line(line: dict[str, Any]) -> str:
    if "show" in line:
        shown = line.get("text") or line.get("class_label") or "–"
        return f"  = {line['label']}: {shown}{' ' + line['say'] if line.get('say') else ''}"
    mark = "*" if line["missing"] else " "
    value = "…" if line["value"] is None else line["value"]
    dose = f" {line['dose']}" if line["dose"] else ""
    default = "" if line["default"] is None else f" [{line['default']}]"
    problem = f"  ! {line['problem']}" if line["problem"] else ""
    return f" {mark}{line['label']}{dose}: {value}{default}{problem}"
