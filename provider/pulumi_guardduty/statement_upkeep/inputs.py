"""What a program declares of statements in a foreign policy, whichever thing the policy belongs to."""

from typing import Self

from pydantic import model_validator

from pulumi_guardduty._core.fields import OptionalAdopt, OptionalClientToken
from pulumi_guardduty._core.inputs import ResourceInputs
from pulumi_guardduty.sink_upkeep.exporters import ExporterList
from pulumi_guardduty.statement_upkeep.statements import Statements


class StatementsInputs(ResourceInputs):
    """Desired statements in one policy."""

    statements: Statements | None = None
    """Statements to keep there, as in AWS's JSON, each with its own Sid; without them those an export needs."""

    exporters: ExporterList | None = None
    """Detectors the generated statements let export; without it the one of this account and region."""

    client_token: OptionalClientToken = None
    """Identity behind the generated Sids; without it one is derived from the resource's identity."""

    adopt: OptionalAdopt = None
    """Take over statements of these Sids that are there already and say something else."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.statements is not None and self.exporters is not None:
            raise ValueError("statements and exporters are both given; declare one of the two")
        return self
