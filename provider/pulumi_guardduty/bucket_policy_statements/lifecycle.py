"""What happens in AWS to statements in somebody else's bucket policy."""

from typing import Any, Final

from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, dump
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty.bucket_policy_statements.model import BucketPolicyStatementsInputs
from pulumi_guardduty.policy_documents import BUCKET_POLICY_BYTES, bucket_policy_statements
from pulumi_guardduty.sink_upkeep.exporter_lookup import look_up, other_accounts
from pulumi_guardduty.statement_upkeep.lifecycle import StatementsLifecycle
from pulumi_guardduty.statement_upkeep.target import BucketPolicy, PolicyTarget


class BucketPolicyStatementsLifecycle(StatementsLifecycle[BucketPolicyStatementsInputs]):
    """Keep statements in one bucket's policy."""

    size = BUCKET_POLICY_BYTES

    def target(self, owner: str, aws: AwsAccess) -> PolicyTarget:
        return BucketPolicy(owner, aws)

    def owner(self, inputs: BucketPolicyStatementsInputs) -> str:
        return inputs.bucket

    def generated(
        self, inputs: BucketPolicyStatementsInputs, suffix: str, aws: AwsAccess, call: Call
    ) -> list[dict[str, Any]]:
        exporters = look_up(inputs.exporters, dump(inputs).get("aws"), aws, call)
        return bucket_policy_statements(
            bucket_arn=f"arn:{aws.partition}:s3:::{inputs.bucket}",
            kms_key_arn=str(inputs.kms_key_arn),
            exporters=exporters,
            prefix=inputs.prefix or "",
            prefix_readers=other_accounts(exporters, aws.account_id) if inputs.prefix else (),
            sid_suffix=suffix,
        )

    def _named(self, owner: str) -> Bag:
        return {"bucket": owner}


HANDLERS: Final = Handlers(BucketPolicyStatementsInputs, BucketPolicyStatementsLifecycle())
