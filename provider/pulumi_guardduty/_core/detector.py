"""The region's one detector, for whoever does not name it."""

from typing import TYPE_CHECKING

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_errors import aws_errors


if TYPE_CHECKING:
    from pulumi_guardduty._core.aws_access import AwsAccess


def find_detector(aws: "AwsAccess") -> str:
    """The id of the only detector in the region.

    Raises:
        InvalidInputError: There is none, or more than one.
    """
    with aws_errors():
        found = [
            row for page in aws.guardduty.get_paginator("list_detectors").paginate() for row in page["DetectorIds"]
        ]
    if not found:
        raise errors.InvalidInputError(
            f"detector_id: account {aws.account_id} has no GuardDuty detector in {aws.region}; enable GuardDuty there, "
            "or correct region or credentials"
        )
    if len(found) > 1:
        raise errors.InvalidInputError(
            f"detector_id: account {aws.account_id} has {len(found)} GuardDuty detectors in {aws.region} "
            f"({', '.join(sorted(found))}); declare which one"
        )
    return found[0]
