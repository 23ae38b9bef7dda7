"""A bucket's ARN, as far as its resources and its policy tell."""

import re
from collections.abc import Iterator

from pulumi_guardduty_policy.documents.document import Document
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL
from pulumi_guardduty_policy.views.bucket import Bucket


_ARN = re.compile(r"(arn:[^:]*:s3:::[^/*?]+).*", re.DOTALL)


def arn_in(policy: Document, bucket: Bucket) -> str:
    """Return the bucket's ARN as its policy writes it: for the partition, and where its name is not known yet."""
    written = [arn for arn in _written(policy) if not bucket.names or arn.rpartition(":")[2] in bucket.names]
    if written:
        return written[0]
    return f"arn:aws:s3:::{bucket.names[0] if bucket.names else 'bucket'}"


def _written(policy: Document) -> Iterator[str]:
    for statement in policy.statements:
        try:
            resources = statement.resources or ()
        except CANNOT_TELL:
            continue
        for resource in resources:
            found = _ARN.fullmatch(resource)
            if found:
                yield found[1]
