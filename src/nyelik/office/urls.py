"""Every address of the office, one list: pages first, then the API that devices talk to."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
