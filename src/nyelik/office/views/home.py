"""The first screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nyelik.office.viewer import page_for


@page_for("home")
def home(request: HttpRequest) -> HttpResponse:
    """What to do now, by role."""
    return render(request, "office/home.html", {})
