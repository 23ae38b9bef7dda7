"""What happens in AWS to an IP set."""

from typing import Final

from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty._core.lists.kind import IP_SET
from pulumi_guardduty._core.lists.lifecycle import ListLifecycle
from pulumi_guardduty.ip_set.model import IPSetInputs


HANDLERS: Final = Handlers(IPSetInputs, ListLifecycle(IP_SET))
