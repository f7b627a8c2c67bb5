"""The Django app of improvement."""

from django.apps import AppConfig


class ImproveConfig(AppConfig):
    """Targets now; weekly evaluation, problems and rollout later."""

    name = "nyelik.improve"
    label = "improve"
