"""The settings that every bucket of this package has, one pair of functions each: as S3 has it, and writing it."""

from collections.abc import Mapping
from typing import Any, Final

from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty.bucket_upkeep.place import Place, or_none
from pulumi_guardduty.sink_upkeep import resource_tags


#: What every bucket of this package has, whatever is declared.
PRIVATE: Final[Mapping[str, Any]] = {
    "publicAccessBlocked": True,
    "objectOwnership": "BucketOwnerEnforced",
    "versioning": "Enabled",
}

#: The four switches of a public access block. Source: Amazon S3 API Reference, "PutPublicAccessBlock".
_FOUR: Final = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def private_part(place: Place) -> Bag:
    """Those of `PRIVATE`, as S3 has them."""
    return {
        "publicAccessBlocked": _public_access_blocked(place),
        "objectOwnership": _ownership(place),
        "versioning": place.s3.get_bucket_versioning(**place.name).get("Status", "Disabled"),
    }


def tags(place: Place) -> dict[str, str]:
    """All tags of a bucket, ours included."""
    found = or_none(lambda: place.s3.get_bucket_tagging(**place.name), "NoSuchTagSet")
    return resource_tags.as_map(found["TagSet"]) if found else {}


def policy(place: Place) -> str | None:
    """JSON text of the bucket policy."""
    found = or_none(lambda: place.s3.get_bucket_policy(**place.name), "NoSuchBucketPolicy")
    return found["Policy"] if found else None


def encryption(place: Place) -> Bag:
    """Key that new objects are encrypted with, None for S3's own, and whether the bucket has a key of its own."""
    missing = "ServerSideEncryptionConfigurationNotFoundError"
    found = or_none(lambda: place.s3.get_bucket_encryption(**place.name), missing)
    rule = found["ServerSideEncryptionConfiguration"]["Rules"][0] if found else {}
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    return {
        "kmsKeyArn": default.get("KMSMasterKeyID") if default.get("SSEAlgorithm") == "aws:kms" else None,
        "bucketKeyEnabled": rule.get("BucketKeyEnabled", False),
    }


def lifecycle_rules(place: Place) -> list[Mapping[str, Any]]:
    """Rules by which S3 lets objects expire."""
    found = or_none(lambda: place.s3.get_bucket_lifecycle_configuration(**place.name), "NoSuchLifecycleConfiguration")
    return list(found["Rules"]) if found else []


def put_public_access_block(place: Place) -> None:
    """Keep everything public out."""
    place.s3.put_public_access_block(**place.name, PublicAccessBlockConfiguration=dict.fromkeys(_FOUR, True))


def put_ownership(place: Place) -> None:
    """Have the bucket's owner own every object, whoever writes it; ACLs count no more."""
    rules = [{"ObjectOwnership": PRIVATE["objectOwnership"]}]
    place.s3.put_bucket_ownership_controls(**place.name, OwnershipControls={"Rules": rules})


def put_versioning(place: Place) -> None:
    """Keep what is overwritten or deleted."""
    place.s3.put_bucket_versioning(**place.name, VersioningConfiguration={"Status": PRIVATE["versioning"]})


def put_policy(place: Place, text: str) -> None:
    """Write the bucket policy."""
    place.s3.put_bucket_policy(**place.name, Policy=text)


def put_encryption(place: Place, kms_key_arn: str | None) -> None:
    """Encrypt new objects with a key, or with S3's own."""
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": kms_key_arn} if kms_key_arn else {"SSEAlgorithm": "AES256"}
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": kms_key_arn is not None}
    place.s3.put_bucket_encryption(**place.name, ServerSideEncryptionConfiguration={"Rules": [rule]})


def put_tags(place: Place, all_tags: Mapping[str, str]) -> None:
    """Write all tags, ours included."""
    place.s3.put_bucket_tagging(**place.name, Tagging={"TagSet": resource_tags.as_rows(all_tags)})


def put_lifecycle_rules(place: Place, rules: list[Any]) -> None:
    """Write the rules by which S3 lets objects expire."""
    place.s3.put_bucket_lifecycle_configuration(**place.name, LifecycleConfiguration={"Rules": rules})


def _public_access_blocked(place: Place) -> bool:
    found = or_none(lambda: place.s3.get_public_access_block(**place.name), "NoSuchPublicAccessBlockConfiguration")
    return found is not None and all(found["PublicAccessBlockConfiguration"].get(each) for each in _FOUR)


def _ownership(place: Place) -> str:
    # A word of its own for "nothing is set": state keeps no None, and what is missing there is no drift.
    found = or_none(lambda: place.s3.get_bucket_ownership_controls(**place.name), "OwnershipControlsNotFoundError")
    return str(found["OwnershipControls"]["Rules"][0]["ObjectOwnership"]) if found else "Unset"
