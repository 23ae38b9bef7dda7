"""Keeps the embedded engine away from real AWS accounts: it is for trying out and for tests."""

import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from pulumi_guardduty_sandbox.engine.errors import RefusedError


_NAME: Final = "AWS_ENDPOINT_URL"
#: What makes the AWS SDKs disregard the variables above. Source: AWS SDKs and Tools Reference Guide,
#: "Service-specific endpoints".
_DISREGARD: Final = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"


def require_loopback(env: Mapping[str, str]) -> None:
    """Make sure that AWS calls under `env` stay on this machine.

    Raises:
        RefusedError: They may not.
    """
    if not env.get(_NAME):
        raise RefusedError(
            f"the embedded engine is for trying out: set {_NAME} to a sandbox on this machine (start one with "
            "`python -m pulumi_guardduty_sandbox serve`), or use the pulumi CLI to deploy"
        )
    for name, url in sorted(env.items()):
        if name.startswith(_NAME) and url and not _is_loopback(url):
            raise RefusedError(
                f"the embedded engine is for trying out and {name} is {url!r}, which is not on this machine: "
                "use http://127.0.0.1:<port>, or the pulumi CLI to deploy"
            )
    if env.get(_DISREGARD, "").lower() == "true":
        raise RefusedError(f"{_DISREGARD} is set, so AWS calls would not go to {_NAME}: unset it")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
