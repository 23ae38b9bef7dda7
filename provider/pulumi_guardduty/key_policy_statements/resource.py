"""The statements in a key policy that a program declares."""

from collections.abc import Mapping
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import renamed
from pulumi_guardduty.sink_upkeep.wire_names import EXPORTER
from pulumi_guardduty.statement_upkeep.resource import Exporters, Statements, StatementsResource


class KeyPolicyStatements(StatementsResource, name="KeyPolicyStatements"):
    """Single statements, by Sid, in a key policy that is somebody else's.

    All other statements stay as they are, to the byte; deleting this resource takes out its own and nothing else.
    The id is ``<key ARN>#<fingerprint>``.
    """

    kms_key_arn: pulumi.Output[str] = pulumi.property("kmsKeyArn")
    """ARN of the key."""

    def __init__(
        self,
        resource_name: str,
        /,
        *,
        kms_key_arn: pulumi.Input[str],
        statements: Statements | None = None,
        exporters: Exporters | None = None,
        client_token: pulumi.Input[str] | None = None,
        adopt: pulumi.Input[bool] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare statements in a key's policy.

        Args:
            resource_name: The resource's name in the stack.
            kms_key_arn: ARN of the key, not of an alias. A change replaces.
            statements: Statements as in AWS's JSON, 1 to 50, each with its own Sid. Without them, the one that lets
                GuardDuty encrypt is generated.
            exporters: Each ``{"account_id", "region", "detector_id"}``; what is left out is looked up with the
                credentials. Without any: this account's detector in the stack's region.
            client_token: 0 to 64 characters, behind the generated Sids; without it one is derived from the
                resource's identity.
            adopt: Take over statements of these Sids that say something else. Default: refuse, and name the Sid.
            region: Region; without it the stack's ``aws:region``, else the AWS chain's. A change replaces.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
            opts: Pulumi's resource options.
        """
        super().__init__(
            resource_name,
            {
                "kms_key_arn": kms_key_arn,
                "statements": statements,
                "exporters": renamed(exporters, EXPORTER),
                "client_token": client_token,
                "adopt": adopt,
                "region": region,
                "aws": aws,
            },
            opts,
        )
