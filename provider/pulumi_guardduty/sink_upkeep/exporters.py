"""The detectors that export to a key and a bucket, as a program declares them."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from pulumi_guardduty._core.arn import checked_region
from pulumi_guardduty._core.fields import AccountId
from pulumi_guardduty._core.inputs import Inputs


class ExporterInputs(Inputs):
    """One detector that exports."""

    account_id: AccountId | None = None
    """Its account, 12 digits; without it the account of the credentials."""

    region: Annotated[str, AfterValidator(checked_region)] | None = None
    """Its region; without it the stack's `aws:region`, else the AWS chain's."""

    detector_id: Annotated[str, StringConstraints(min_length=1, max_length=300)] | None = None
    """Its id; without it the only detector of that region, in the account of the credentials."""

    @model_validator(mode="after")
    def _another_accounts_detector_is_named(self) -> Self:
        if self.account_id is not None and self.detector_id is None:
            raise ValueError(
                f"the exporter of account {self.account_id} has no detector_id, and another account's cannot be looked "
                "up; declare it, or leave account_id out too when it is the account of the credentials"
            )
        return self


#: 1 to 200 detectors; the policies that name them have a size limit of their own.
ExporterList = Annotated[list[ExporterInputs], Field(min_length=1, max_length=200)]
