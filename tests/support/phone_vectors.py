"""Writes a bundle and the answers that the desk gives to its examples, to be kept for phones of later years.

    python -m tests.support.phone_vectors RULEBOOK_FOLDER OUT_FOLDER

makes OUT/<version>.bundle.gz (signed with a key made for it and thrown away) and OUT/<version>.vectors.json.gz. The
phone's own tests run every pair that lies in `field/core/tests/bundles`: a phone may be two rulebooks behind.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from nyelik.base.dates import day_number
from nyelik.rules.bundle import bundle_of
from nyelik.rules.bundle_file import STRONGEST, new_key, packed, signed_file
from nyelik.rules.check import answer_of, make_case, rules_with_examples
from nyelik.rules.engines.phone import facts_as_data
from nyelik.rules.examples import facts_of_example
from nyelik.rules.load import Loaded, load


def vectors_of(loaded: Loaded) -> list[dict[str, Any]]:
    """Every example as rule, facts as recorded, today, period and the whole answer of the reference; days as ISO."""
    rules = loaded.rules
    vectors = []
    for rule in rules_with_examples(rules):
        for example in rule.examples:
            case = make_case(rules, rule, example, loaded.derive)
            facts = facts_of_example(example.facts, example.on, rules.words)
            vectors.append(
                {
                    "rule": rule.id,
                    "name": example.name,
                    "facts": facts_as_data(facts),
                    "today": day_number(example.on),
                    "period": [day_number(case.period.start), day_number(case.period.end)],
                    "answer": answer_of(case),
                }
            )
    return vectors


def main(folder: Path, out: Path) -> None:
    """Write both files."""
    loaded, key = load(folder), new_key()
    name = out / loaded.rules.version
    file = packed(signed_file(bundle_of(loaded), key), "bundle.gz")
    name.with_suffix(".bundle.gz").write_bytes(file)
    text = json.dumps(vectors_of(loaded), ensure_ascii=False, separators=(",", ":"), default=str)
    name.with_suffix(".vectors.json.gz").write_bytes(
        gzip.compress(text.encode(), STRONGEST, mtime=0)
    )
    print(f"{name}: trust {key.public}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
