"""What a form says, in sentences: for whom, where, filled by whom, and what each section asks under which condition."""

from __future__ import annotations

from collections.abc import Iterator

from nyelik.rules import package as p
from nyelik.rules.because import number_text
from nyelik.rules.phraser import Phraser
from nyelik.rules.words import Label

ROLE_NAMES = {
    "kader": Label("kader", "kader"),
    "nakes": Label("tenaga kesehatan", "health worker"),
    "doctor": Label("dokter", "doctor"),
    "teacher": Label("guru", "teacher"),
}
PLACE_NAMES = {
    "posyandu": Label("Posyandu", "the Posyandu"),
    "pustu": Label("Pustu", "the Pustu"),
    "puskesmas": Label("Puskesmas", "the Puskesmas"),
    "home": Label("rumah", "home"),
    "hospital": Label("rumah sakit", "the hospital"),
    "school": Label("sekolah", "school"),
}
_TEXTS = {
    "id": {
        "for": "Untuk: {0}.",
        "filled": "Diisi {0} di {1}; versi {2}.",
        "section": "Bagian “{0}”{1}: {2}.",
        "step": "langkah {0}",
        "by": "hanya {0}",
        "when": "bila {0}",
        "required": "wajib",
        "due": "bila sudah waktunya",
        "range": "biasanya {0}–{1}",
        "show": "tampil {0}",
        "counsel": "penyuluhan {0}",
        "or": " atau ",
    },
    "en": {
        "for": "For: {0}.",
        "filled": "Filled by {0} at {1}; version {2}.",
        "section": "Section “{0}”{1}: {2}.",
        "step": "step {0}",
        "by": "only {0}",
        "when": "when {0}",
        "required": "needed",
        "due": "when it is due",
        "range": "usually {0}–{1}",
        "show": "shows {0}",
        "counsel": "counselling on {0}",
        "or": " or ",
    },
}


def form_sentences(say: Phraser, package: p.Package) -> list[str]:
    """The sentences of a form, without its label."""
    texts = _TEXTS[say.language]
    head = []
    if package.eligible.op != "constant":
        head.append(texts["for"].format(say.node(package.eligible)))
    filled = texts["filled"].format(
        _names(say, ROLE_NAMES, package.by), _names(say, PLACE_NAMES, package.at), package.version
    )
    return [*head, filled, *(_section(say, section) for section in package.sections)]


def _names(say: Phraser, names: dict[str, Label], codes: tuple[str, ...]) -> str:
    return _TEXTS[say.language]["or"].join(names[code].text(say.language) for code in codes)


def _section(say: Phraser, section: p.FormSection) -> str:
    texts = _TEXTS[say.language]
    step = [texts["step"].format(section.step)] if section.step else []
    lines = "; ".join(_line(say, line) for line in section.fields)
    marks = _marked([*step, *_limits(say, section)])
    return texts["section"].format(section.label.text(say.language), marks, lines)


def _limits(say: Phraser, part: p.FormSection | p.FormField) -> Iterator[str]:
    texts = _TEXTS[say.language]
    if part.by:
        yield texts["by"].format(_names(say, ROLE_NAMES, part.by))
    if part.when is not None:
        yield texts["when"].format(say.node(part.when))


def _line(say: Phraser, line: p.FormField) -> str:
    texts = _TEXTS[say.language]
    label = line.label.text(say.language)
    text = texts[line.action].format(label) if line.action in texts else label
    marks = [texts["required"]] if line.required else []
    marks += [texts["due"]] if line.due else []
    if line.plausible:
        marks.append(
            texts["range"].format(*(number_text(end, say.language) for end in line.plausible))
        )
    return text + _marked([*marks, *_limits(say, line)])


def _marked(marks: list[str]) -> str:
    return f" ({', '.join(marks)})" if marks else ""
