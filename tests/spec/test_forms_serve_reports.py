"""One record, many reports: whoever fills the forms as they stand, and only them, meets the SPM.

Each case fills real forms for one person, in order, on their days; nothing is recorded but what a form asks.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from nyelik.base.dates import day_number
from nyelik.base.period import period_holding
from nyelik.care.form import fill
from nyelik.rules.engines.reference import Reference
from nyelik.rules.examples import facts_of_example
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts
from nyelik.rules.form import Filling
from nyelik.rules.load import Loaded, load
from nyelik.rules.outcome import NOT_APPLICABLE, indicator_state

Visit = tuple[str, str, str, str, Mapping[str, Any]]
"""A form filled: the day, the form, by whom, where, and the answers that are not the ordinary ones."""
FEMALE, MALE = {"sex": "female"}, {"sex": "male"}


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load()


def ordinary(loaded: Loaded, code: str) -> Any:
    """The answer of a well person: no, the middle of the plausible range, the first choice."""
    word = loaded.rules.words[code]
    if word.kind in ("number", "count"):
        low, high = word.plausible or word.possible
        return round((low + high) / 2)
    first = word.choices[0].code if word.choices else None
    return {"yes_no": False, "choice": first, "text": "-"}.get(word.kind)


def typed_into(loaded: Loaded, facts: Facts, visit: Visit) -> dict[str, Any]:
    """Every question that the form puts, answered; again until nothing new opens."""
    day, form, role, place, answers = visit
    package = loaded.rules.form(form)
    assert package is not None, form
    typed: dict[str, Any] = {}
    while True:
        filling = Filling(facts, dt.date.fromisoformat(day), typed, place, role)
        state = fill(loaded, package, filling)
        assert state.offered, (form, state.why)
        fresh = {
            line.field.key: _answer(loaded, line.field, answers)
            for line in state.lines("ask", "give", "enter")
            if line.field.key not in typed
        }
        if not fresh:
            unasked = set(answers) - set(typed)
            assert not unasked, f"{form} does not ask {sorted(unasked)} on {day}"
            assert state.complete, [
                line.field.key for line in state.lines() if line.missing or line.problem
            ]
            return typed
        typed |= fresh


def _answer(loaded: Loaded, line: Any, answers: Mapping[str, Any]) -> Any:
    if line.action == "give":
        return answers.get(line.key, True)
    if line.action == "enter":
        return answers.get(line.key)
    return answers[line.key] if line.key in answers else ordinary(loaded, line.of)


def lived(loaded: Loaded, about: Mapping[str, Any], visits: list[Visit]) -> Facts:
    """The facts of a person after those forms were filled."""
    facts = facts_of_example(about, dt.date(2026, 12, 31), loaded.rules.words)
    for visit in sorted(visits, key=lambda visit: visit[0]):
        typed = typed_into(loaded, facts, visit)
        day, seq = day_number(dt.date.fromisoformat(visit[0])), len(facts.events) + 1
        events = [
            Event(
                day,
                UNKNOWN_MINUTE,
                seq + n,
                code,
                1.0 if value is True and _is_dose(loaded, code) else value,
            )
            for n, (code, value) in enumerate(typed.items())
            if value is not None and code in loaded.rules.words
        ]
        facts = replace(facts, events=tuple(sorted((*facts.events, *events))))
    return facts


def _is_dose(loaded: Loaded, code: str) -> bool:
    return loaded.rules.words[code].kind == "dose"


def parts_missed(loaded: Loaded, facts: Facts, indicator: str, on: str) -> list[str]:
    """The parts of the indicator of 2026 that do not hold on that day; the person must be counted."""
    day = dt.date.fromisoformat(on)
    engine = Reference(loaded.derive(facts), day_number(day), period_holding(day, "year"))
    state = indicator_state(engine, loaded.rules.indicators[indicator])
    assert state.status != NOT_APPLICABLE, indicator
    return [part.id for part in state.missing]


def _without_fetus(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in answers.items() if not code.startswith("fetal_")}


NORMAL = {"systolic_mmhg": 118, "diastolic_mmhg": 76}
SEEN_WELL = {**NORMAL, "referred_to": "none", "counselling": True, "smoking_status": "never"}
SEEN_WELL |= {"glucose_random_mg_dl": 95}
AT_PUSTU = SEEN_WELL | {"glucose_fasting_mg_dl": 90}
HIV_TESTED = {"hiv_education": True, "hiv_test": "non_reactive"}
PUPIL = {
    "dental_check": "healthy",
    "visus_right": "v6_6",
    "visus_left": "v6_6",
    "referred_to": "none",
    "whisper_right": "normal",
    "whisper_left": "normal",
    "counselling": True,
}
HYPERTENSIVE = {
    "systolic_mmhg": 150,
    "diastolic_mmhg": 92,
    "referred_to": "none",
    "chronic_education": True,
    "hypertension_control": True,
    "hypertension_medicine_days": 30,
}
DIABETIC = {"diabetes_control": True, "chronic_education": True, "diabetes_medicine_days": 30}
MENTAL = {"mental_status_exam": True, "mental_education": True, "mental_control": True}
COUGHS = {"tb_cough": True, "tb_examined": True, "tb_rapid_test": "negative", "counselling": True}
NEWBORN = {
    "neonatal_visit": True,
    "mtbm_chart": True,
    "cord_care": True,
    "breastfeeding_advice": True,
    "referred_to": "none",
    "head_cm": 34,
    "weight_kg": 3.1,
    "length_cm": 49,
}
FIRST_DAY = {"imd": True, "vitamin_k1": True, "eye_ointment": True, "HB0": True}

ANC = {
    "anc_visit": True,
    "counselling": True,
    "referred_to": "none",
    "ttd_tablets": 30,
    **NORMAL,
    "fetal_presentation": "head",
    "fetal_heart_rate": 140,
}
MUAC = {"muac_cm": 26}
FIRST = {**MUAC, "blood_group": "O", "urine_protein": "negative", "hiv_test": "non_reactive"}
FIRST |= {"syphilis_test": "non_reactive", "hbsag_test": "non_reactive", "hb_g_dl": 12, "Td": 1}
FIRST |= {"mental_screening": True}
DOCTOR = {"anc_doctor": True, "usg": True, "anc_cleared_for_pustu": True}
AT_DOCTOR = {**ANC, **DOCTOR}
BY_MIDWIFE = {**ANC, "hb_g_dl": 12}
IN_TEAM = {
    "pregnancy.delivered": "2026-06-08",
    "birth_in_facility": True,
    "birth_attended": True,
    "birth_attendants": 3,
}
PREGNANCY = {
    "born": dt.date(1998, 5, 5),
    **FEMALE,
    "pregnancy_start": dt.date(2025, 9, 1),
    "delivered": dt.date(2026, 6, 8),
}
ANTENATAL: list[Visit] = [
    ("2025-11-10", "anc-doctor", "doctor", "puskesmas", _without_fetus(AT_DOCTOR) | FIRST),
    ("2025-12-22", "anc-midwife", "nakes", "pustu", BY_MIDWIFE | {"Td": 2}),
    ("2026-02-02", "anc-midwife", "nakes", "pustu", BY_MIDWIFE),
    ("2026-03-02", "anc-midwife", "nakes", "pustu", BY_MIDWIFE),
    ("2026-03-30", "anc-doctor", "doctor", "puskesmas", AT_DOCTOR | {"hb_g_dl": 12}),
    ("2026-05-11", "anc-midwife", "nakes", "pustu", BY_MIDWIFE),
]

LIVES: dict[str, tuple[str, str, Mapping[str, Any], list[Visit]]] = {
    "mother seen six times, by a doctor twice": ("spm-01", "2026-06-30", PREGNANCY, ANTENATAL),
    "mother seen six times, twelve T": ("anc-12t", "2026-07-31", PREGNANCY, ANTENATAL),
    "mother delivered at the Puskesmas by three": (
        "spm-02",
        "2026-06-30",
        PREGNANCY,
        [("2026-06-08", "birth-record", "nakes", "puskesmas", IN_TEAM | {"referred_to": "none"})],
    ),
    "newborn seen three times": (
        "spm-03",
        "2026-06-30",
        {"born": dt.date(2026, 6, 1), **FEMALE},
        [
            ("2026-06-01", "neonatal-check", "nakes", "puskesmas", {**NEWBORN, **FIRST_DAY}),
            ("2026-06-02", "neonatal-check", "nakes", "puskesmas", NEWBORN),
            ("2026-06-04", "neonatal-check", "nakes", "pustu", {**NEWBORN, "shk_sample": True}),
            ("2026-06-12", "neonatal-check", "nakes", "home", NEWBORN),
        ],
    ),
    "boy of class 2, checked at school": (
        "spm-05",
        "2026-06-30",
        {"born": dt.date(2018, 3, 1), **MALE, "school_class": {dt.date(2025, 7, 14): 2}},
        [("2025-09-10", "school-periodic-form", "nakes", "school", {**PUPIL, "school_class": 2})],
    ),
    "girl of class 7, screened at school": (
        "spm-05",
        "2026-06-30",
        {"born": dt.date(2013, 3, 1), **FEMALE, "school_class": {dt.date(2025, 7, 14): 7}},
        [("2025-09-10", "school-screening-form", "nakes", "school", {**PUPIL, "school_class": 7})],
    ),
    "man screened at the Pustu": (
        "spm-06",
        "2026-12-31",
        {"born": dt.date(1990, 5, 5), **MALE},
        [("2026-03-10", "adult-screening", "nakes", "pustu", AT_PUSTU)],
    ),
    "man who only came to the Posyandu": (
        "spm-06",
        "2026-12-31",
        {"born": dt.date(1990, 5, 5), **MALE},
        [("2026-03-10", "card-adult", "kader", "posyandu", SEEN_WELL)],
    ),
    "girl of 16, measured at the Posyandu, screened at the Pustu": (
        "spm-06",
        "2026-12-31",
        {"born": dt.date(2010, 5, 5), **FEMALE},
        [("2026-03-10", "adult-screening", "nakes", "pustu", AT_PUSTU)],
    ),
    "older woman who only came to the Posyandu": (
        "spm-07",
        "2026-12-31",
        {"born": dt.date(1955, 5, 5), **FEMALE},
        [("2026-03-10", "card-adult", "kader", "posyandu", SEEN_WELL)],
    ),
    "hypertension, each month at the Pustu": (
        "spm-08",
        "2026-03-31",
        {"born": dt.date(1970, 5, 5), **MALE, "hypertension_start": dt.date(2024, 5, 1)},
        [
            (f"2026-{month}-10", "chronic-control", "nakes", "pustu", HYPERTENSIVE)
            for month in ("01", "02", "03")
        ],
    ),
    "diabetes, each month at the Pustu": (
        "spm-09",
        "2026-03-31",
        {"born": dt.date(1970, 5, 5), **MALE, "diabetes_start": dt.date(2024, 5, 1)},
        [
            (f"2026-{month}-10", "chronic-control", "nakes", "pustu", {**NORMAL, **DIABETIC})
            for month in ("01", "02", "03")
        ],
    ),
    "severe mental disorder, visited": (
        "spm-10",
        "2026-06-30",
        {"born": dt.date(1980, 5, 5), **MALE, "severe_mental_disorder_start": dt.date(2022, 1, 1)},
        [("2026-03-10", "visit-mental", "nakes", "home", MENTAL)],
    ),
    "cough, tested, no TB": (
        "spm-11",
        "2026-06-30",
        {"born": dt.date(1980, 5, 5), **MALE},
        [("2026-03-10", "tb-examination", "nakes", "pustu", COUGHS | {"tb_diagnosis": "none"})],
    ),
    "TB patient tested for HIV": (
        "spm-12",
        "2026-06-30",
        {"born": dt.date(1980, 5, 5), **MALE, "tb_treatment_start": dt.date(2026, 3, 1)},
        [("2026-03-31", "tb-control-form", "nakes", "pustu", HIV_TESTED)],
    ),
    "man at risk of HIV": (
        "spm-12",
        "2026-06-30",
        {"born": dt.date(1990, 5, 5), **MALE, "hiv_risk_msm": {dt.date(2026, 1, 5): True}},
        [
            (
                "2026-03-10",
                "adult-screening",
                "nakes",
                "pustu",
                AT_PUSTU | HIV_TESTED,
            )
        ],
    ),
}


@pytest.mark.parametrize("name", LIVES)
def test_the_forms_as_they_stand_meet_the_standard(loaded: Loaded, name: str) -> None:
    indicator, on, about, visits = LIVES[name]
    assert parts_missed(loaded, lived(loaded, about, visits), indicator, on) == []


def test_the_walk_can_fail(loaded: Loaded) -> None:
    """Without the month of February the patient is not served to the standard."""
    indicator, on, about, visits = LIVES["hypertension, each month at the Pustu"]
    facts = lived(loaded, about, [visit for visit in visits if "-02-" not in visit[0]])
    assert parts_missed(loaded, facts, indicator, on) == ["monthly_pressure"]
