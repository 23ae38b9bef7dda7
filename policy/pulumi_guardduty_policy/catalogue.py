"""Every rule of the pack, in the order they are listed."""

import importlib
import pkgutil

from pulumi_guardduty_policy import rules
from pulumi_guardduty_policy.framework.rule import Rule


def _found() -> tuple[Rule, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    return tuple(importlib.import_module(f"{rules.__name__}.{name}").RULE for name in names)


#: One rule of each file of `rules`, KMS first, then S3, then GuardDuty.
RULES: tuple[Rule, ...] = tuple(
    sorted(_found(), key=lambda rule: ("kms", "s3", "guardduty").index(rule.id.partition("-")[0]))
)
