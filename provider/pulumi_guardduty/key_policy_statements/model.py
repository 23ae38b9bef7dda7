"""What a program declares of statements in somebody else's key policy."""

from typing import Annotated

from pulumi_guardduty._core.fields import KeyArnText
from pulumi_guardduty._core.inputs import REPLACES
from pulumi_guardduty.statement_upkeep.inputs import StatementsInputs


class KeyPolicyStatementsInputs(StatementsInputs):
    """Desired statements in one key's policy."""

    kms_key_arn: Annotated[KeyArnText, REPLACES]
    """ARN of the key, not of an alias; a change replaces."""
