"""KMS keys are rotated."""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.resource import Resource, states
from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_config, cis_v5, cis_v6, security_hub
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.key import Key, key_of, keys


_FILLED = tokens.AWS_KEY | tokens.NATIVE_KEY


def _judge(key: Key, _settings: Settings) -> Iterator[str]:
    if not key.rotates and key.rotatable:
        yield "the key is not rotated; set enable_key_rotation=True"


def _fill(type_: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Switch rotation on where the program is silent; a declared False is left for a person to decide."""
    key = key_of(Resource(type=type_, name="", urn="", inputs=inputs)) if type_ in _FILLED else None
    silent = not states(inputs, "enableKeyRotation")
    return {"enableKeyRotation": True} if key is not None and silent and key.rotatable else {}


RULE = Rule(
    id="kms-rotation-enabled",
    claim="A symmetric KMS key has automatic rotation on.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(cis_v5("3.6"), cis_v6("4.6"), security_hub("KMS.4"), aws_config("cmk-backing-key-rotation-enabled")),
    steps="Set `enable_key_rotation=True` (`rotation_enabled` is on by default for a FindingsKey). Keys that KMS "
    "cannot rotate (asymmetric, HMAC, imported, custom key store) are not judged.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    resource=ResourceCheck(subjects=keys, judge=_judge, fill=_fill),
)
