"""What happens in AWS to a threat intel set."""

from typing import Final

from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty._core.lists.kind import THREAT_INTEL_SET
from pulumi_guardduty._core.lists.lifecycle import ListLifecycle
from pulumi_guardduty.threat_intel_set.model import ThreatIntelSetInputs


HANDLERS: Final = Handlers(ThreatIntelSetInputs, ListLifecycle(THREAT_INTEL_SET))
