"""What a program declares of statements in somebody else's bucket policy."""

from typing import Annotated, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from pulumi_guardduty._core.arn import checked_prefix
from pulumi_guardduty._core.fields import KeyArnText
from pulumi_guardduty._core.inputs import REPLACES
from pulumi_guardduty.statement_upkeep.inputs import StatementsInputs


class BucketPolicyStatementsInputs(StatementsInputs):
    """Desired statements in one bucket's policy."""

    bucket: Annotated[str, StringConstraints(min_length=3, max_length=255), REPLACES]
    """Name of the bucket; a change replaces."""

    kms_key_arn: KeyArnText | None = None
    """Key that findings have to be encrypted with; needed where the statements are generated."""

    prefix: Annotated[str, AfterValidator(checked_prefix)] | None = None
    """Folder that findings go to; without it the bucket's root."""

    @model_validator(mode="after")
    def _generated_need_a_key(self) -> Self:
        if self.statements is None and self.kms_key_arn is None:
            raise ValueError("kms_key_arn is needed to generate the statements; declare it, or declare statements")
        if self.statements is not None and (self.kms_key_arn is not None or self.prefix is not None):
            raise ValueError("kms_key_arn and prefix have no effect beside statements; leave them out")
        return self
