"""Addresses of the API that devices talk to, below /api/."""

from django.urls import path

from nyelik.office import api

urlpatterns = [path("entries", api.entries, name="api-entries")]
