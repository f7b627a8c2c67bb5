"""Reading what stands in an address or form: a wrong value falls back, it never breaks a page."""


def whole_number(text: str | None, otherwise: int = 0) -> int:
    """A number of digits only, at most 18 of them; anything else gives `otherwise`."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else otherwise
