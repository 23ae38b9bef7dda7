"""The policy of a bucket that holds exported findings."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

from pulumi_guardduty._core.arn import DestinationArn, KeyArn, checked_account_id, checked_prefix
from pulumi_guardduty.policy_documents.document import (
    BUCKET_POLICY_BYTES,
    Document,
    Statement,
    checked_size,
    document_of,
)
from pulumi_guardduty.policy_documents.exporter import Exporter, Exporters
from pulumi_guardduty.policy_documents.service_principal import Group, Principals, one_or_list
from pulumi_guardduty.policy_documents.sid import sid


class DenyWrites(StrEnum):
    """Whose writes have to carry ``aws:kms`` and the right key."""

    OF_EVERYONE = "everyone"
    """Every principal's: right for a bucket, or a folder, that holds findings only."""

    OF_GUARDDUTY = "guardduty"
    """Only those of the named detectors: right for a bucket that others write to as well."""


def guardduty_bucket_policy(
    *,
    bucket_arn: str,
    kms_key_arn: str,
    exporters: Iterable[Exporter | Mapping[str, Any]],
    prefix: str = "",
    service_principal: str | None = None,
    opt_in_regions: Collection[str] | None = None,
    deny_writes: str = DenyWrites.OF_EVERYONE,
    prefix_readers: Iterable[str] = (),
) -> Document:
    """Write the whole policy of a bucket that GuardDuty exports findings to.

    GuardDuty may ask where the bucket is and put objects below the prefix, for the named detectors only. Nobody may
    write there without SSE-KMS or with another key, and nobody may talk to the bucket without TLS. Equal arguments
    give an equal document, in whatever order the exporters come.

    A write of the bucket's owner, e.g. of the folder object `prefix/`, passes when it carries the headers
    ``x-amz-server-side-encryption: aws:kms`` and the key's full ARN as key id: an absent header is a wrong one.

    Args:
        bucket_arn: ARN of the bucket, without a folder.
        kms_key_arn: ARN of the key that the findings are encrypted with; not an alias.
        exporters: The detectors that export: `Exporter`, or mappings with ``account_id``, ``region`` and
            ``detector_id``.
        prefix: Folder that the findings go to; empty is the bucket's root.
        service_principal: As whom GuardDuty acts, for all exporters; by default the global principal, and the
            regional one for detectors in opt-in regions.
        opt_in_regions: Replaces what is known of which regions have to be opted into.
        deny_writes: Whose wrongly encrypted writes are denied, ``everyone`` or ``guardduty``.
        prefix_readers: Ids of other accounts that make destinations here. AWS checks with the caller's own rights
            whether the folder is there, so they may list the bucket and read the folder object. Nobody needs that
            at the bucket's root.

    Raises:
        ValueError: An argument is malformed, the exporters, bucket and key lie in different partitions, or the
            policy would be larger than the 20 KB that S3 takes.

    Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3".
    """
    place = _place(bucket_arn, prefix)
    statements = bucket_policy_statements(
        bucket_arn=bucket_arn,
        kms_key_arn=kms_key_arn,
        exporters=exporters,
        prefix=prefix,
        service_principal=service_principal,
        opt_in_regions=opt_in_regions,
        deny_writes=deny_writes,
        deny_insecure_transport=False,
        prefix_readers=prefix_readers,
    )
    document = document_of([*statements, _insecure_transport([place.bucket_arn, f"{place.bucket_arn}/*"], "")])
    checked_size(document, BUCKET_POLICY_BYTES, "bucket policy")
    return document


def bucket_policy_statements(
    *,
    bucket_arn: str,
    kms_key_arn: str,
    exporters: Iterable[Exporter | Mapping[str, Any]],
    prefix: str = "",
    service_principal: str | None = None,
    opt_in_regions: Collection[str] | None = None,
    deny_writes: str = DenyWrites.OF_GUARDDUTY,
    deny_insecure_transport: bool = True,
    prefix_readers: Iterable[str] = (),
    sid_suffix: str = "",
) -> list[Statement]:
    """Write the statements for an export, to be added to a bucket policy that is somebody else's.

    Others may write to such a bucket too, so by default the two denies about encryption bind GuardDuty's writes
    for these detectors alone, and the one about TLS binds the bucket itself and what lies below the prefix.

    Args:
        bucket_arn: As for `guardduty_bucket_policy`.
        kms_key_arn: As for `guardduty_bucket_policy`.
        exporters: As for `guardduty_bucket_policy`.
        prefix: As for `guardduty_bucket_policy`.
        service_principal: As for `guardduty_bucket_policy`.
        opt_in_regions: As for `guardduty_bucket_policy`.
        deny_writes: As for `guardduty_bucket_policy`.
        deny_insecure_transport: Whether requests without TLS are denied to everyone.
        prefix_readers: As for `guardduty_bucket_policy`.
        sid_suffix: Letters and digits that keep these Sids apart from those of another export to the same bucket.

    Raises:
        ValueError: An argument is malformed, or the exporters, bucket and key lie in different partitions.
    """
    who, place, writes = Exporters.of(exporters), _place(bucket_arn, prefix), _deny_writes(deny_writes)
    who.require_partition(place.partition, f"bucket {bucket_arn!r}")
    who.require_partition(KeyArn.parse(kms_key_arn).partition, f"key {kms_key_arn!r}")
    groups = list(Principals(service_principal, opt_in_regions).groups(who))
    objects = f"{place.bucket_arn}/{_escaped(place.folder)}*"
    statements = [s for group in groups for s in _allows(group, place.bucket_arn, objects, sid_suffix)]
    statements += _reads(prefix_readers, place, sid_suffix)
    statements += _encryption_denies(_denied(groups, writes), objects, kms_key_arn, sid_suffix)
    if deny_insecure_transport:
        statements.append(_insecure_transport([place.bucket_arn, objects], sid_suffix))
    return statements


def _place(bucket_arn: str, prefix: str) -> DestinationArn:
    bucket = DestinationArn.parse(bucket_arn)
    if bucket.prefix:
        raise ValueError(f"bucket_arn {bucket_arn!r} names a folder; give the bucket alone, and the folder as prefix")
    return DestinationArn(bucket.partition, bucket.bucket, checked_prefix(prefix))


def _deny_writes(value: str) -> DenyWrites:
    try:
        return DenyWrites(value)
    except ValueError:
        allowed = " or ".join(repr(str(member)) for member in DenyWrites)
        raise ValueError(f"deny_writes is {value!r}; expected {allowed}") from None


def _allows(group: Group, bucket: str, objects: str, suffix: str) -> list[Statement]:
    return [
        {
            "Sid": sid(role, group.label, suffix),
            "Effect": "Allow",
            "Principal": {"Service": group.principal},
            "Action": action,
            "Resource": resource,
            "Condition": group.condition,
        }
        for role, action, resource in (("Location", "s3:GetBucketLocation", bucket), ("Put", "s3:PutObject", objects))
    ]


def _reads(accounts: Iterable[str], place: DestinationArn, suffix: str) -> list[Statement]:
    """Let other accounts find the folder.

    Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3", permissions of the caller; how AWS
    asks for the list is not documented, so nothing narrows it.
    """
    roots = [f"arn:{place.partition}:iam::{checked_account_id(account)}:root" for account in sorted(set(accounts))]
    if not roots or not place.prefix:
        return []
    folder = f"{place.bucket_arn}/{_escaped(place.folder)}"
    return [
        {
            "Sid": sid(role, "", suffix),
            "Effect": "Allow",
            "Principal": {"AWS": one_or_list(roots)},
            "Action": action,
            "Resource": resource,
        }
        for role, action, resource in (
            ("ListFolder", "s3:ListBucket", place.bucket_arn),
            ("ReadFolder", "s3:GetObject", folder),
        )
    ]


def _denied(groups: list[Group], writes: DenyWrites) -> tuple[Any, dict[str, Any]]:
    """The principal and the condition that say whose writes are held to the encryption."""
    if writes is DenyWrites.OF_EVERYONE:
        return "*", {}
    arns = sorted({member.source_arn for group in groups for member in group.members})
    principals = sorted({group.principal for group in groups})
    # An ARN holds its account, so one list of ARNs cannot mix accounts up.
    return {"Service": one_or_list(principals)}, {"StringEquals": {"aws:SourceArn": one_or_list(arns)}}


def _encryption_denies(whose: tuple[Any, dict[str, Any]], objects: str, key_arn: str, suffix: str) -> list[Statement]:
    principal, condition = whose
    return [
        {
            "Sid": sid(role, "", suffix),
            "Effect": "Deny",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": objects,
            "Condition": {**condition, "StringNotEquals": {header: value}},
        }
        for role, header, value in (
            ("DenyUnencrypted", "s3:x-amz-server-side-encryption", "aws:kms"),
            ("DenyWrongKey", "s3:x-amz-server-side-encryption-aws-kms-key-id", key_arn),
        )
    ]


def _insecure_transport(resources: list[str], suffix: str) -> Statement:
    return {
        "Sid": sid("DenyInsecureTransport", "", suffix),
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": resources,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _escaped(folder: str) -> str:
    """Write a folder's name so that no character of it works as a wildcard or a variable.

    Source: IAM User Guide, "IAM policy elements: Variables and tags", special characters.
    """
    return "".join(f"${{{character}}}" if character in "*?$" else character for character in folder)
