"""All keys of a stack, and which of them a property names."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import UndecidedError
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.key import Key, key_of
from pulumi_guardduty_policy.views.own import Outputs
from pulumi_guardduty_policy.views.reference import Candidate, by_dependency, refer


_ALIASES = tokens.AWS_ALIAS | tokens.NATIVE_ALIAS

_KEY_ARN = re.compile(r"arn:[^:]*:kms:(?P<region>[^:]*):(?P<account>[^:]*):key/(?P<id>.+)")
_ALIAS = re.compile(r"(?:arn:[^:]*:kms:[^:]*:[^:]*:)?(?P<name>alias/.+)")


@dataclass(frozen=True)
class KeyName:
    """A key's id, ARN or alias, taken apart."""

    text: str

    @property
    def is_arn(self) -> bool:
        """True for the ARN of a key, not of an alias."""
        return _KEY_ARN.fullmatch(self.text) is not None

    @property
    def alias(self) -> str:
        """The alias with its `alias/`, or empty."""
        found = _ALIAS.fullmatch(self.text)
        return found["name"] if found else ""

    @property
    def is_aws_managed(self) -> bool:
        """True for the keys that AWS holds for a service, whose policy nobody can edit."""
        return self.alias.startswith("alias/aws/")

    @property
    def region(self) -> str:
        """Region of a key's ARN, or empty."""
        found = _KEY_ARN.fullmatch(self.text)
        return found["region"] if found else ""

    @property
    def id(self) -> str:
        """The key's id, from an ARN or as it stands."""
        found = _KEY_ARN.fullmatch(self.text)
        return found["id"] if found else self.text

    def is_same(self, other: "KeyName") -> bool:
        """Tell whether both name one key; an ARN and a bare id are compared by the id."""
        if self.is_arn and other.is_arn:
            return self.text == other.text
        return self.id == other.id


def keys(stack: Stack) -> tuple[Key, ...]:
    """The stack's keys."""
    return tuple(candidate.target for candidate in stack.view(candidates))


def candidates(stack: Stack) -> tuple[Candidate[Key], ...]:
    """The stack's keys, for references to them."""
    found = (key_of(resource) for resource in stack)
    return tuple(Candidate(key.resource, key, _goes_by(stack, key.resource)) for key in found if key is not None)


def key_referred(stack: Stack, resource: Resource, *properties: str) -> Key | None:
    """Return the key of the stack that a property refers to; None where it lies outside.

    Raises:
        UndecidedError: It is not known yet which one that is.
    """
    return refer(stack, resource, properties, stack.view(candidates))


def key_computed_from(stack: Stack, resource: Resource, *properties: str) -> Key:
    """Return the key that the value of a property is computed from.

    Raises:
        UndecidedError: There is none, or there are several.
    """
    return by_dependency(stack, resource, properties, stack.view(candidates))


def without_alias(stack: Stack, name: KeyName) -> KeyName:
    """Return the key behind an alias of the stack; other names as they are.

    Raises:
        UndecidedError: The alias is not the stack's, or its target is not known yet.
    """
    if not name.alias:
        return name
    for resource in stack.of_type(_ALIASES):
        if name.alias in resource.known("name", "aliasName"):
            target = resource.first_known("targetKeyArn", "targetKeyId")
            if target is not None:
                return KeyName(target)
    raise UndecidedError(f"{name.text} is an alias, and which key it stands for is not in this stack")


def _goes_by(stack: Stack, resource: Resource) -> Callable[[str], bool]:
    def goes_by(text: str) -> bool:
        own = [KeyName(known) for known in resource.known(Outputs.ARN, Outputs.KEY_ID, "id")]
        try:
            wanted = without_alias(stack, KeyName(text))
        except UndecidedError:
            return False
        # The keys of a multi-Region key share one id, so an ARN tells more than an id does.
        arns = [name for name in own if name.is_arn]
        return any(wanted.is_same(name) for name in arns or own)

    return goes_by
