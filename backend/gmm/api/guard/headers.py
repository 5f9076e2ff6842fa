"""What a browser may do with an answer: the headers that every one of them carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# The docs need one style sheet of their own; no answer of the API needs anything else.
_API_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Scripts come from files alone. Styles may be inline because Mantine writes its theme's variables, and the
# media queries of responsive properties, into <style> elements as the page runs.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_UNUSED = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    # Origins that CORS names read answers all the same; an <img> or <script> elsewhere does not.
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Answers of the API may be somebody's data: no cache keeps them.
API_HEADERS = {"Content-Security-Policy": _API_POLICY, **_EVERYWHERE, "Cache-Control": "no-store"}
PAGE_HEADERS = {"Content-Security-Policy": _PAGE_POLICY, **_EVERYWHERE}


class Secured:
    """An application whose answers carry these headers, unless they set them themselves.

    Around the application and not inside, where Flask takes ten times as long for it.
    """

    def __init__(self, application: WSGIApplication, headers: Mapping[str, str]) -> None:
        self._application = application
        self._headers = list(headers.items())

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            added = [header for header in self._headers if header[0].lower() not in present]
            return start_response(status, [*headers, *added], *error)

        return self._application(environ, start)
