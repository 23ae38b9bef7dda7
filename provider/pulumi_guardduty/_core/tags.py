"""Tags of GuardDuty resources: how what AWS holds is brought to what is declared."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pulumi_guardduty._core.aws_errors import aws_errors


if TYPE_CHECKING:
    from types_boto3_guardduty import GuardDutyClient

    from pulumi_guardduty._core.call import Call

#: Tags AWS keeps on one resource; the shape allows 200. Source: GuardDuty API Reference, "TagResource".
QUOTA = 50


def own(tags: Mapping[str, str] | None) -> dict[str, str]:
    """The tags that are a user's to set: those AWS adds itself begin with ``aws:``."""
    return {key: value for key, value in (tags or {}).items() if not key.startswith("aws:")}


def reconcile(client: "GuardDutyClient", arn: str, actual: Mapping[str, str], declared: Mapping[str, str]) -> None:
    """Bring the tags of `arn` from `actual` to `declared` with as few calls as it takes.

    `arn` is all lower case behind the account, e.g. ``…:detector/<id>/publishingdestination/<id>``: AWS refuses
    ``publishingDestination``. Source: wire captures of 2026-09-29.

    Raises:
        AwsCallError: AWS refused a call.
    """
    gone = sorted(set(own(actual)) - set(declared))
    changed = {key: value for key, value in declared.items() if actual.get(key) != value}
    with aws_errors():
        if gone:
            client.untag_resource(ResourceArn=arn, TagKeys=gone)
        if changed:
            client.tag_resource(ResourceArn=arn, Tags=changed)


def warn_of_quota(declared: Mapping[str, str] | None, call: "Call") -> None:
    """Warn of more tags than AWS keeps: the API takes up to 200, the quota is 50."""
    if declared and len(declared) > QUOTA:
        call.warn(f"tags: {len(declared)} are declared, and AWS keeps at most {QUOTA} on a resource; remove some")
