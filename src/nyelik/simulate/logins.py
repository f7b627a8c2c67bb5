"""The logins of a demo district: one for each role, with passwords that are kept nowhere."""

import hashlib
import hmac

LOGINS = ("kader", "pustu", "puskesmas", "kepala", "dinkes", "desa", "auditor")
# fmt: off
WORDS = (
    "lada", "timah", "pantai", "granit", "kebun", "perahu", "layar", "pasir",
    "ombak", "bakau", "karang", "kelapa", "durian", "nangka", "jambu", "melati",
    "kenanga", "cempaka", "angin", "hujan", "bintang", "fajar", "sungai", "bukit",
    "lembah", "hutan", "rotan", "bambu", "teluk", "tanjung", "muara", "kolong",
)
# fmt: on


def password(username: str) -> str:
    """A demo password, made from this instance's secret key: it can be shown again and is kept nowhere."""
    from django.conf import settings

    key = str(settings.SECRET_KEY).encode()
    digest = hmac.digest(key, f"demo {username}".encode(), hashlib.sha256)
    words = [WORDS[byte % len(WORDS)] for byte in digest[:3]]
    return "-".join([*words, f"{digest[3] % 90 + 10}"])
