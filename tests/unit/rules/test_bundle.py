"""The bundle: small, the same every time, true to its schema, and refused when somebody has been at it."""

import gzip
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from nyelik.cli import main
from nyelik.rules.bundle import bundle_bytes, bundle_of
from nyelik.rules.bundle_file import (
    BundleRefused,
    key_from_pem,
    key_to_pem,
    new_key,
    open_file,
    packed,
    signed_file,
)
from nyelik.rules.bundle_growth import column
from nyelik.rules.load import load
from nyelik.rules.node import Node
from nyelik.rules.vocabulary import VOCABULARY

MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    return bundle_of(load())


def test_it_is_small_enough_for_a_bad_line(bundle: dict[str, Any]) -> None:
    file = packed(signed_file(bundle, new_key()), "rules.gz")
    assert len(file) < MOST_BYTES


def test_it_is_what_the_schema_says(bundle: dict[str, Any], project_folder: Path) -> None:
    schema = json.loads((project_folder / "contracts" / "bundle.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(bundle_bytes(bundle)), schema)


def test_the_same_rulebook_gives_the_same_bytes(bundle: dict[str, Any]) -> None:
    load.cache_clear()
    assert bundle_bytes(bundle_of(load())) == bundle_bytes(bundle)


def test_every_rule_is_in_it_and_no_example(bundle: dict[str, Any]) -> None:
    rules = load().rules
    for section in ("words", "settings", "definitions", "groups", "services", "findings"):
        assert len(bundle[section]) == len(getattr(rules, section))
    assert len(bundle["indicators"]) == len(rules.indicators)
    assert all("examples" not in item for item in _objects(bundle))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from _objects(part)


def test_each_distinct_expression_stands_once_after_its_arguments(bundle: dict[str, Any]) -> None:
    nodes = bundle["nodes"]
    assert len({json.dumps(node) for node in nodes}) == len(nodes)
    for place, (operation, *arguments) in enumerate(nodes):
        if operation != "constant":
            assert all(part < place for part in arguments if _is_place(operation, part))


def _is_place(operation: str, part: object) -> bool:
    return isinstance(part, int) and not (operation == "dose" and part < 10)


def test_it_needs_no_word_that_is_not_of_the_vocabulary(bundle: dict[str, Any]) -> None:
    assert {node[0] for node in bundle["nodes"]} <= set(VOCABULARY) | {"constant", "named"}


def test_a_node_comes_back_from_its_row(bundle: dict[str, Any]) -> None:
    """Reading the table gives every service's condition again, node for node."""
    for written in bundle["services"]:
        service = load().rules.services[written["id"]]
        assert _shape(service.eligible) == _read(bundle["nodes"], written["eligible"])


def _shape(node: Node) -> Any:
    parts = [_shape(part) if isinstance(part, Node) else _plain(part) for part in node.args]
    return [node.op, *parts]


def _plain(part: object) -> Any:
    unit = getattr(part, "unit", None)
    return [unit, getattr(part, "count", None)] if unit else part


def _read(nodes: list[Any], place: int) -> Any:
    operation, *arguments = nodes[place]
    if operation == "constant":
        return ["constant", arguments[1]]
    first = {"named": 1, "dose": 2}.get(operation, sum(isinstance(p, str) for p in arguments[:1]))
    return [operation, *arguments[:first], *(_read(nodes, part) for part in arguments[first:])]


@pytest.mark.parametrize(
    "values", [[0.1, 0.2, 0.3], [14.171, 14.578, -3.0], [1.0, 1.0, 1.0], [-0.3833] * 4, [1e-05]]
)
def test_a_column_of_growth_comes_back_exactly(values: list[float]) -> None:
    written = column(values)
    steps = list(written["steps"])
    for _ in range(written["order"]):
        for row in range(1, len(steps)):
            steps[row] += steps[row - 1]
    assert [step / 10 ** written["scale"] for step in steps] == values


def test_a_signed_file_is_opened_by_those_who_trust_the_key(bundle: dict[str, Any]) -> None:
    key = new_key()
    file = signed_file(bundle, key)
    assert open_file(file, {key.public}) == json.loads(bundle_bytes(bundle))
    assert key_from_pem(key_to_pem(key)).public == key.public
    assert signed_file(bundle, key) == file


def test_a_changed_limit_a_stranger_and_a_forged_signature_are_refused(
    bundle: dict[str, Any],
) -> None:
    key, stranger = new_key(), new_key()
    file = signed_file(bundle, key)
    with pytest.raises(BundleRefused, match="damaged"):
        open_file(file.replace(b'"weight_kg"', b'"weight_kh"', 1), {key.public})
    with pytest.raises(BundleRefused, match="not trusted"):
        open_file(signed_file(bundle, stranger), {key.public})
    header, _, body = signed_file(bundle, stranger).partition(b"\n")
    forged = {**json.loads(header), "key": key.public}
    with pytest.raises(BundleRefused, match="signature"):
        open_file(json.dumps(forged).encode() + b"\n" + body, {key.public})
    for name, wrong in (("signature", "?"), ("signature", 7), ("key", ["x"]), ("sha256", None)):
        odd = {**json.loads(header), "key": key.public, name: wrong}
        with pytest.raises(BundleRefused):
            open_file(json.dumps(odd).encode() + b"\n" + body, {key.public})
    with pytest.raises(BundleRefused, match="no bundle"):
        open_file(b"{}\n{}", {key.public})


def test_the_command_writes_it_with_a_key_of_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NYELIK_HOME", str(tmp_path / "home"))
    first, second = tmp_path / "rules.gz", tmp_path / "again.gz"
    assert main(["bundle", "--out", str(first), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert main(["bundle", "--out", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert open_file(gzip.decompress(first.read_bytes()), {said["key"]})["rulebook"]
    kept = tmp_path / "home" / "bundle-key.pem"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_command_says_what_is_wrong_with_a_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "key.pem").write_text("not a key")
    out = tmp_path / "rules.json"
    assert main(["bundle", "--out", str(out), "--key", str(tmp_path / "key.pem")]) == 2
    assert "key.pem" in capsys.readouterr().err
    assert not out.exists()
