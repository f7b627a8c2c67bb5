"""Every address of the office, one list: pages first, then what devices talk to."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from nyelik.office.views import (
    board,
    decide,
    downloads,
    duplicates,
    field_app,
    held,
    home,
    import_page,
    manual,
    names,
    person,
    reads,
    ready,
    reason,
    search,
    set_aside,
    sign_in,
    spm,
    trial,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="home")),
    path("masuk", sign_in.sign_in, name="sign-in"),
    path("keluar", sign_in.sign_out, name="sign-out"),
    path("bahasa", set_language, name="language"),
    path("alasan", reason.give_reason, name="reason"),
    path("beranda", home.home, name="home"),
    path("cari", search.search, name="search"),
    path("orang/<uuid:person>/pilih", decide.settle_conflict, name="person-settle"),
    path("orang/<uuid:person>/tarik", decide.retract_record, name="person-retract"),
    path("kembar", duplicates.duplicates, name="duplicates"),
    path("kembar/putuskan", duplicates.decide, name="duplicates-decide"),
    path("papan", board.board, name="board"),
    path("papan/nama", names.board_names, name="board-names"),
    path("papan/unduh.<str:form>", downloads.coverage_table, name="board-file"),
    path("papan/nama/unduh.<str:form>", downloads.names_table, name="board-names-file"),
    path("papan/tren", names.board_trend, name="board-trend"),
    path("spm", spm.spm, name="spm"),
    path("orang/<uuid:person>", person.person, name="person"),
    path("orang/<uuid:person>/grafik/<slug:index>", person.growth_chart, name="person-growth"),
    path("impor", import_page.start, name="import"),
    path("impor/<uuid:job>", import_page.job_page, name="import-job"),
    path("impor/<uuid:job>/tulis", import_page.write, name="import-write"),
    path("impor/<uuid:job>/laporan", import_page.report, name="import-report"),
    path("ditahan", held.held_entries, name="held"),
    path("ditahan/putuskan", held.decide, name="held-decide"),
    path("siap", ready.ready, name="ready"),
    path("disisihkan", set_aside.set_aside, name="set-aside"),
    path("jejak-baca", reads.reads, name="reads"),
    path("panduan", manual.index, name="manual"),
    path("panduan/kelompok/<slug:group>", manual.group, name="manual-group"),
    path("panduan/bab/<str:chapter>", manual.chapter, name="manual-chapter"),
    path("panduan/jenis/<slug:kind>", manual.kind, name="manual-kind"),
    path("panduan/aturan/<slug:rule>", manual.rule, name="manual-rule"),
    path("panduan/pengaturan", manual.settings, name="manual-settings"),
    path("panduan/perbedaan", manual.contradictions, name="manual-contradictions"),
    path("panduan/cetak.pdf", manual.printed, name="manual-print"),
    path("panduan/periksa", manual.to_check, name="manual-to-check"),
    path("uji-coba", trial.trial, name="trial"),
    path("uji-coba/nama", trial.trial_names, name="trial-names"),
    path("lapangan/", field_app.not_built, name="field-app"),
    path("api/", include("nyelik.office.api_urls")),
]

handler403 = "nyelik.office.problems.not_allowed"
handler404 = "nyelik.office.problems.not_found"
