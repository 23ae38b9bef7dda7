"""The key that a program declares."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import DynamicResource, json_text, renamed
from pulumi_guardduty.sink_upkeep.wire_names import EXPORTER


class FindingsKey(DynamicResource, name="FindingsKey"):
    """A symmetric KMS key that GuardDuty may encrypt exported findings with, and nobody else through GuardDuty.

    The key rotates. Deleting it removes its alias and schedules the key's own deletion; until that day
    ``aws kms cancel-key-deletion`` brings it back. The id is the key's.
    """

    alias: pulumi.Output[str] = pulumi.property("alias")
    """Name of the key, ``alias/…``."""

    policy: pulumi.Output[str] = pulumi.property("policy")
    """Key policy in AWS, JSON text."""

    exporters: pulumi.Output[Sequence[Mapping[str, str]] | None] = pulumi.property("exporters")
    """Detectors that may encrypt with the key, as declared."""

    rotation_enabled: pulumi.Output[bool] = pulumi.property("rotationEnabled")
    """Whether AWS makes new key material every year."""

    deletion_window_in_days: pulumi.Output[int] = pulumi.property("deletionWindowInDays")
    """Days in which the deleted key can still be brought back."""

    description: pulumi.Output[str] = pulumi.property("description")
    """What people read in the console."""

    tags: pulumi.Output[Mapping[str, str] | None] = pulumi.property("tags")
    """Tags of the key, without the one that carries its identity."""

    client_token: pulumi.Output[str] = pulumi.property("clientToken")
    """Identity that the key carries as a tag."""

    adopt: pulumi.Output[bool | None] = pulumi.property("adopt")
    """Whether the key behind an existing alias may be taken over."""

    region: pulumi.Output[str] = pulumi.property("region")
    """Region of the key."""

    aws: pulumi.Output[Any] = pulumi.property("aws")
    """Profile or role AWS is reached with."""

    key_id: pulumi.Output[str] = pulumi.property("keyId")
    """The key's own id."""

    arn: pulumi.Output[str] = pulumi.property("arn")
    """ARN of the key: what `kms_key_arn` takes."""

    alias_arn: pulumi.Output[str] = pulumi.property("aliasArn")
    """ARN of the alias."""

    state: pulumi.Output[str] = pulumi.property("state")
    """State of the key, ``Enabled`` when all is well."""

    account_id: pulumi.Output[str] = pulumi.property("accountId")
    """Account the key belongs to."""

    def __init__(
        self,
        resource_name: str,
        /,
        *,
        alias: pulumi.Input[str] | None = None,
        policy: pulumi.Input[str | Mapping[str, Any]] | None = None,
        exporters: pulumi.Input[Sequence[pulumi.Input[Mapping[str, pulumi.Input[str]]]]] | None = None,
        rotation_enabled: pulumi.Input[bool] | None = None,
        deletion_window_in_days: pulumi.Input[int] | None = None,
        description: pulumi.Input[str] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        client_token: pulumi.Input[str] | None = None,
        adopt: pulumi.Input[bool] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a key for findings.

        Args:
            resource_name: The resource's name in the stack.
            alias: ``alias/…``; without it one is made of the resource's identity.
            policy: Key policy, as JSON text or as the document itself. Without it: the account administers the key,
                and GuardDuty may call ``kms:GenerateDataKey`` for `exporters`.
            exporters: Each ``{"account_id", "region", "detector_id"}``; what is left out is looked up with the
                credentials. Without any: this account's detector in the stack's region.
            rotation_enabled: New key material every year. Default: yes.
            deletion_window_in_days: 7 to 30. Default: 30.
            description: Up to 8,192 characters.
            tags: At most 49; keys 1 to 128, values up to 256 characters.
            client_token: 0 to 64 characters. Without it, one is derived from the resource's identity; a repeated
                create finds by it what an earlier one made.
            adopt: Take over the key that the alias stands for already. Default: refuse, and name it.
            region: Region; without it the stack's ``aws:region``, else the AWS chain's. A change replaces.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
            opts: Pulumi's resource options.
        """
        super().__init__(
            resource_name,
            {
                "alias": alias,
                "policy": json_text(policy),
                "exporters": renamed(exporters, EXPORTER),
                "rotation_enabled": rotation_enabled,
                "deletion_window_in_days": deletion_window_in_days,
                "description": description,
                "tags": tags,
                "client_token": client_token,
                "adopt": adopt,
                "region": region,
                "aws": aws,
            },
            opts,
        )
