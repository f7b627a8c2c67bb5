"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nyelik.office.context import is_demo
from nyelik.register.workers import Worker
from nyelik.simulate.logins import LOGINS, password

LOOPBACK = {"127.0.0.1", "::1"}
BEHIND_A_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


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
        "logins": _demo_logins(request),
    }
    return render(request, "office/sign_in.html", context, status=422 if context["failed"] else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


def _demo_logins(request: HttpRequest) -> list[dict[str, str]]:
    """The logins of the demo district, for whoever sits at this very machine; nobody else is shown a password."""
    if not is_demo() or settings.HTTPS or request.META.get("REMOTE_ADDR") not in LOOPBACK:
        return []
    if any(header in request.META for header in BEHIND_A_PROXY):
        return []  # the proxy sits at this machine, whoever asks need not
    roles = dict(Worker.objects.filter(username__in=LOGINS).values_list("username", "role"))
    return [
        {"username": name, "password": password(name), "role": roles[name]}
        for name in LOGINS
        if name in roles
    ]


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    here = {request.get_host()}
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, here) else "home"
