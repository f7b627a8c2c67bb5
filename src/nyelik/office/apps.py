"""The Django app of the desk pages."""

from django.apps import AppConfig
from django.conf import settings

from nyelik.office.catalogue import compile_catalogues


class OfficeConfig(AppConfig):
    """Pages and API; owns no tables of its own."""

    name = "nyelik.office"
    label = "office"

    def ready(self) -> None:
        """Make the English catalogue from its text, before the first page asks for it."""
        compile_catalogues(settings.PACKAGE / "locale", settings.LOCALE_PATHS[0])
