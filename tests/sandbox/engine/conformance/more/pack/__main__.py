"""Policies of every kind; a scenario says by configuration which are on."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ResourceValidationPolicy,
    StackValidationPolicy,
)


def is_thing(args):
    return args.resource_type == "pulumi-python:dynamic/fake:Thing"


def small(args, report):
    limit = args.get_config()["limit"]
    if is_thing(args) and isinstance(args.props.get("v"), float) and args.props["v"] > limit:
        report(f"v is {args.props['v']}, at most {limit} is allowed")


def tagged(args):
    if is_thing(args) and "tag" not in args.props:
        return {**args.props, "tag": "set by policy"}
    return None


def still_untagged(args, report):
    if is_thing(args) and args.props.get("tag") == "bad":
        report("the tag is bad")


def few(args, report):
    things = [found for found in args.resources if found.resource_type == "pulumi-python:dynamic/fake:Thing"]
    if len(things) > args.get_config()["most"]:
        report(f"{len(things)} things")


def shown(args, report):
    for found in args.resources:
        if found.resource_type == "pulumi-python:dynamic/fake:Thing":
            options = found.opts
            parent = found.parent.urn if found.parent else ""
            report(f"{found.name} {sorted(found.props)} {options.protect} {parent}", found.urn)


PolicyPack(
    "lab",
    policies=[
        ResourceValidationPolicy(
            "small",
            "Values are small.",
            small,
            EnforcementLevel.DISABLED,
            config_schema=PolicyConfigSchema(properties={"limit": {"type": "number", "default": 5}}),
        ),
        ResourceValidationPolicy(
            "tagged", "Things are tagged.", still_untagged, EnforcementLevel.DISABLED, remediate=tagged
        ),
        StackValidationPolicy(
            "few",
            "There are few things.",
            few,
            EnforcementLevel.DISABLED,
            config_schema=PolicyConfigSchema(properties={"most": {"type": "number", "default": 1}}),
        ),
        StackValidationPolicy("shown", "Shows what policies see.", shown, EnforcementLevel.DISABLED),
    ],
)
