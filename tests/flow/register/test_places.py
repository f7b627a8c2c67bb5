"""Areas, facilities and the tree of Belitung Timur, whose parts are dated."""

import datetime as dt
from collections import Counter

import pytest

from nyelik.base.problem import Problem
from nyelik.register import areas, facilities
from nyelik.register.area_tree import LEVELS
from nyelik.register.invent import invent_district, invent_phones
from nyelik.register.tables import Area, Catchment, Facility, FacilityType

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TODAY = dt.date(2026, 6, 30)


@pytest.fixture
def district() -> None:
    facilities.load_district("19.06")


def test_all_of_indonesia_is_there_as_data() -> None:
    levels = Counter(level for level, _ in areas.catalogue().values())
    assert levels == {"province": 38, "regency": 514, "district": 7285, "village": 83762}
    assert ("19.06", "Kabupaten Belitung Timur") in areas.regencies()
    assert areas.catalogue()["19.06.01.2004"] == ("village", "Kelubi")


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("19", "province", ""),
        ("19.06", "regency", "19"),
        ("19.06.01.2004", "village", "19.06.01"),
        ("19.06.01.2004-01", "dusun", "19.06.01.2004"),
        ("19.06.01.2004-01-003", "rt", "19.06.01.2004-01"),
    ],
)
def test_a_code_says_level_and_parent(code: str, level: str, parent: str) -> None:
    assert areas.level_of(code) == level
    assert areas.parent_of(code) == parent


@pytest.mark.parametrize("code", ["", "19.06-01", "19.06.01.2004.1", "19.06.01.2004-1-2-3"])
def test_other_forms_are_not_codes(code: str) -> None:
    with pytest.raises(ValueError, match="not an area code"):
        areas.level_of(code)


def test_an_area_holds_itself_and_what_lies_in_it() -> None:
    assert areas.holds("19.06.01.2004", "19.06.01.2004-01-003")
    assert areas.holds("19.06.01.2004", "19.06.01.2004")
    assert not areas.holds("19.06.01.200", "19.06.01.2004")
    low, high = areas.code_range("19.06.01.2004")
    assert low <= "19.06.01.2004-01-003" < high
    assert not low <= "19.06.01.20040" < high


def test_any_kabupaten_can_be_chosen() -> None:
    facilities.load_district("52.71")
    assert Area.objects.filter(level="village").count() == 50
    assert Facility.objects.count() == 0


def test_names_of_areas() -> None:
    areas.load_regency("19.06")
    assert areas.area_name("19.06.01.2004") == "Kelubi"
    assert areas.area_name("52.71") == "Kota Mataram"
    assert areas.area_name("99") == "99"
    assert [area.name for area in areas.children("19")] == ["Kabupaten Belitung Timur"]


def test_a_network_can_be_invented_and_says_so() -> None:
    file = invent_district("52.71", 1001)
    areas.load_regency("52.71")
    facilities.network_of(file).save()
    assert sum(village["people"] for village in file["villages"]) == 1001
    types = Counter(FacilityType.objects.values_list("type", flat=True))
    assert types == {"puskesmas": 6, "pustu": 50, "posyandu": 150}
    assert not Facility.objects.filter(invented=False).exists()
    rt = Area.objects.filter(level="rt").first()
    assert rt is not None
    levels = [level for level, _, _ in areas.tree(TODAY).path(rt.code)]
    assert levels == list(LEVELS)
    with pytest.raises(Problem):
        invent_district("52", 10)


def test_what_is_no_kabupaten_is_a_problem() -> None:
    with pytest.raises(Problem) as raised:
        areas.load_regency("19.06.01")
    assert raised.value.code == "unknown-area"


@pytest.mark.usefixtures("district")
class TestBelitungTimur:
    """The shipped district."""

    def test_it_ships_complete(self) -> None:
        types = Counter(
            FacilityType.objects.filter(facilities.in_force(TODAY)).values_list("type", flat=True)
        )
        assert types == {"puskesmas": 7, "pustu": 37, "posyandu": 133}
        assert Area.objects.filter(level="village").count() == 39

    def test_loading_again_changes_nothing(self) -> None:
        before = (Area.objects.count(), Facility.objects.count(), Catchment.objects.count())
        facilities.load_district("19.06")
        assert before == (Area.objects.count(), Facility.objects.count(), Catchment.objects.count())

    def test_what_is_invented_is_marked(self) -> None:
        posyandu = Facility.objects.filter(code__startswith="Y")
        assert all(posyandu.values_list("invented", flat=True))
        below = Area.objects.filter(level__in=("dusun", "rt")).values_list("source", flat=True)
        assert all("invented" in source for source in below)

    def test_every_rt_has_one_posyandu_and_every_village_one_pustu(self) -> None:
        rts = set(Area.objects.filter(level="rt").values_list("code", flat=True))
        served = Counter(
            Catchment.objects.filter(facility__code__startswith="Y").values_list("area", flat=True)
        )
        assert set(served) == rts
        assert set(served.values()) == {1}
        villages = Counter(
            Catchment.objects.filter(facility__code__startswith="U").values_list("area", flat=True)
        )
        assert len(villages) == 39
        assert set(villages.values()) == {1}

    def test_shares_of_people_add_up(self) -> None:
        file = facilities.district_file("19.06")
        assert file is not None
        assert sum(village["people"] for village in file["villages"]) == 132_495

    def test_a_polindes_becomes_a_pustu(self) -> None:
        kelubi = Facility.objects.get(name="Pustu Kelubi").code
        assert facilities.type_of(kelubi, dt.date(2024, 6, 21)) == "polindes"
        assert facilities.type_of(kelubi, dt.date(2024, 6, 22)) == "pustu"

    def test_a_type_changes_from_a_day_on(self) -> None:
        facilities.change_type("U1906-01", "poskesdes", dt.date(2027, 1, 1))
        assert facilities.type_of("U1906-01", dt.date(2026, 12, 31)) == "pustu"
        assert facilities.type_of("U1906-01", dt.date(2027, 1, 1)) == "poskesdes"
        facilities.change_type("U1906-01", "pustu", dt.date(2027, 1, 1))
        assert facilities.type_of("U1906-01", dt.date(2027, 1, 1)) == "pustu"

    def test_tree_places_an_rt_in_all_levels(self) -> None:
        tree = areas.tree(TODAY)
        path = {level: name for level, _, name in tree.path("19.06.01.2004-01-001")}
        assert path["village"] == "Kelubi"
        assert path["puskesmas"] == "Puskesmas Manggar"
        assert path["pustu"] == "Pustu Kelubi"
        assert path["posyandu"].startswith("Posyandu ")
        assert path["rt"] == "RT 001"

    def test_tree_knows_who_is_known_only_to_a_village(self) -> None:
        tree = areas.tree(TODAY)
        levels = [level for level, _, _ in tree.path("19.06.01.2004")]
        assert levels == ["regency", "puskesmas", "district", "village", "pustu"]

    def test_tree_takes_the_nearest_known_area(self) -> None:
        tree = areas.tree(TODAY)
        assert tree.leaf_of("19.06.01.2004-09-999") == tree.leaf_of("19.06.01.2004")
        assert tree.leaf_of("99.99") == 0
        assert tree.leaf_of(None) == 0
        assert list(tree.leaves_of(["", "19.06.01.2004"])) == [0, tree.leaf_of("19.06.01.2004")]

    def test_a_village_without_pustu_is_served_by_a_neighbour(self) -> None:
        tree = areas.tree(TODAY)
        assert tree.names[tree.ancestor("19.06.01.2013", "pustu")] == "Pustu Mekar Jaya"

    def test_a_catchment_moves_from_a_day_on(self) -> None:
        facilities.move_area("19.06.01.2013", "U1906-08", "U1906-04", dt.date(2026, 7, 1))
        before = areas.tree(dt.date(2026, 6, 30)).ancestor("19.06.01.2013", "pustu")
        after = areas.tree(dt.date(2026, 7, 1)).ancestor("19.06.01.2013", "pustu")
        assert (before, after) == ("U1906-08", "U1906-04")


def test_invented_telephones_can_be_dialled_by_nobody() -> None:
    facilities.load_district("19.06")
    facilities.set_phone("U1906-04", " 0719 21021 ")
    invent_phones()
    phones = dict(Facility.objects.values_list("code", "phone"))
    assert phones["U1906-04"] == "0719 21021"
    assert phones["P1906-01"] == "0000-1906-01"
    assert {phone for code, phone in phones.items() if code.startswith("Y")} == {""}
    with pytest.raises(Problem) as raised:
        facilities.set_phone("unheard-of", "1")
    assert raised.value.code == "no-such-facility"
