"""Which actions the calls of GuardDuty, IAM, STS and any other service need."""

from collections.abc import Mapping
from typing import Any

from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from pulumi_guardduty_sandbox.aws.authorization.decision import Need
from pulumi_guardduty_sandbox.aws.call import AwsCall


#: What a GuardDuty call's path names, from the detector inwards, and how its ARN spells it.
_CHILDREN = {
    "DestinationId": "publishingDestination",
    "FilterName": "filter",
    "IpSetId": "ipset",
    "ThreatEntitySetId": "threatentityset",
    "ThreatIntelSetId": "threatintelset",
    "TrustedEntitySetId": "trustedentityset",
}
#: Calls that anybody may make.
#: Source: STS API Reference, "GetCallerIdentity": no permissions are required.
_FREE = frozenset({("sts", "GetCallerIdentity"), ("sts", "GetSessionToken")})
_NAMED = {"RoleName": "roles", "UserName": "users", "GroupName": "groups"}


def other_needs(call: AwsCall) -> list[Need]:
    """What `call` needs, its action named as its operation."""
    if (call.service, call.operation) in _FREE:
        return []
    resource = {"guardduty": _guardduty, "iam": _iam, "sts": _sts}.get(call.service, _anything)(call)
    return [Need(f"{call.service}:{call.operation}", resource, _tag_context(call.params))]


def _guardduty(call: AwsCall) -> str:
    if "ResourceArn" in call.params:
        return str(call.params["ResourceArn"])
    scope = f"arn:{get_partition(call.region)}:guardduty:{call.region}:{call.account}"
    if "DetectorId" not in call.params:
        return f"{scope}:detector/*"
    path = f"detector/{call.params['DetectorId']}"
    child = next((name for name in _CHILDREN if name in call.params), None)
    return f"{scope}:{path}" + (f"/{_CHILDREN[child]}/{call.params[child]}" if child else "")


def _iam(call: AwsCall) -> str:
    for parameter, store in _NAMED.items():
        name = call.params.get(parameter)
        if name:
            partition = get_partition(call.region)
            held = getattr(iam_backends[call.account][partition], store).values()
            known = next((entity.arn for entity in held if entity.name == name), None)
            path = call.params.get("Path", "/")
            return str(known or f"arn:{partition}:iam::{call.account}:{store[:-1]}{path}{name}")
    return str(call.params.get("PolicyArn", "*"))


def _sts(call: AwsCall) -> str:
    return str(call.params.get("RoleArn", "*"))


def _anything(_call: AwsCall) -> str:
    return "*"


def _tag_context(params: Mapping[str, Any]) -> dict[str, str | list[str]]:
    tags = params.get("tags")
    if not isinstance(tags, Mapping):
        return {}
    context: dict[str, str | list[str]] = {f"aws:RequestTag/{key}": str(value) for key, value in tags.items()}
    context["aws:TagKeys"] = [str(key) for key in tags]
    return context
