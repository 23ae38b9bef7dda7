"""What happens in AWS to a trusted entity set."""

from typing import Final

from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty._core.lists.kind import TRUSTED_ENTITY_SET
from pulumi_guardduty._core.lists.lifecycle import ListLifecycle
from pulumi_guardduty.trusted_entity_set.model import TrustedEntitySetInputs


HANDLERS: Final = Handlers(TrustedEntitySetInputs, ListLifecycle(TRUSTED_ENTITY_SET))
