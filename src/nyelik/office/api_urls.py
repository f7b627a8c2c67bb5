"""Addresses of the API that devices talk to, below /api/."""

from django.urls import path

from nyelik.office import api, device_api, relay_api, sync_api

urlpatterns = [
    path("entries", api.entries, name="api-entries"),
    path("enrol", device_api.enrol, name="api-enrol"),
    path("setup", device_api.setup, name="api-setup"),
    path("bundle", device_api.bundle, name="api-bundle"),
    path("sync", sync_api.sync, name="api-sync"),
    path("relay/devices", relay_api.devices, name="api-relay-devices"),
    path("relay/entries", relay_api.entries, name="api-relay-entries"),
]
