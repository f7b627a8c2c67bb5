"""Numbers on the board and the SPM page: each opens to as many names, sums are sums of people, pickers work."""

import datetime as dt
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.utils import timezone

from nyelik.office.numbers import fresh_watch
from nyelik.office.rulebook import loaded
from nyelik.office.views.names import PAGE
from nyelik.register.workers import Worker
from nyelik.simulate.targets import invent_targets
from tests.support.html import Cell, Read, read
from tests.support.small_district import CHILD_NAME, HOME_VILLAGE, NEXT_VILLAGE, SignIn

WHOLE, NEXT_NAME = "Seluruh wilayah", "Padang"
FAMILIES = ("SPM", "SKDN", "Gizi", "Imunisasi", "KIA")
FRACTION = re.compile(r"(\d+)/(\d+)")


@pytest.fixture
def month() -> str:
    """The last whole month: the same amount of life on whatever day the tests run."""
    return (timezone.localdate().replace(day=1) - dt.timedelta(1)).strftime("%Y-%m")


def board_of(signed_in: SignIn, who: str, **query: str) -> Read:
    browser = signed_in(who)
    query = {"keluarga": "SPM", **query}
    answer = browser.get("/papan", query)
    assert answer.status_code == 200
    return read(answer.content)


def counted(cell: Cell) -> tuple[int, int] | None:
    """(met, of) as the cell shows them."""
    found = FRACTION.search(cell.text.replace(".", ""))
    return (int(found[1]), int(found[2])) if found else None


def tab_count(page: Read, status: str) -> int:
    """How many names a tab of the page of names promises: "missed", "met" or "not_applicable"."""
    return next(int(text.split()[-1]) for text, href in page.links if f"status={status}" in href)


class TestBoard:
    def test_every_number_is_the_length_of_its_list_of_names(
        self, signed_in: SignIn, month: str
    ) -> None:
        browser, cells = signed_in("bidan"), []
        for family in FAMILIES:
            address = f"/papan?wilayah={HOME_VILLAGE}&keluarga={family}&periode={month}"
            *_, unit, whole = read(browser.get(address).content).tables[0]
            cells += [cell for cell in (*unit[1:], *whole[1:]) if cell.href]
        assert len(cells) > 20
        for cell in cells:
            met, of = counted(cell) or (0, 0)
            names = read(browser.get(cell.href).content)
            assert (tab_count(names, "met"), tab_count(names, "missed")) == (met, of - met)

    @pytest.mark.parametrize("family", FAMILIES)
    def test_the_whole_is_the_sum_of_people_never_the_mean_of_percents(
        self, family: str, signed_in: SignIn, month: str
    ) -> None:
        """Every family of indicators, from the Puskesmas down to its villages."""
        board = board_of(signed_in, "kepala", keluarga=family, tingkat="village", periode=month)
        heads, *units, whole = board.tables[0]
        assert (heads[0].text, whole[0].text) == ("Desa", WHOLE)
        for column in range(1, len(whole)):
            parts = [counted(row[column]) or (0, 0) for row in units]
            assert (counted(whole[column]) or (0, 0)) == tuple(map(sum, zip(*parts, strict=True)))

    def test_going_down_keeps_what_was_chosen_and_the_number(
        self, signed_in: SignIn, month: str
    ) -> None:
        browser = signed_in("kepala")
        url = "/papan?keluarga=SPM&tingkat=village&diketahui=2026-01-01&periode=" + month
        board = read(browser.get(url).content)
        row = board.row("Kelubi")
        down = urlsplit(row[0].href)
        assert parse_qs(down.query) == {
            "wilayah": [HOME_VILLAGE], "periode": [month], "keluarga": ["SPM"], "diketahui": ["2026-01-01"],
        }  # fmt: skip
        below = read(browser.get(row[0].href).content)
        assert below.tables[0][0][0].text == "Posyandu"
        whole = below.row(WHOLE)
        assert [counted(cell) for cell in whole[1:]] == [counted(cell) for cell in row[1:]]

    def test_the_way_up_is_shown_for_areas_and_facilities(self, signed_in: SignIn) -> None:
        browser = signed_in("kepala")
        for area, steps in {
            HOME_VILLAGE: ["Kabupaten Belitung Timur", "Puskesmas Manggar", "Manggar"],
            "U1906-04": ["Kabupaten Belitung Timur", "Puskesmas Manggar"],
            "P1906-01": ["Kabupaten Belitung Timur"],
        }.items():
            page = read(browser.get(f"/papan?wilayah={area}").content)
            ups = [text for text, href in page.links if href.startswith("?wilayah=")]
            assert ups == steps

    def test_htmx_gets_the_table_and_nothing_around_it(self, signed_in: SignIn) -> None:
        answer = signed_in("bidan").get("/papan", headers={"HX-Request": "true"})
        assert answer.content.lstrip().startswith(b"<nav")
        assert b"<html" not in answer.content
        assert read(answer.content).tables

    def test_it_starts_where_the_worker_works(self, signed_in: SignIn) -> None:
        assert "Papan cakupan: Kelubi" in board_of(signed_in, "desa").text
        assert "Papan cakupan: Pustu Kelubi" in board_of(signed_in, "bidan").text
        assert "Papan cakupan: Kabupaten Belitung Timur" in board_of(signed_in, "dinkes").text

    @pytest.mark.parametrize("period", ["2026-13", "kemarin", "2999", "", "2026-W99"])
    def test_a_period_that_is_none_becomes_this_month(self, period: str, signed_in: SignIn) -> None:
        today = timezone.localdate()
        text = board_of(signed_in, "bidan", periode=period).text
        assert str(today.year) in text

    @pytest.mark.parametrize(
        ("period", "name"),
        [
            ("2025", "2025 ·"), ("2025-Q3", "Triwulan 3 2025"), ("2025-08", "Agustus 2025"),
            ("2025-W33", "Minggu 33 2025"), ("2025-08-17", "17 Agu 2025"),
        ],
    )  # fmt: skip
    def test_each_kind_of_period_is_shown_by_its_name(
        self, period: str, name: str, signed_in: SignIn
    ) -> None:
        assert name in board_of(signed_in, "bidan", periode=period).text

    def test_what_was_not_yet_known_is_not_counted(self, signed_in: SignIn, month: str) -> None:
        """Before the first entry arrived nobody was known; what came in between is told apart by the day."""
        now = board_of(signed_in, "kepala", periode=month).row(WHOLE)
        long_ago = board_of(signed_in, "kepala", periode=month, diketahui="2020-01-01").row(WHOLE)
        assert any(counted(cell) for cell in now[1:])
        assert [counted(cell) for cell in long_ago[1:]] == [None] * (len(now) - 1)
        text = board_of(signed_in, "kepala", periode=month, diketahui="2020-01-01").text
        assert "1 Jan 2020" in text

    def test_the_puskesmas_shows_a_pustu_its_own_village_and_the_whole(
        self, signed_in: SignIn
    ) -> None:
        board = board_of(signed_in, "bidan", wilayah="P1906-01", tingkat="village")
        assert {row[0].text for row in board.tables[0][1:]} == {"Kelubi", WHOLE}


class TestSmallCells:
    """Who sees no names must not be able to guess them from a count of one to four."""

    def test_the_village_sees_no_count_below_five(self, signed_in: SignIn, month: str) -> None:
        hidden = 0
        for family in FAMILIES:
            board = board_of(signed_in, "desa", keluarga=family, periode=month)
            for cell in (cell for row in board.tables[0][1:] for cell in row[1:]):
                hidden += "tidak ditampilkan" in cell.text
                if found := counted(cell):
                    met, of = found
                    assert not 0 < met < 5
                    assert not 0 < of - met < 5
        assert hidden

    def test_the_spm_page_hides_its_parts_too(self, signed_in: SignIn, month: str) -> None:
        page = read(signed_in("desa").get(f"/spm?periode={month}").content)
        assert "Terlalu sedikit orang untuk ditampilkan" in page.text
        for table in page.tables:
            for row in table[1:]:
                numbers = [int(cell.text) for cell in row[1:3] if cell.text.isdigit()]
                assert len(numbers) != 2 or not 0 < numbers[1] - numbers[0] < 5
        missing = re.findall(
            r"<strong class=\"number\">(\d+)</strong>",
            signed_in("desa").get(f"/spm?periode={month}").content.decode(),
        )
        assert all(int(count) >= 5 for count in missing)

    def test_numbers_lead_to_no_names(self, signed_in: SignIn, month: str) -> None:
        for address in (f"/papan?periode={month}", f"/spm?periode={month}"):
            page = read(signed_in("desa").get(address).content)
            assert not [href for _, href in page.links if "/nama" in href or "/orang" in href]


class TestSpm:
    def test_three_targets_stand_side_by_side(self, signed_in: SignIn, month: str) -> None:
        page = read(signed_in("kepala").get(f"/spm?tingkat=village&periode={month}").content)
        spm_4 = 4  # the first table is that of the index
        heads = [cell.text for cell in page.tables[spm_4][0]]
        assert heads[1:5] == ["Terlayani", "Riil", "Proyeksi", "Ditetapkan"]
        home = [cell.text for cell in page.row("Kelubi", spm_4)]
        assert home[3:5] == ["40", "32"]
        met, of = int(home[1]), int(home[2])
        assert home[5] == said(100 * met / of)
        assert home[6] == said(100 * met / 32)
        beside = [cell.text for cell in page.row(NEXT_NAME, spm_4)]
        assert (beside[3], beside[4], beside[6]) == ("25", "–", "–")

    def test_targets_of_the_demo_add_up_from_villages_to_the_kabupaten(
        self, signed_in: SignIn
    ) -> None:
        now, today = timezone.now(), timezone.localdate()
        assert invent_targets(fresh_watch(), today, 1, now) > 100
        page = read(signed_in("dinkes").get("/spm?tingkat=village").content)
        for table in page.tables:
            if table[0][0].text == "Bagian":
                continue
            *villages, whole = table[1:]
            for column in (3, 4):
                shown = [int(row[column].text) for row in villages if row[column].text.isdigit()]
                assert sum(shown) == int(whole[column].text)

    def test_its_numbers_are_those_of_the_board(self, signed_in: SignIn, month: str) -> None:
        board = board_of(signed_in, "kepala", tingkat="village", periode=month)
        page = read(signed_in("kepala").get(f"/spm?tingkat=village&periode={month}").content)
        services = page.tables[1:]  # the first is that of the index
        assert len(services) == len(board.tables[0][0]) - 1 == 12
        for place, table in enumerate(services, 1):
            for row in board.tables[0][1:]:
                met, of = counted(row[place]) or (0, 0)
                line = next(line for line in table if line[0].text == row[0].text)
                assert [line[1].text, line[2].text] == [str(met), str(of)]

    def test_the_missing_parts_are_those_of_the_missed_names(
        self, signed_in: SignIn, month: str
    ) -> None:
        browser = signed_in("bidan")
        page = read(browser.get(f"/spm?wilayah={HOME_VILLAGE}&periode={month}").content)
        names = read(
            browser.get(
                f"/papan/nama?indikator=spm-04&wilayah={HOME_VILLAGE}&periode={month}"
            ).content
        )
        parts = [part.strip() for row in names.tables[0][1:] for part in [row[3].text]]
        labels = [part.label.text("id") for part in loaded().rules.indicators["spm-04"].parts]
        told = page.text.split(loaded().rules.indicators["spm-04"].label.text("id"))[1]
        for label in labels:
            count = sum(label in text for text in parts)
            assert not count or f"{count} {label}" in told

    def test_the_button_says_how_many_names_it_opens(self, signed_in: SignIn, month: str) -> None:
        browser = signed_in("bidan")
        page = read(browser.get(f"/spm?wilayah={HOME_VILLAGE}&periode={month}").content)
        said_, href = [(text, href) for text, href in page.links if "nama yang belum" in text][-1]
        names = read(browser.get(href).content)
        assert tab_count(names, "missed") == int(re.findall(r"\d+", said_)[0])


class TestNames:
    def test_they_tell_what_is_missing_and_why(self, signed_in: SignIn, month: str) -> None:
        answer = signed_in("bidan").get(
            f"/papan/nama?indikator=spm-04&wilayah={HOME_VILLAGE}&periode={month}"
        )
        page = read(answer.content)
        row = next(row for row in page.tables[0] if row[0].text.startswith(CHILD_NAME))
        assert "Penimbangan" in row[3].text or "timbang" in row[3].text.lower()
        assert "Berat badan" in row[4].text
        assert "RT 001" in row[2].text
        assert loaded().rules.version in page.text

    @pytest.mark.parametrize("status", ["missed", "met", "not_applicable"])
    def test_each_list_has_as_many_names_as_its_tab_says(
        self, status: str, signed_in: SignIn, month: str
    ) -> None:
        browser, rows = signed_in("kepala"), 0
        url = f"/papan/nama?indikator=spm-04&wilayah=P1906-01&periode={month}&status={status}"
        page = read(browser.get(url).content)
        pages = (tab_count(page, status) + PAGE - 1) // PAGE
        for number in range(1, pages + 1):
            tables = read(browser.get(f"{url}&hal={number}").content).tables
            rows += len(tables[0]) - 1
        assert rows == tab_count(page, status)

    def test_an_indicator_that_does_not_exist_is_not_found(self, signed_in: SignIn) -> None:
        for wanted in ("", "tidak-ada", quote("<script>")):
            address = f"/papan/nama?indikator={wanted}&wilayah={HOME_VILLAGE}"
            assert signed_in("bidan").get(address).status_code == 404

    def test_one_rt_of_the_kader_opens(self, signed_in: SignIn, month: str) -> None:
        (scope,) = Worker.objects.get(username="kader").scope
        page = read(
            signed_in("kader")
            .get(f"/papan/nama?indikator=spm-04&wilayah={scope}&periode={month}")
            .content
        )
        assert CHILD_NAME in page.text

    def test_the_next_village_is_not_named(self, signed_in: SignIn, month: str) -> None:
        address = f"/papan/nama?indikator=spm-04&wilayah={NEXT_VILLAGE}&periode={month}"
        assert signed_in("bidan").get(address).status_code == 404
        assert signed_in("kepala").get(address).status_code == 200


def said(percent: float) -> str:
    return f"{percent:.1f}%".replace(".", ",")
