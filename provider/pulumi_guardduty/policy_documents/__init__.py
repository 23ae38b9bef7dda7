"""The policies of a findings bucket and of its key, as plain documents for any tool.

Everything here is a pure function over plain values: no Pulumi, no AWS call. Whole policies for a bucket and key of
one's own; single statements, by Sid, for those of somebody else.
"""

from pulumi_guardduty.policy_documents.bucket_policy import (
    DenyWrites,
    bucket_policy_statements,
    guardduty_bucket_policy,
)
from pulumi_guardduty.policy_documents.canonical import canonical, canonical_statement, same_meaning
from pulumi_guardduty.policy_documents.document import (
    BUCKET_POLICY_BYTES,
    KEY_POLICY_BYTES,
    checked_size,
    compact,
    parse_document,
)
from pulumi_guardduty.policy_documents.exporter import Exporter
from pulumi_guardduty.policy_documents.foreign_policy import (
    extract_statements,
    merge_statements,
    remove_statements,
)
from pulumi_guardduty.policy_documents.key_policy import guardduty_key_policy, key_policy_statements
from pulumi_guardduty.policy_documents.service_principal import (
    DEFAULT_REGIONS,
    is_opt_in,
    service_principal_of,
)
from pulumi_guardduty.policy_documents.sid import SID_PREFIX


__all__ = [
    "BUCKET_POLICY_BYTES",
    "DEFAULT_REGIONS",
    "KEY_POLICY_BYTES",
    "SID_PREFIX",
    "DenyWrites",
    "Exporter",
    "bucket_policy_statements",
    "canonical",
    "canonical_statement",
    "checked_size",
    "compact",
    "extract_statements",
    "guardduty_bucket_policy",
    "guardduty_key_policy",
    "is_opt_in",
    "key_policy_statements",
    "merge_statements",
    "parse_document",
    "remove_statements",
    "same_meaning",
    "service_principal_of",
]
