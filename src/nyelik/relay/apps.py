"""The Django app of the relay."""

from django.apps import AppConfig


class RelayConfig(AppConfig):
    """Nothing happens at start: an instance relays once it is enrolled."""

    name = "nyelik.relay"
    label = "relay"
