"""Where state finds a provider again. This module and `load` never move: every stack's state names them.

State holds a provider as a reference to `load` and the name of a kind, never as code, so that a new release simply
runs on the stacks of an old one.
"""

import functools
import importlib
from typing import Any, Final


#: Kind of resource to the module whose `HANDLERS` run it; loaded on first use, as it brings boto3 and pydantic.
KINDS: Final = {
    "BucketPolicyStatements": "pulumi_guardduty.bucket_policy_statements.lifecycle",
    "KeyPolicyStatements": "pulumi_guardduty.key_policy_statements.lifecycle",
    "FindingsBucket": "pulumi_guardduty.findings_bucket.lifecycle",
    "FindingsKey": "pulumi_guardduty.findings_key.lifecycle",
    "IPSet": "pulumi_guardduty.ip_set.lifecycle",
    "ListBucket": "pulumi_guardduty.list_bucket.lifecycle",
    "ListObject": "pulumi_guardduty.list_object.lifecycle",
    "PublishingDestination": "pulumi_guardduty.publishing_destination.lifecycle",
    "ThreatEntitySet": "pulumi_guardduty.threat_entity_set.lifecycle",
    "ThreatIntelSet": "pulumi_guardduty.threat_intel_set.lifecycle",
    "TrustedEntitySet": "pulumi_guardduty.trusted_entity_set.lifecycle",
}


class UnknownKindError(LookupError):
    """This release knows no such kind of resource."""


def load(kind: str) -> Any:
    """The dynamic provider of `kind`.

    A plain function: dill stores one by its name, and a decorated one by its code.
    """
    adapter = importlib.import_module("pulumi_guardduty._core.adapter")
    return adapter.DynamicProvider(kind)


@functools.cache
def handlers(kind: str) -> Any:
    """The handlers of `kind`.

    Raises:
        UnknownKindError: This release knows no such kind; a newer one wrote the state.
    """
    if kind not in KINDS:
        raise UnknownKindError(
            f"this release of pulumi-guardduty knows no resource {kind!r}; install the release that wrote this stack's "
            "state, or a newer one"
        )
    return importlib.import_module(KINDS[kind]).HANDLERS
