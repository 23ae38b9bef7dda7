"""What GuardDuty is told to trust was looked at by a person, and is narrow."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import Place, ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings, patterns_with_reason, whole_number
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.framework.undecided import UndecidedError
from pulumi_guardduty_policy.views.guardduty_list import GuardDutyList, all_lists, trusted_lists
from pulumi_guardduty_policy.views.list_source import ListSource


def _judge(one: GuardDutyList, settings: Settings) -> Iterator[str]:
    if settings.let_off("reviewed", (one.resource.name, one.name)) is None:
        yield (
            f"trusted list {one.name!r} keeps GuardDuty silent about all that is on it, and nobody has noted a review; "
            "after a review add its name and the reason to `reviewed`"
        )


def _places(stack: Stack) -> Iterator[Place[ListSource]]:
    for one in all_lists(stack):
        if one.trusted:
            yield Place(one.resource, ListSource(stack, one))


def _judge_width(source: ListSource, settings: Settings) -> Iterator[str]:
    narrowest = int(settings["minPrefixLength"])
    found = source.object
    if found is None:
        raise UndecidedError(
            f"the object of {source.list.resource.name} is not part of this stack, so it is not judged"
        )
    wide = [str(network) for network in found.networks() if network.prefixlen < narrowest]
    if wide:
        more = f" and {len(wide) - 1} more" if len(wide) > 1 else ""
        yield (
            f"the trusted list holds {wide[0]}{more}, wider than /{narrowest}; trust single addresses and "
            "narrow networks"
        )


RULE = Rule(
    id="guardduty-trusted-list-guard",
    claim="A trusted list was reviewed, and holds no network wider than allowed.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.ADVISORY,
    standards=(aws_guide("GuardDuty User Guide, Customizing threat detection with entity lists and IP address lists"),),
    steps="Have the list reviewed: whoever can trust an address can hide behind it. Then name it under `reviewed`.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html",
    options=(
        patterns_with_reason("reviewed", "Trusted lists that were reviewed (pattern), and what the review found."),
        whole_number("minPrefixLength", 24, "Widest network that may be trusted.", at_least=8, at_most=32),
    ),
    strict_options={"minPrefixLength": 28},
    resource=ResourceCheck(subjects=trusted_lists, judge=_judge),
    stack=StackCheck(places=_places, judge=_judge_width),
)
