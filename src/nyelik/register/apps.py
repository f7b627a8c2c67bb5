"""The Django app of the register."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """People and households are projections of the journal; it learns of them here."""

    name = "nyelik.register"
    label = "register"

    def ready(self) -> None:
        """Tell the journal which tables follow its entries."""
        from nyelik.journal import held, projections
        from nyelik.register.devices import scope_again
        from nyelik.register.projection import empty, project

        projections.register("register", project, empty)
        held.set_recheck(scope_again)
