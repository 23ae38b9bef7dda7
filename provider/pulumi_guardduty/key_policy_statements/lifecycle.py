"""What happens in AWS to statements in somebody else's key policy."""

from typing import Any, Final

from pulumi_guardduty._core.arn import KeyArn
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, dump
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty.key_policy_statements.model import KeyPolicyStatementsInputs
from pulumi_guardduty.policy_documents import KEY_POLICY_BYTES, key_policy_statements
from pulumi_guardduty.sink_upkeep.exporter_lookup import look_up
from pulumi_guardduty.statement_upkeep.lifecycle import StatementsLifecycle
from pulumi_guardduty.statement_upkeep.target import KeyPolicy, PolicyTarget


class KeyPolicyStatementsLifecycle(StatementsLifecycle[KeyPolicyStatementsInputs]):
    """Keep statements in one key's policy."""

    size = KEY_POLICY_BYTES

    def target(self, owner: str, aws: AwsAccess) -> PolicyTarget:
        return KeyPolicy(owner, KeyArn.parse(owner).region, aws)

    def owner(self, inputs: KeyPolicyStatementsInputs) -> str:
        return inputs.kms_key_arn

    def generated(
        self, inputs: KeyPolicyStatementsInputs, suffix: str, aws: AwsAccess, call: Call
    ) -> list[dict[str, Any]]:
        return key_policy_statements(
            exporters=look_up(inputs.exporters, dump(inputs).get("aws"), aws, call),
            key_arn=inputs.kms_key_arn,
            sid_suffix=suffix,
        )

    def _named(self, owner: str) -> Bag:
        return {"kmsKeyArn": owner}


HANDLERS: Final = Handlers(KeyPolicyStatementsInputs, KeyPolicyStatementsLifecycle())
