"""What a key has to become."""

from dataclasses import dataclass

from pulumi_guardduty.findings_key.model import FindingsKeyInputs
from pulumi_guardduty.sink_upkeep import resource_tags


@dataclass(frozen=True)
class Wanted:
    """What a key has to become: its declaration, and what was looked up for it."""

    inputs: FindingsKeyInputs
    alias: str
    policy: str
    token: str

    @property
    def tags(self) -> dict[str, str]:
        """Its tags, the identity included."""
        return resource_tags.with_identity(self.inputs.tags, self.token)
