"""Every key has one policy of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.rule import Place, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL, UndecidedError, reason
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.key import Key
from pulumi_guardduty_policy.views.keys import key_referred, keys


@dataclass(frozen=True)
class _Policies:
    """A key, and the resources that may hold its policy."""

    key: Key
    split: tuple[Resource, ...]
    unplaced: tuple[str, ...]
    """Why it cannot be told whether some policy is this key's."""


def _places(stack: Stack) -> Iterator[Place[_Policies]]:
    homes: dict[str, list[Resource]] = {}
    unplaced: list[str] = []
    for resource in stack.of_type(tokens.AWS_KEY_POLICY):
        try:
            key = key_referred(stack, resource, "keyId")
        except CANNOT_TELL as error:
            unplaced.append(reason(error))
            continue
        if key is not None:
            homes.setdefault(key.resource.urn, []).append(resource)
    for key in keys(stack):
        yield Place(key.resource, _Policies(key, tuple(homes.get(key.resource.urn, ())), tuple(unplaced)))


def _judge(subject: _Policies, _settings: Settings) -> Iterator[str]:
    if subject.key.resource.inputs is None:
        raise UndecidedError(
            "what the program declares was not shown to the pack (every resource policy is disabled), "
            "and AWS fills in a policy where none is declared"
        )
    inline = _declared(subject.key)
    if inline and subject.split:
        yield (
            f"the key has a policy of its own and another one in {subject.split[0].name}; "
            "each update undoes the other, so keep one of them"
        )
    if not inline and not subject.split:
        if subject.unplaced:
            raise UndecidedError(subject.unplaced[0])
        yield (
            "the key has no policy, so AWS gives it one that lets every administrator of the account use "
            "it; declare one"
        )


def _declared(key: Key) -> bool:
    try:
        return key.has_policy
    except CANNOT_TELL:
        # A value that is not known yet is declared all the same.
        return True


RULE = Rule(
    id="kms-policy-explicit",
    claim="A KMS key has a policy that is written down, on the key or in a KeyPolicy, and not in both.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("AWS KMS Developer Guide, Key policies"),),
    steps="Set `policy` on the key, or declare one `aws.kms.KeyPolicy` for it; `guardduty_key_policy()` writes a "
    "policy for a key that encrypts findings.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    stack=StackCheck(places=_places, judge=_judge),
)
