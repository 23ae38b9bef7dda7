"""A list bucket's settings as they have to be, as S3 has them, and the way from one to the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty._core.arn import partition_of
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.bucket_upkeep import settings
from pulumi_guardduty.bucket_upkeep.place import Place
from pulumi_guardduty.list_bucket.model import ListBucketInputs
from pulumi_guardduty.policy_documents import compact
from pulumi_guardduty.sink_upkeep import resource_tags
from pulumi_guardduty.sink_upkeep.policy_text import same_policy
from pulumi_guardduty.sink_upkeep.settling import settled


_VERSIONS: Final = "guardduty-older-lists"

#: Days after which uploads that were never finished are removed.
_UNFINISHED: Final = 7


@dataclass(frozen=True)
class Wanted:
    """What a bucket has to become."""

    place: Place
    inputs: ListBucketInputs
    token: str

    @property
    def policy(self) -> str:
        """The bucket policy: TLS only. GuardDuty needs no statement, as it reads with rights of its own."""
        return policy_of(self.place)

    def settings(self) -> Bag:
        """Every setting, under the names of `observe`."""
        return {
            **settings.PRIVATE,
            "allTags": resource_tags.with_identity(self.inputs.tags, self.token),
            "policy": self.policy,
            "kmsKeyArn": self.inputs.kms_key_arn,
            "bucketKeyEnabled": self.inputs.kms_key_arn is not None,
            "noncurrentRetentionDays": self.inputs.noncurrent_retention_days,
            "rulesAltered": False,
        }


def policy_of(place: Place) -> str:
    """JSON text of the policy that every list bucket has."""
    arn = arn_of(place)
    return compact(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "DenyInsecureTransport",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [arn, f"{arn}/*"],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ],
        }
    )


def arn_of(place: Place) -> str:
    """ARN of the bucket."""
    return f"arn:{partition_of(place.aws.region)}:s3:::{place.bucket}"


def observe(place: Place) -> Bag:
    """All settings of a bucket.

    Raises:
        AwsCallError: The bucket is gone, or S3 refused to tell.
    """
    with aws_errors():
        rules = settings.lifecycle_rules(place)
        days = _days(rules)
        return {
            **settings.private_part(place),
            "allTags": settings.tags(place),
            "policy": settings.policy(place),
            **settings.encryption(place),
            "noncurrentRetentionDays": days,
            "rulesAltered": rules != _rules(days),
        }


def converge(seen: Mapping[str, Any], wanted: Wanted, deadline: Deadline) -> bool:
    """Bring the bucket that was `seen` to what is `wanted`; whether anything had to be changed.

    Raises:
        AwsCallError: S3 refused a change.
    """
    everything, changed, what = wanted.settings(), False, f"bucket {wanted.place.bucket}"
    for names, write in _STEPS:
        if any(_differs(name, seen.get(name), everything[name]) for name in names):
            settled(lambda write=write: write(wanted), what, deadline)  # type: ignore[misc]  # mypy reads no default of a lambda
            changed = True
    return changed


def _differs(name: str, seen: Any, wanted: Any) -> bool:
    if name == "policy":
        return seen is None or not same_policy(seen, wanted)
    return bool(seen != wanted)


def _rules(days: int) -> list[dict[str, Any]]:
    everything = {"Prefix": ""}
    aborted = {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": _UNFINISHED}}
    return [
        _rule(_VERSIONS, everything, {"NoncurrentVersionExpiration": {"NoncurrentDays": days}}),
        _rule("guardduty-delete-markers", everything, {"Expiration": {"ExpiredObjectDeleteMarker": True}}),
        _rule("guardduty-incomplete-uploads", everything, aborted),
    ]


def _rule(name: str, subject: Mapping[str, Any], action: Mapping[str, Any]) -> dict[str, Any]:
    return {"ID": name, "Status": "Enabled", "Filter": dict(subject), **action}


def _days(rules: list[Mapping[str, Any]]) -> int:
    """Days for which older versions are kept; 0 where no rule of ours says so."""
    named = {rule.get("ID"): rule for rule in rules}
    days = named.get(_VERSIONS, {}).get("NoncurrentVersionExpiration", {}).get("NoncurrentDays")
    return days if isinstance(days, int) else 0


#: What is written together, in this order: a bucket that is left half made is closed first.
_STEPS: Final[tuple[tuple[tuple[str, ...], Callable[[Wanted], None]], ...]] = (
    (("publicAccessBlocked",), lambda wanted: settings.put_public_access_block(wanted.place)),
    (("objectOwnership",), lambda wanted: settings.put_ownership(wanted.place)),
    (("policy",), lambda wanted: settings.put_policy(wanted.place, wanted.policy)),
    (
        ("kmsKeyArn", "bucketKeyEnabled"),
        lambda wanted: settings.put_encryption(wanted.place, wanted.inputs.kms_key_arn),
    ),
    (("versioning",), lambda wanted: settings.put_versioning(wanted.place)),
    (("allTags",), lambda wanted: settings.put_tags(wanted.place, wanted.settings()["allTags"])),
    (
        ("noncurrentRetentionDays", "rulesAltered"),
        lambda wanted: settings.put_lifecycle_rules(wanted.place, _rules(wanted.inputs.noncurrent_retention_days)),
    ),
)
