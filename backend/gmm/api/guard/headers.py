"""What a browser may do with an answer: the headers that every one of them carries."""

from __future__ import annotations

from werkzeug.datastructures import Headers

# The docs need one style sheet of their own; no answer of the API needs anything else.
API_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Scripts come from files alone. Styles may be inline because Mantine writes its theme's variables, and the
# media queries of responsive properties, into <style> elements as the page runs.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_UNUSED = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    # Origins that CORS names read answers all the same; an <img> or <script> elsewhere does not.
    "Cross-Origin-Resource-Policy": "same-origin",
}


def secure(headers: Headers, policy: str) -> None:
    """Add them, and this content security policy, to the headers of an answer."""
    headers.setdefault("Content-Security-Policy", policy)
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
