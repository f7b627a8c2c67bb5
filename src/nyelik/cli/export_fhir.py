"""`nyelik export fhir`: the rulebook as FHIR R4 definitions."""

import datetime as dt
import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from nyelik.base.problem import Problem
from nyelik.cli.output import answer

DEFAULT_BASE = "https://nyelik.example/fhir"


def add(kinds: Any) -> None:
    """Define the subcommand."""
    kind: ArgumentParser = kinds.add_parser("fhir", help="the rulebook as FHIR R4 definitions")
    kind.add_argument("--out", metavar="FILE", type=Path, required=True, help="*.json, one Bundle")
    kind.add_argument(
        "--base", default=DEFAULT_BASE, help="address that definitions get (default: %(default)s)"
    )
    kind.add_argument("--rulebook", type=Path, help="another rulebook folder")
    kind.add_argument(
        "--on",
        type=dt.date.fromisoformat,
        default=None,
        help="which rules are in force (default: today)",
    )
    kind.set_defaults(run=run)


def run(args: Namespace) -> int:
    """0 when everything was written and is valid FHIR; 2 names the definitions that are not."""
    from nyelik.exchange.fhir.canonical import Export
    from nyelik.exchange.fhir.rulebook import collection
    from nyelik.exchange.fhir.validate import faults
    from nyelik.rules.load import load

    export = Export(load(args.rulebook).rules, args.base.rstrip("/"), args.on or dt.date.today())
    bundle = collection(export)
    refused = [
        f"{entry['fullUrl']}: {fault}"
        for entry in bundle["entry"]
        for fault in faults(entry["resource"])
    ]
    if refused:
        raise Problem("fhir-invalid", definitions="; ".join(refused[:5]), count=len(refused))
    args.out.write_text(json.dumps(bundle, ensure_ascii=False, indent=1), encoding="utf-8")
    kinds: dict[str, int] = {}
    for entry in bundle["entry"]:
        kind = entry["resource"]["resourceType"]
        kinds[kind] = kinds.get(kind, 0) + 1
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    answer(args, {"file": str(args.out), **kinds}, f"{args.out}: {counted}, all valid.")
    return 0
