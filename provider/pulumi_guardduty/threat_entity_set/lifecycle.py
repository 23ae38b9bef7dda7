"""What happens in AWS to a threat entity set."""

from typing import Final

from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty._core.lists.kind import THREAT_ENTITY_SET
from pulumi_guardduty._core.lists.lifecycle import ListLifecycle
from pulumi_guardduty.threat_entity_set.model import ThreatEntitySetInputs


HANDLERS: Final = Handlers(ThreatEntitySetInputs, ListLifecycle(THREAT_ENTITY_SET))
