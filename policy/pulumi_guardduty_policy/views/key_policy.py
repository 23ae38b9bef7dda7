"""The statements that decide who may use a KMS key, wherever they are declared."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulumi_guardduty_policy.documents.document import parse
from pulumi_guardduty_policy.documents.statement import Statement
from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.own import FindingsKey, PolicyStatements


_POLICY = {
    **dict.fromkeys(
        tokens.AWS_KEY | tokens.AWS_EXTERNAL_KEY | tokens.AWS_REPLICA_KEY | tokens.AWS_KEY_POLICY, "policy"
    ),
    **dict.fromkeys(tokens.NATIVE_KEY | tokens.NATIVE_REPLICA_KEY, "keyPolicy"),
    **dict.fromkeys(tokens.OWN_KEY, FindingsKey.POLICY),
    **dict.fromkeys(tokens.OWN_KEY_STATEMENTS, PolicyStatements.STATEMENTS),
}


@dataclass(frozen=True)
class KeyStatement:
    """A statement of a key's policy, and the resource that declares it."""

    resource: Resource
    statement: Statement

    @property
    def label(self) -> str:
        """How a message names it."""
        return f"{self.statement.label} of the key policy"


def key_statements(resource: Resource) -> Iterable[KeyStatement] | None:
    """The statements of the key policy a resource declares; None if it can declare none."""
    name = _POLICY.get(resource.type)
    if name is None:
        return None
    policy = resource.declared.get(name)
    if not policy:
        return ()
    return tuple(KeyStatement(resource, statement) for statement in parse(policy).statements)
