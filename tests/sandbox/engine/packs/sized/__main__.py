"""Policies on things; configuration says at which level each applies."""

from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def is_thing(args):
    return args.resource_type == "pulumi-python:dynamic/things:Thing"


def small(args, report):
    if is_thing(args) and args.props.get("size", 1) > 5:
        report(f"size is {args.props['size']:g}, at most 5 is allowed")


def noted(args):
    if is_thing(args) and not args.props.get("note"):
        return {**args.props, "note": "set by policy"}
    return None


def without_note(args, report):
    if is_thing(args) and not args.props.get("note"):
        report("there is no note")


PolicyPack(
    "sized",
    policies=[
        ResourceValidationPolicy("small", "Things are small.", small, EnforcementLevel.DISABLED),
        ResourceValidationPolicy(
            "noted", "Things have a note.", without_note, EnforcementLevel.DISABLED, remediate=noted
        ),
    ],
)
