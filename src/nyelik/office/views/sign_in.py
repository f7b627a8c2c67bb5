"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a wrong pair keeps the name and says what to try."""
    if request.user.is_authenticated:
        return redirect("home")
    username = request.POST.get("username", "").strip()
    if request.method == "POST":
        worker = authenticate(request, username=username, password=request.POST.get("password", ""))
        if worker is not None:
            login(request, worker)
            return redirect(_next_page(request))
    context = {
        "username": username,
        "failed": request.method == "POST",
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "office/sign_in.html", context, status=422 if context["failed"] else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    here = {request.get_host()}
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, here) else "home"
