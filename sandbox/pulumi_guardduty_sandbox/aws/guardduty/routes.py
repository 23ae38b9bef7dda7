"""Puts the sandbox's GuardDuty into moto's one table of paths."""

from moto.guardduty import urls

from pulumi_guardduty_sandbox.aws.guardduty.list_kind import KINDS
from pulumi_guardduty_sandbox.aws.guardduty.responses import SandboxGuardDutyResponse


_DETECTOR = "{0}/detector/(?P<detector_id>[^/]+)"
_PATHS = (
    f"{_DETECTOR}/publishingDestination$",
    # SDKs send an empty id as a path that ends in a slash; it means the collection.
    f"{_DETECTOR}/publishingDestination/$",
    f"{_DETECTOR}/publishingDestination/(?P<child_id>[^/]+)$",
    "{0}/tags/(?P<resource_arn>.+)$",
    *(f"{_DETECTOR}/{path}$" for path in KINDS),
    *(f"{_DETECTOR}/{path}/$" for path in KINDS),
    *(f"{_DETECTOR}/{path}/(?P<child_id>[^/]+)$" for path in KINDS),
)


def install() -> None:
    """Answer for moto's GuardDuty paths and for those it lacks; must come before a server's first request."""
    for path in [*urls.url_paths, *_PATHS]:
        urls.url_paths[path] = SandboxGuardDutyResponse.dispatch
