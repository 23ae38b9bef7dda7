"""The requests that GuardDuty makes when it exports, as the policies see them."""

from dataclasses import dataclass, replace
from typing import Final

from pulumi_guardduty._core.arn import DestinationArn
from pulumi_guardduty.diagnosis.policy_evaluation import Caller, Request
from pulumi_guardduty.policy_documents import Exporter


#: Condition keys that a service's own request does not carry: they describe an IAM principal, its session, or the
#: network of a customer. Source: IAM User Guide, "AWS global condition context keys", availability of each; for the
#: network keys, AWS's data perimeter policies, which have to exempt services by aws:PrincipalIsAWSService.
_ABSENT: Final = frozenset(
    {
        "aws:federatedprovider",
        "aws:multifactorauthage",
        "aws:multifactorauthpresent",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principaltag/*",
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:tokenissuetime",
        "aws:userid",
        "aws:username",
        "aws:vpcsourceip",
    }
)

#: Headers that no GET carries. Source: Amazon S3 API Reference, "GetBucketLocation".
_ENCRYPTION_HEADERS: Final = frozenset({"s3:x-amz-server-side-encryption*"})

#: A name as GuardDuty gives its files. Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3".
_FILE: Final = "2026/01/01/00000000-0000-0000-0000-000000000000.jsonl.gz"


@dataclass(frozen=True)
class GuardDutyRequests:
    """All requests of one detector's export.

    What the guide says of them is in their context: for whom GuardDuty acts, over TLS, and the SSE-KMS headers of
    its writes. Of all other keys nothing is documented.
    """

    exporter: Exporter
    principal: str
    destination: DestinationArn
    key_arn: str

    def use_key(self) -> Request:
        """Ask for a data key to encrypt with."""
        return self._request("kms:GenerateDataKey", self.key_arn)

    def locate_bucket(self) -> Request:
        """Ask where the bucket is."""
        request = self._request("s3:GetBucketLocation", self.destination.bucket_arn)
        return replace(request, absent=request.absent | _ENCRYPTION_HEADERS)

    def write_marker(self) -> Request:
        """Write the empty object that proves the permissions, when a destination is made or updated."""
        return self._write(self.destination.marker_key)

    def write_findings(self) -> Request:
        """Write a file of findings."""
        folder = f"{self.destination.marker_key}{self.exporter.account_id}/GuardDuty/{self.exporter.region}/"
        return self._write(folder + _FILE)

    def set_acl(self) -> Request:
        """Say who owns what was written."""
        return self._request("s3:PutObjectAcl", self.destination.object_arn(self.destination.marker_key))

    def _write(self, key: str) -> Request:
        request = self._request("s3:PutObject", self.destination.object_arn(key))
        headers = {
            "s3:x-amz-server-side-encryption": ("aws:kms",),
            "s3:x-amz-server-side-encryption-aws-kms-key-id": (self.key_arn,),
        }
        customer_key = "s3:x-amz-server-side-encryption-customer-algorithm"
        return replace(request, context={**request.context, **headers}, absent=request.absent | {customer_key})

    def _request(self, action: str, resource: str) -> Request:
        context = {
            "aws:principalisawsservice": ("true",),
            "aws:principalservicename": (self.principal,),
            "aws:securetransport": ("true",),
            "aws:sourceaccount": (self.exporter.account_id,),
            "aws:sourcearn": (self.exporter.source_arn,),
        }
        return Request(Caller("Service", frozenset({self.principal})), action, resource, context, _ABSENT)
