"""The policy of a key that encrypts exported findings."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pulumi_guardduty._core.arn import KeyArn, checked_account_id
from pulumi_guardduty.policy_documents.document import (
    KEY_POLICY_BYTES,
    Document,
    Statement,
    checked_size,
    document_of,
)
from pulumi_guardduty.policy_documents.exporter import Exporter, Exporters
from pulumi_guardduty.policy_documents.service_principal import Principals
from pulumi_guardduty.policy_documents.sid import sid


def guardduty_key_policy(
    *,
    exporters: Iterable[Exporter | Mapping[str, Any]],
    account_id: str | None = None,
    key_arn: str | None = None,
    service_principal: str | None = None,
    opt_in_regions: Collection[str] | None = None,
) -> Document:
    """Write the whole policy of a KMS key that encrypts GuardDuty's exported findings.

    It lets the account that owns the key administer it, and GuardDuty call ``kms:GenerateDataKey`` for the named
    detectors: nothing else. Equal arguments give an equal document, in whatever order the exporters come.

    Args:
        exporters: The detectors that export: `Exporter`, or mappings with ``account_id``, ``region`` and
            ``detector_id``.
        account_id: Account that owns the key; may be left out when `key_arn` is given.
        key_arn: ARN of the key. Left out, the statement says ``*``, which in a key policy means this key: so a key
            can be created with its policy.
        service_principal: As whom GuardDuty acts, for all exporters; by default the global principal, and the
            regional one for detectors in opt-in regions.
        opt_in_regions: Replaces what is known of which regions have to be opted into.

    Raises:
        ValueError: An argument is malformed, the exporters and the key lie in different partitions, or the policy
            would be larger than the 32 KB that KMS takes.

    Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3"; AWS KMS Developer Guide, "Default key
    policy".
    """
    who = Exporters.of(exporters)
    statements = key_policy_statements(
        exporters=who.members,
        key_arn=key_arn,
        service_principal=service_principal,
        opt_in_regions=opt_in_regions,
    )
    document = document_of([_administration(_owner(account_id, key_arn), who.partition), *statements])
    checked_size(document, KEY_POLICY_BYTES, "key policy")
    return document


def key_policy_statements(
    *,
    exporters: Iterable[Exporter | Mapping[str, Any]],
    key_arn: str | None = None,
    service_principal: str | None = None,
    opt_in_regions: Collection[str] | None = None,
    sid_suffix: str = "",
) -> list[Statement]:
    """Write the statements that let GuardDuty use a key, to be added to a policy that is somebody else's.

    Args:
        exporters: As for `guardduty_key_policy`.
        key_arn: As for `guardduty_key_policy`.
        service_principal: As for `guardduty_key_policy`.
        opt_in_regions: As for `guardduty_key_policy`.
        sid_suffix: Letters and digits that keep these Sids apart from those of another export to the same key.

    Raises:
        ValueError: An argument is malformed, or the exporters and the key lie in different partitions.
    """
    who = Exporters.of(exporters)
    if key_arn is not None:
        who.require_partition(KeyArn.parse(key_arn).partition, f"key {key_arn!r}")
    return [
        {
            "Sid": sid("Key", group.label, sid_suffix),
            "Effect": "Allow",
            "Principal": {"Service": group.principal},
            "Action": "kms:GenerateDataKey",
            "Resource": key_arn or "*",
            "Condition": group.condition,
        }
        for group in Principals(service_principal, opt_in_regions).groups(who)
    ]


def _owner(account_id: str | None, key_arn: str | None) -> str:
    owner = KeyArn.parse(key_arn).account_id if key_arn is not None else account_id
    if owner is None:
        raise ValueError("account_id and key_arn are both missing; one of them has to say who owns the key")
    if account_id is not None and account_id != owner:
        raise ValueError(
            f"account_id is {account_id!r} and key {key_arn!r} belongs to {owner!r}; leave one of them out"
        )
    return checked_account_id(owner)


def _administration(account_id: str, partition: str) -> Statement:
    """Let the account use and administer the key by its IAM policies, without which nobody can mend the key."""
    return {
        "Sid": "AccountAdministration",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
