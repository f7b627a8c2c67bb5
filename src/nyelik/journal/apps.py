"""The journal as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Label `journal`; its tables are in `tables`."""

    name = "nyelik.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
