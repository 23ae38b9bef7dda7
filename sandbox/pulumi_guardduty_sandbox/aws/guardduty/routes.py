"""Puts the sandbox's GuardDuty into moto's one table of paths."""

from moto.guardduty import urls

from pulumi_guardduty_sandbox.aws.guardduty.list_kind import KINDS
from pulumi_guardduty_sandbox.aws.guardduty.responses import SandboxGuardDutyResponse


_CHILDREN = ("publishingDestination", *KINDS)
_PATHS = (
    "{0}/tags/(?P<resource_arn>.+)$",
    # With or without the slash at the end: SDKs send an empty id so, and it means the collection.
    *(f"{{0}}/detector/(?P<detector_id>[^/]+)/{child}/$" for child in _CHILDREN),
    *(f"{{0}}/detector/(?P<detector_id>[^/]+)/{child}/(?P<child_id>[^/]+)$" for child in _CHILDREN),
)


def install() -> None:
    """Answer for moto's GuardDuty paths and for those it lacks; must come before a server's first request."""
    for path in [*urls.url_paths, *_PATHS]:
        urls.url_paths[path] = SandboxGuardDutyResponse.dispatch
