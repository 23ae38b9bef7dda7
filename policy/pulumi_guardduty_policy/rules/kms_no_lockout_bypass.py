"""No key is made without KMS's check against locking everybody out."""

from collections.abc import Iterable, Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.key import Key, keys


def _subjects(resource: Resource) -> Iterable[Key] | None:
    if resource.type in tokens.AWS_KEY_POLICY:
        return (Key(resource, resource.declared),)
    return keys(resource)


def _judge(key: Key, _settings: Settings) -> Iterator[str]:
    if key.skips_lockout_check:
        yield (
            "bypass_policy_lockout_safety_check is on, so a policy may lock everybody out of the key, and of all it "
            "encrypts, for good; leave it out"
        )


RULE = Rule(
    id="kms-no-lockout-bypass",
    claim="The check of KMS that a key policy does not lock everybody out stays on.",
    severity=Severity.CRITICAL,
    baseline=EnforcementLevel.MANDATORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("AWS KMS API Reference, PutKeyPolicy"),),
    steps="Leave `bypass_policy_lockout_safety_check` out.",
    url="https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
    resource=ResourceCheck(subjects=_subjects, judge=_judge),
)
