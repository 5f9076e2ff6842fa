"""The names by which this service may be asked: others are an attacker's, pointed at this machine.

A web page can have its own name resolve to somebody's machine and then read what the service there answers
(DNS rebinding). Its requests carry that name in their Host header.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from flask import request
from werkzeug.sansio.utils import host_is_trusted

from gmm.api.errors import BAD_REQUEST, Problem
from gmm.api.settings import LOOPBACK_NAMES, Settings

_LONGEST_NAME = 100


def refuse_strange_host(settings: Settings) -> None:
    """Raise Problem unless the Host header names this machine, or a host that the settings trust.

    On an address that others reach, any IP address is this machine's as well: nobody can point one elsewhere.
    """
    host = request.host  # raises HTTPException for what cannot be a host
    if _is_known(host, settings.trusted_hosts) or (not settings.is_local and _is_address(host)):
        return
    raise Problem(
        BAD_REQUEST,
        f"The service does not know itself as {host[:_LONGEST_NAME]!r}. Add the name to GMM_TRUSTED_HOSTS "
        "where the service is run.",
    )


def _is_known(host: str, trusted: Sequence[str]) -> bool:
    return host_is_trusted(host, [*LOOPBACK_NAMES, *trusted])


def _is_address(host: str) -> bool:
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
