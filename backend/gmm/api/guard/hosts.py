"""The names by which this service may be asked: others are an attacker's, pointed at this machine.

A web page can have its own name resolve to somebody's machine and then read what the service there answers
(DNS rebinding). Its requests carry that name in their Host header.
"""

from __future__ import annotations

from ipaddress import ip_address

from flask import request

from gmm.api.errors import BAD_REQUEST, Problem
from gmm.api.settings import LOOPBACK_NAMES, Settings

_LONGEST_NAME = 100


def refuse_strange_host(settings: Settings) -> None:
    """Raise Problem unless the Host header names this machine, or a host that the settings trust.

    On an address that others reach, any IP address is this machine's as well: nobody can point one elsewhere.
    """
    name = _without_port(request.host).lower()
    if name in LOOPBACK_NAMES or any(_is(name, each.lower()) for each in settings.trusted_hosts):
        return
    if not settings.is_local and _is_address(name):
        return
    raise Problem(
        BAD_REQUEST,
        f"The service does not know itself as {name[:_LONGEST_NAME]!r}. Add the name to GMM_TRUSTED_HOSTS "
        "where the service is run.",
    )


def _without_port(host: str) -> str:
    """The name in a Host header; empty, as Werkzeug has it, for what cannot be one.

    By hand, because Werkzeug's own list of trusted hosts knows no IPv6 addresses.
    """
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def _is(name: str, trusted: str) -> bool:
    return name.endswith(trusted) if trusted.startswith(".") else name == trusted


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
