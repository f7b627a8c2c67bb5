"""QR codes as SVG that stands in a page: attributes only, no style, so that the page's policy lets it be drawn."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(content: str, label: str) -> SafeString:
    """The code of a text; `label` (ours, not typed by anybody) is what a screen reader says."""
    code = segno.make(content, error="m", micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", title=label)
    # Safe: segno draws numbers and escapes the title; the content itself does not stand in the drawing as text.
    return mark_safe(drawn)  # noqa: S308
