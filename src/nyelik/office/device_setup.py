"""What a phone has to know of its worker before it can work: `GET /api/setup`. The same content gives the same hash."""

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings

from nyelik.improve.targets import people_by_subject
from nyelik.journal.entry import encode
from nyelik.office.phone_bundle import phone_bundle
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.register.device_places import facilities_for, named_areas, own_first, places
from nyelik.register.policy import policy
from nyelik.register.workers import Worker
from nyelik.rules.model import Rulebook

HASH_LENGTH = 16


def setup_of(viewer: access.Viewer) -> dict[str, Any]:
    """The whole setup with its hash, for the worker as of today."""
    worker, on = viewer.worker, viewer.today
    scope = own_first(worker, on) if viewer.sees_people else []
    bundle = phone_bundle()
    content = {
        "worker": _worker(worker),
        "areas": named_areas(scope),
        "places": places(scope),
        "facilities": facilities_for(scope, on),
        "hidden": hidden_kinds(viewer),
        "policy": policy().as_dict(),
        "rulebook": bundle.version,
        "bundle_sha256": bundle.sha256,
        "key": bundle.key,
        "relays": settings.FIELD_RELAYS,
        "minimum_app": settings.FIELD_MINIMUM_APP,
        "targets": _targets(worker, scope, on),
    }
    return {"setup": hashlib.sha256(encode(content)).hexdigest()[:HASH_LENGTH], **content}


def hidden_kinds(viewer: access.Viewer) -> list[str]:
    """The kinds of sensitive matter in the rulebook that this worker may not see."""
    named = {one.sensitive: one for one in _sensitive(loaded().rules)}
    return sorted(
        kind
        for kind, one in named.items()
        if kind is not None and not access.may_see_word(viewer, one)
    )


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
