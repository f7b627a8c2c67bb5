"""What a phone has to know of its worker before it can work: `GET /api/setup`. The same content gives the same hash."""

import datetime as dt
import hashlib
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings

from nyelik.improve.targets import people_by_subject
from nyelik.journal.entry import encode
from nyelik.office.phone_bundle import phone_bundle
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.register.colleagues import colleagues
from nyelik.register.device_places import facilities_for, named_areas, own_first, places
from nyelik.register.network_revision import network_revision
from nyelik.register.policy import Policy, policy
from nyelik.register.workers import Worker
from nyelik.rules.model import Rulebook

HASH_LENGTH = 16


@dataclass(frozen=True)
class _Given:
    """All that a setup is made from. Two that are equal give the same; `viewer` is what the others were read from."""

    revision: int | None
    on: dt.date
    worker: tuple[Hashable, ...]
    bundle: tuple[str, ...]
    policy: Policy
    relays: tuple[str, ...]
    minimum_app: str
    viewer: access.Viewer = field(compare=False)


def setup_of(viewer: access.Viewer) -> dict[str, Any]:
    """The whole setup with its hash, for the worker as of today. Kept while nothing that it is made from changes.

    Phones ask for the hash at every contact; making it anew takes more than all the rest of an answer with nothing new.
    """
    worker, bundle = viewer.worker, phone_bundle()
    given = _Given(
        network_revision(),
        viewer.today,
        (*_worker(worker).values(), worker.is_active, *worker.scope, bool(viewer.reason)),
        (bundle.version, bundle.sha256, bundle.key),
        policy(),
        tuple(settings.FIELD_RELAYS),
        settings.FIELD_MINIMUM_APP,
        viewer,
    )
    return _made(given) if given.revision is None else _kept(given)


def _made(given: _Given) -> dict[str, Any]:
    viewer, worker, on = given.viewer, given.viewer.worker, given.on
    scope = own_first(worker, on) if viewer.sees_people else []
    version, sha256, key = given.bundle
    content = {
        "worker": _worker(worker),
        "areas": named_areas(scope),
        "places": places(scope),
        "facilities": facilities_for(scope, on),
        "hidden": hidden_kinds(viewer),
        "policy": given.policy.as_dict(),
        "rulebook": version,
        "bundle_sha256": sha256,
        "key": key,
        "relays": given.relays,
        "minimum_app": given.minimum_app,
        "targets": _targets(worker, scope, on),
    }
    hashed = {**content, "week": on.isocalendar()[:2]}
    return {
        "setup": hashlib.sha256(encode(hashed)).hexdigest()[:HASH_LENGTH],
        **content,
        "colleagues": _colleagues(worker, scope, given),
    }


def _colleagues(worker: Worker, scope: list[str], given: _Given) -> list[dict[str, str]]:
    """Not in the hash: a new name alone is no reason to fetch a setup, but every week begins with all of them."""
    known = colleagues(worker, scope, given.on, given.revision)
    return [{"id": one.id, "name": one.name, "role": one.role} for one in known]


_kept = lru_cache(maxsize=500)(_made)


def hidden_kinds(viewer: access.Viewer) -> list[str]:
    """The kinds of sensitive matter in the rulebook that this worker may not see."""
    return [
        kind for kind, one in _kinds(loaded().rules).items() if not access.may_see_word(viewer, one)
    ]


def _kinds(rules: Rulebook) -> dict[str, access.SensitiveWord]:
    """Each kind with one thing of that kind; looked through once for each rulebook in use."""
    if rules.version not in _kinds_of:
        named = {one.sensitive: one for one in _sensitive(rules)}
        _kinds_of[rules.version] = {kind: named[kind] for kind in sorted(filter(None, named))}
    return _kinds_of[rules.version]


_kinds_of: dict[str, dict[str, access.SensitiveWord]] = {}


def _sensitive(rules: Rulebook) -> list[access.SensitiveWord]:
    """Everything of the rulebook that may say of itself that it is sensitive."""
    return [*rules.words.values(), *rules.packages.values(), *rules.findings.values()]


def _worker(worker: Worker) -> dict[str, Any]:
    return {
        "id": str(worker.id),
        "name": worker.name or worker.username,
        "role": worker.role,
        "form_role": "kader" if worker.role == "kader" else "nakes",
        "cluster": worker.cluster,
    }


def _targets(worker: Worker, scope: list[str], on: dt.date) -> dict[str, int]:
    """People to reach this year, by indicator, where somebody set it for the worker's facility or areas."""
    facilities = [code for code in worker.scope if code and not code[0].isdigit()]
    found = people_by_subject(on.year, facilities, scope)
    return {
        subject: people for subject, people in found.items() if subject in loaded().rules.indicators
    }
