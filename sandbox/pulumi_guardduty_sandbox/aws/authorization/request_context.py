"""The condition keys that every request has.

Source: IAM User Guide, "AWS global condition context keys".
"""

from moto.utilities.utils import get_partition

from pulumi_guardduty_sandbox.aws.call import AwsCall
from pulumi_guardduty_sandbox.aws.clock import Clock


def caller_context(call: AwsCall, clock: Clock, transport: str) -> dict[str, str]:
    """Condition keys of a call that a user, a role or a root makes."""
    principal = call.principal
    context = {
        "aws:CurrentTime": clock.today().isoformat(),
        "aws:EpochTime": str(int(clock.now())),
        "aws:PrincipalIsAWSService": "false",
        "aws:RequestedRegion": call.region,
        "aws:SecureTransport": str(transport == "https").lower(),
        "aws:SourceIp": "127.0.0.1",
        "aws:ViaAWSService": "false",
    }
    if principal.account:
        context |= {
            "aws:PrincipalAccount": principal.account,
            "aws:PrincipalArn": principal.role_arn or principal.arn,
            "aws:PrincipalType": _kind(principal.arn),
        }
    if ":user/" in principal.arn:
        context["aws:username"] = principal.arn.rpartition("/")[2]
    return context


def service_context(service: str, account: str, source_arn: str, *, transport: str) -> dict[str, str]:
    """Condition keys of a call that an AWS service makes for a resource of `account`.

    Source: GuardDuty User Guide, "Exporting findings": aws:SourceAccount and
    aws:SourceArn name the account and the detector that export.
    """
    return {
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": service,
        "aws:SecureTransport": str(transport == "https").lower(),
        "aws:SourceAccount": account,
        "aws:SourceArn": source_arn,
        "aws:ViaAWSService": "false",
    }


def detector_arn(account: str, region: str, detector_id: str) -> str:
    """ARN of a detector."""
    return f"arn:{get_partition(region)}:guardduty:{region}:{account}:detector/{detector_id}"


def _kind(arn: str) -> str:
    if arn.endswith(":root"):
        return "Account"
    return "AssumedRole" if ":assumed-role/" in arn else "User"
