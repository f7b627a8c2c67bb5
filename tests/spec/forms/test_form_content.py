"""The forms of the rulebook hold every row and column of the programme's cards and checklists."""

import re

import pytest

from nyelik.rules import model as m
from nyelik.rules.explain import Explainer
from nyelik.rules.load import load
from nyelik.rules.package import Package, may_fill
from nyelik.rules.reads import words_read

RULES = load().rules
PACKAGES = list(RULES.packages.values())

# Each card and checklist with its printed columns, as keys of lines; what stands for a column may be several lines.
COLUMNS = {
    "card-pregnant": """
        gravida birth_interval_years pre_pregnancy_weight_kg height_cm today weeks_pregnant weight_kg weight_on_curve
        muac_cm kek-status systolic_mmhg diastolic_mmhg pressure_on_curve tb_card_cough tb_card_fever tb_card_weight
        tb_card_contact ttd_tablets ttd_daily kek_food_portions kek_food_eaten mothers_class gizi-ibu-hamil
        referred_to""",
    "card-postpartum": "postpartum_vitamin_a breastfeeding contraception_method tb_card_cough referred_to",
    "card-child": """
        age_months() today weight_kg latest(weight_status) weight-for-age length_cm length-for-age weight-for-length
        head_cm head-for-age muac_cm muac-child tb_card_cough tb_card_fever tb_card_weight tb_card_contact
        exclusive_breastfeeding complementary_feeding immunised_to_age vitamin_a_blue vitamin_a_red deworming
        supplementary_food supplementary_food_portions pmba sick referred_to""",
    "card-adult": """
        family_hypertension family_diabetes family_stroke family_heart family_asthma family_cancer family_cholesterol
        history_hypertension history_diabetes history_stroke history_heart history_cancer history_cholesterol
        smoking_status much_sugar much_salt much_fat weight_kg height_cm adult_bmi bmi-adult-card waist_cm muac_cm
        systolic_mmhg diastolic_mmhg bp-adult glucose_random_mg_dl glucose-random finger_count_right finger_count_left
        whisper_right whisper_left puma_breathless puma-risk tb_card_cough tb-card contraception_method aks
        skilas-cognition skilas-mobility skilas-nutrition skilas-senses skilas-mood referred_to""",
    "household-form": """
        today kk head_name address health_insurance ventilation household_mental household_tb household_hypertension
        household_diabetes latrine water_source""",
    "family-member": """
        name nik born sex relation_to_head marital_status education occupation health_insurance""",
    "visit-pregnant": """
        age_years() gravida birth_interval_years k1_day k2_day k3_day k4_day k5_day k6_day service_place service_by
        mothers_class mental_screened_this_year temperature_c balanced_plate kek_food_received kia_book ttd_at_home
        ttd_taken_24h muac_cm danger-pregnancy gizi-ibu-hamil reported_to_nakes family_signed""",
    "visit-postpartum": """
        delivery_day birth_helper birth_place mother_condition imd postpartum_vitamin_a contraception_method
        breastfeeding mental_screened_this_year danger-postpartum""",
    "visit-infant": """
        weight_trend length_trend head_trend exclusive_breastfeeding immunised_to_age danger-newborn""",
    "visit-child": """
        weight_trend length_trend head_trend immunised_to_age deworming vitamin_a_blue vitamin_a_red
        local_food_received local_food_finished food_staple food_egg danger-child""",
    "visit-school-age": """
        measured_this_year balanced_plate ttd_at_home ttd_girl_taken hb_this_year smoking_status pressure_this_year
        glucose_this_year mental_screened_this_year""",
    "visit-adult": """
        family_hypertension family_stroke pressure_this_year history_hypertension hypertension.start
        hypertension_medicine_home hypertension_medicine_taken glucose_this_year glucose_this_month history_diabetes
        diabetes.start diabetes_medicine_home diabetes_medicine_taken smoking_status contraception_method
        mental_screened_this_year""",
    "visit-elder": """
        pressure_this_year hypertension_medicine_taken diabetes_medicine_taken smoking_status
        mental_screened_this_year aks_on aks_place skilas_on skilas_place""",
    "visit-tb": """
        tb_treatment_day tb_place tb_last_control_on tb_supporter tb_medicine_home tb_medicine_taken smoking_status
        tb_contacts_listed tb_card_cough danger-tb""",
    "visit-recap": "recap_no_access recap_non_adherent recap_danger recap_tb",
    "visit-follow-up": "visit_follow_up follow_up_state",
    "visit-schedule": "visit_kind visit_planned_on visit_state",
    "session-recap": "recap_group recap_target recap_came recap_absent recap_normal recap_problem recap_referred",
    "anc-doctor": """
        weight_kg height_cm systolic_mmhg muac_cm fundal_height_cm fetal_presentation fetal_heart_rate tetanus_status
        Td ttd_tablets hb_g_dl blood_group urine_protein urine_glucose hiv_test syphilis_test hbsag_test malaria_test
        thalassaemia_test case_management counselling usg mental_screening dental_contact""",
    "neonatal-check": """
        mtbm_chart general_condition jaundice_checked weight_kg length_cm head_cm imd breastfeeding_advice cord_care
        vitamin_k1 eye_ointment HB0 shk_sample ppia_checked referred_to""",
}


@pytest.mark.parametrize("package", COLUMNS)
def test_every_column_is_there(package: str) -> None:
    keys = {line.key for line in RULES.packages[package].fields()}
    assert set(COLUMNS[package].split()) - keys == set()


def test_the_postpartum_visit_has_its_twelve_items_and_the_newborn_its_numbers() -> None:
    def numbers(package: str) -> set[int]:
        labels = (line.label.id for line in RULES.packages[package].fields())
        return {int(found[1]) for label in labels if (found := re.match(r"(\d+) ", label))}

    assert numbers("postpartum-check") == set(range(1, 13))
    assert numbers("neonatal-check") == set(range(1, 14))


def test_the_iks_asks_all_twelve() -> None:
    assert sum(code.startswith("iks_") for code in RULES.words) == 12
    asked = {line.key for line in RULES.packages["iks-family"].fields() if line.action == "ask"}
    assert asked == {code for code in RULES.words if code.startswith("iks_")}


def test_each_posyandu_card_passes_all_five_steps() -> None:
    for package in PACKAGES:
        if package.kind == "card":
            assert {section.step for section in package.sections} == {1, 2, 3, 4, 5}, package.id


def test_every_danger_sign_is_asked_and_answered_at_once() -> None:
    signs = {code for code in RULES.words if code.startswith("danger_")}
    for sign in signs:
        forms = [form for form in PACKAGES if sign in {line.key for line in form.fields()}]
        assert {"home", "posyandu"} <= {place for form in forms for place in form.at}, sign
    for form in PACKAGES:
        keys = {line.key for line in form.fields()}
        read = words_read(
            *(c.when for f in RULES.findings.values() if f.id in keys for c in f.classes)
        )
        assert keys & signs <= read, form.id


def test_a_danger_sign_says_to_phone_the_pustu_now_even_offline() -> None:
    danger = [f for f in RULES.findings.values() if words_read(*(c.when for c in f.classes))]
    danger = [f for f in danger if f.id.startswith("danger-")]
    assert len(danger) >= 8
    for finding in danger:
        (found,) = finding.classes
        assert found.severity == "danger"
        assert m.Step("notify", "pustu", "0 days") in found.then, finding.id
        assert finding.audience == "everyone"


@pytest.mark.parametrize("finding", ["pregnancy", "postpartum", "newborn", "child", "tb"])
def test_the_text_of_a_danger_sign_is_to_telephone(finding: str) -> None:
    say = RULES.findings[f"danger-{finding}"].classes[0].say
    assert say is not None
    assert "Telepon Pustu sekarang" in say.id
    assert "tanpa sinyal" in say.id


def test_a_kader_sees_neither_z_scores_nor_vaccines_at_the_posyandu() -> None:
    """Figure 17 of the decree: weighing and reading the growth card is the kader's, scoring is the nakes'."""
    for section in RULES.packages["card-child"].sections:
        for line in section.fields:
            seen = may_fill("kader", section.by) and may_fill("kader", line.by)
            scored = line.key in RULES.findings and RULES.findings[line.key].audience == "nakes"
            theirs = (
                line.action == "give"
                or line.key == "kpsp_result"
                or (scored and line.key.endswith(("-for-age", "-for-length")))
            )
            assert not (seen and theirs), line.key


def test_a_kader_reads_plain_words_of_every_diagnosis_that_a_form_shows() -> None:
    for package in PACKAGES:
        for section in package.sections:
            for line in section.fields:
                finding = RULES.findings.get(line.of) if line.action == "show" else None
                seen = may_fill("kader", package.by) and may_fill("kader", section.by)
                if finding and finding.audience == "nakes" and seen and may_fill("kader", line.by):
                    grave = [c for c in finding.classes if c.severity not in ("green", "info")]
                    assert all(found.plain for found in grave), (package.id, finding.id)


def test_almost_every_word_is_asked_somewhere() -> None:
    """What nobody asks is recorded by nobody: only what comes from elsewhere is left."""
    asked = {line.of for form in PACKAGES for line in form.fields()}
    left = {
        word.code
        for word in RULES.words.values()
        if word.code not in asked and word.derived is None and word.kind != "event"
    }
    from_elsewhere = {"residence", "facility_type"}
    assert len(left - from_elsewhere) <= 8, sorted(left)


def test_the_cases_about_forms_are_encoded() -> None:
    found = {example.case for form in PACKAGES for example in form.examples}
    assert {9, 11, 13, 19, 21, 25, 27, 28, 34, 35} <= found


def test_every_chapter_of_packages_has_a_form() -> None:
    found = {chapter for form in PACKAGES for chapter in form.chapters}
    assert {"2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "3.1", "3.2", "6.4", "4.13"} <= found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.id)
def test_every_form_is_said_without_code(package: Package, language: str) -> None:
    sentence = Explainer(RULES, language).rule(package)
    assert sentence.startswith(package.label.text(language))
    codes = {line.of for line in package.fields() if "_" in line.of and line.of in RULES.words}
    assert not [code for code in codes if re.search(rf"\b{code}\b", sentence)]
