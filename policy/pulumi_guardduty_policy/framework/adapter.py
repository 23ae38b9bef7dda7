"""Turn rules into the policies of Pulumi's SDK: the only module that knows its classes."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from pulumi_policy import (
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import unknown_checking_proxy

from pulumi_guardduty_policy.framework.memory import Memory
from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.rule import Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL
from pulumi_guardduty_policy.framework.verdict import Verdict, judge_resource, judge_stack


def policies(rule: Rule, memory: Memory) -> list[Policy]:
    """Make the one or two policies of a rule."""
    made: list[Policy] = []
    if rule.resource is not None:
        made.append(
            ResourceValidationPolicy(
                name=rule.id, validate=_on_resource(rule, memory), remediate=_filling(rule), **_metadata(rule)
            )
        )
    if rule.stack is not None:
        made.append(StackValidationPolicy(name=rule.stack_id, validate=_on_stack(rule, memory), **_metadata(rule)))
    return made


def _metadata(rule: Rule) -> dict[str, Any]:
    first, *others = rule.standards
    return {
        "description": rule.claim,
        "enforcement_level": rule.baseline,
        "config_schema": PolicyConfigSchema({option.name: option.published() for option in rule.all_options}),
        "severity": rule.severity,
        "framework": PolicyComplianceFramework(
            name=first.name,
            version=first.version or None,
            reference=first.control,
            specification="; ".join(other.tag for other in others) or None,
        ),
        "tags": [standard.tag for standard in rule.standards],
        "remediation_steps": rule.steps,
        "url": rule.url,
    }


def _on_resource(rule: Rule, memory: Memory) -> Callable[[ResourceValidationArgs, ReportViolation], None]:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        memory.remember(args.urn, args.resource_type, args.props)
        resource = Resource(
            type=args.resource_type, name=args.name, urn=args.urn, inputs=args.props, provider=_provider(args)
        )
        _answer(judge_resource(rule, resource, Settings(rule.all_options, args.get_config())), args, report)

    return validate


def _on_stack(rule: Rule, memory: Memory) -> Callable[[StackValidationArgs, ReportViolation], None]:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        stack = Stack(_related(resource, memory) for resource in args.resources)
        _answer(judge_stack(rule, stack, Settings(rule.all_options, args.get_config())), args, report)

    return validate


def _answer(verdict: Verdict, args: ResourceValidationArgs | StackValidationArgs, report: ReportViolation) -> None:
    for message, urn in verdict.breaches:
        report(message, urn or None)
    if verdict.not_applicable is not None:
        args.not_applicable(verdict.not_applicable)


def _related(resource: PolicyResource, memory: Memory) -> Resource:
    return Resource(
        type=resource.resource_type,
        name=resource.name,
        urn=resource.urn,
        inputs=memory.recall(resource.urn),
        outputs=resource.props,
        property_dependencies={
            name: tuple(one.urn for one in found) for name, found in resource.property_dependencies.items()
        },
        dependencies=tuple(one.urn for one in resource.dependencies),
        provider=_provider(resource),
    )


def _provider(seen: ResourceValidationArgs | PolicyResource) -> Mapping[str, Any]:
    return {} if seen.provider is None else seen.provider.props


def _filling(rule: Rule) -> Callable[[ResourceValidationArgs], Any] | None:
    fill = rule.resource.fill if rule.resource is not None else None
    if fill is None:
        return None

    def remediate(args: ResourceValidationArgs) -> Any:
        # The bag of a remediation does not guard its unknown values as the one of a validation does.
        guarded = unknown_checking_proxy(dict(args.props.items()))
        try:
            filled = fill(args.resource_type, guarded)
        except CANNOT_TELL:
            return None
        if not filled:
            return None
        # Written in place: a copy of the bag would return the other properties without their secretness.
        bag = cast("dict[str, Any]", args.props)
        for name, value in filled.items():
            bag[name] = value
        return bag

    return remediate
