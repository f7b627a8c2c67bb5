"""Whole lives drawn at random, as rules see them: births, pregnancies, visits, doses, measurements, leaving."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from nyelik.base.dates import day_number
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, make_facts

TODAY = dt.date(2026, 6, 30)
NOW = day_number(TODAY)

VISITS = ("anc_visit", "anc_doctor", "usg", "counselling", "mental_screening", "mothers_class")
RESULTS: dict[str, tuple[float | str | bool, ...]] = {
    "muac_cm": (21.0, 23.4, 23.5, 27.0),
    "hb_g_dl": (6.5, 9.9, 10.7, 12.0),
    "urine_protein": ("negative", "plus1", "plus2"),
    "hiv_test": ("non_reactive", "reactive"),
    "syphilis_test": ("non_reactive", "reactive"),
    "hbsag_test": ("non_reactive", "reactive"),
    "glucose_random_mg_dl": (90.0, 160.0),
    "fetal_heart_rate": (100.0, 140.0),
    "fundal_height_cm": (20.0, 30.0),
    "ttd_tablets": (30.0, 90.0),
    "kek_food": (30.0,),
    "pre_pregnancy_weight_kg": (40.0, 55.0),
    "weight_kg": (45.0, 60.0, 75.0),
    "gravida": (1.0, 2.0),
    "birth_interval_years": (1.0, 3.0, 12.0),
    "living_children": (1.0, 4.0),
    "risk_new_partner": (True, False),
    "danger_pregnancy_bleeding": (True, False),
}
VACCINES = {"HB0": 1, "BCG": 1, "OPV": 4, "DPT": 4, "PCV": 3, "RV": 3, "IPV": 2, "MR": 2}


def event(day: int, code: str, value: float | str | bool | None = True) -> Event:
    """Something on a day, clock time unknown."""
    return Event(day, UNKNOWN_MINUTE, 0, code, value)


@st.composite
def pregnancies(draw: st.DrawFn, start: int, weeks: int) -> list[Event]:
    """A pregnancy that began on `start`, with what was done and found in its first `weeks` weeks."""
    events = [event(start, "pregnancy_start", None)]
    days = st.integers(start + 7, start + weeks * 7 - 1)
    visits = st.lists(st.tuples(days, st.sampled_from(VISITS)), max_size=8)
    events += [event(day, code) for day, code in draw(visits)]
    for _ in range(draw(st.integers(0, 10))):
        code = draw(st.sampled_from(sorted(RESULTS)))
        events.append(event(draw(days), code, draw(st.sampled_from(RESULTS[code]))))
    for day in draw(st.lists(days, max_size=2)):
        events += [event(day, "systolic_mmhg", draw(st.sampled_from([110.0, 139.0, 140.0, 165.0])))]
        events += [event(day, "diastolic_mmhg", draw(st.sampled_from([70.0, 89.0, 90.0, 112.0])))]
    return events


def born_baby(start: int, weeks: int) -> list[Event]:
    """The end of a pregnancy after so many weeks."""
    return [
        event(start + weeks * 7, "delivery", None),
        event(start + weeks * 7, "pregnancy_end", None),
    ]


@st.composite
def doses(draw: st.DrawFn, born: int, until: int) -> list[Event]:
    """Vaccines in order of their numbers, at any distance, some of them never given."""
    events = []
    for vaccine, most in VACCINES.items():
        days = sorted(draw(st.lists(st.integers(born, until), max_size=most)))
        events += [event(day, vaccine, float(number + 1)) for number, day in enumerate(days)]
    return events


@st.composite
def measurements(draw: st.DrawFn, born: int, until: int) -> list[Event]:
    """Weighings, lengths and arms of a child on a few days; some of them cannot be true."""
    events = []
    for day in draw(st.lists(st.integers(born, until), max_size=6, unique=True)):
        events.append(event(day, "weight_kg", draw(st.integers(20, 250)) / 10))
        events.append(event(day, "length_cm", float(draw(st.integers(45, 118)))))
        events.append(event(day, "muac_cm", draw(st.sampled_from([11.4, 11.5, 12.4, 12.5, 15.0]))))
        events.append(event(day, "oedema", draw(st.booleans())))
    return events


@st.composite
def children(draw: st.DrawFn) -> Facts:
    """A child born in the last six years."""
    born = NOW - draw(st.integers(0, 6 * 365))
    events = [*draw(doses(born, NOW)), *draw(measurements(born, NOW))]
    given = st.sampled_from(["vitamin_a_blue", "vitamin_a_red", "deworming"])
    rounds = draw(st.lists(st.tuples(st.integers(born, NOW), given), max_size=5))
    events += [event(day, code) for day, code in rounds]
    return make_facts(draw(st.sampled_from(["female", "male"])), born, events=events)


@st.composite
def mothers(draw: st.DrawFn) -> Facts:
    """A woman with up to three pregnancies, the last one perhaps not over."""
    born = NOW - draw(st.integers(16 * 365, 45 * 365))
    events, start = [], NOW - draw(st.integers(5, 1500))
    while start < NOW - 4:
        weeks = draw(st.integers(8, 42))
        shown = max(2, min(weeks, (NOW - start) // 7))
        events += draw(pregnancies(start, shown))
        if start + weeks * 7 <= NOW and draw(st.integers(0, 9)) > 0:
            events += born_baby(start, weeks)
        start += weeks * 7 + draw(st.integers(60, 500))
    return make_facts("female", born, events=[e for e in events if e.day <= NOW])


LIVES = st.one_of(children(), mothers())


ADULT_RESULTS: dict[str, tuple[float | str | bool, ...]] = {
    "systolic_mmhg": (110.0, 135.0, 150.0, 165.0, 190.0),
    "diastolic_mmhg": (70.0, 87.0, 95.0, 105.0, 115.0),
    "glucose_random_mg_dl": (60.0, 95.0, 120.0, 160.0, 210.0, 320.0),
    "glucose_fasting_mg_dl": (90.0, 110.0, 130.0, 140.0),
    "hba1c_pct": (5.5, 6.0, 7.5),
    "weight_kg": (38.0, 56.0, 64.0, 85.0),
    "height_cm": (150.0, 165.0),
    "waist_cm": (75.0, 95.0),
    "muac_cm": (20.5, 23.4, 27.0),
    "hb_g_dl": (9.9, 11.9, 13.5),
    "smoking_status": ("active", "never"),
    "marital_status": ("married", "single"),
    "iva_result": ("negative", "positive"),
    "aks_score": (4.0, 11.0, 20.0),
    "tb_card_cough": (True, False),
    "tb_cough": (True, False),
    "hypertension_control": (True,),
    "diabetes_control": (True,),
    "chronic_doctor": (True,),
    "hypertension_medicine_home": (True, False),
}
ADULT_STATES = ("hypertension_start", "diabetes_start", "tb_contact_start", "premarital_start")


@st.composite
def adults(draw: st.DrawFn) -> Facts:
    """A man or woman of 15 to 90 years: states, measurements of three years, perhaps a pregnancy or a birth."""
    sex = draw(st.sampled_from(["female", "male"]))
    age = draw(st.integers(15 * 366, 90 * 365))
    days = st.integers(NOW - 1000, NOW)
    events = [
        event(draw(days), state, None) for state in draw(st.sets(st.sampled_from(ADULT_STATES)))
    ]
    for _ in range(draw(st.integers(0, 14))):
        code = draw(st.sampled_from(sorted(ADULT_RESULTS)))
        events.append(event(draw(days), code, draw(st.sampled_from(ADULT_RESULTS[code]))))
    if sex == "female" and age < 50 * 365 and draw(st.booleans()):
        weeks = draw(st.integers(2, 40))
        events += (
            born_baby(NOW - 280 - weeks, 40)
            if draw(st.booleans())
            else [event(NOW - weeks * 7, "pregnancy_start", None)]
        )
    return make_facts(sex, NOW - age, events=sorted(events, key=lambda one: one.day))
