"""The properties that statements in any foreign policy have in a program."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import DynamicResource


#: What `exporters` takes.
Exporters = pulumi.Input[Sequence[pulumi.Input[Mapping[str, pulumi.Input[str]]]]]

#: What `statements` takes.
Statements = pulumi.Input[Sequence[pulumi.Input[Mapping[str, Any]]]]


class StatementsResource(DynamicResource, name="Statements"):
    """Base of the resources that keep statements in a foreign policy."""

    statements: pulumi.Output[Sequence[Mapping[str, Any]] | None] = pulumi.property("statements")
    """Statements as declared."""

    exporters: pulumi.Output[Sequence[Mapping[str, str]] | None] = pulumi.property("exporters")
    """Detectors the generated statements let export, as declared."""

    client_token: pulumi.Output[str] = pulumi.property("clientToken")
    """Identity behind the generated Sids."""

    adopt: pulumi.Output[bool | None] = pulumi.property("adopt")
    """Whether statements of these Sids may be taken over."""

    region: pulumi.Output[str] = pulumi.property("region")
    """Region the stack works in."""

    aws: pulumi.Output[Any] = pulumi.property("aws")
    """Profile or role AWS is reached with."""

    written_statements: pulumi.Output[str] = pulumi.property("writtenStatements")
    """Statements this resource keeps in the policy, JSON text."""

    actual_statements: pulumi.Output[str] = pulumi.property("actualStatements")
    """The same statements as the policy has them now, JSON text."""

    account_id: pulumi.Output[str] = pulumi.property("accountId")
    """Account the credentials belong to."""
