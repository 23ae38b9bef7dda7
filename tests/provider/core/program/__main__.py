"""A destination and lists, as many as the stack's config says, after a witness of the SDK that all of it runs on."""

import pulumi
import pulumi_guardduty as guardduty
from pulumi import dynamic


def sdk():
    """Version and folder of the SDK of this process; the provider process gets this by its code."""
    from importlib import metadata  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import pulumi  # noqa: PLC0415

    return f"{metadata.version('pulumi')} in {Path(pulumi.__file__).parents[1]}"


class Witness(dynamic.ResourceProvider):
    """Runs in the provider process, which is one for all dynamic resources."""

    def check(self, _olds, news):
        return dynamic.CheckResult({**news, "provider": sdk()}, [])

    def diff(self, _id, _olds, _news):
        return dynamic.DiffResult(changes=any(_olds[name] != _news[name] for name in ("program", "provider")))

    def create(self, props):
        return dynamic.CreateResult("witness", props)

    def update(self, _id, _olds, _news):
        return dynamic.UpdateResult(_news)


class Seen(dynamic.Resource, module="tests", name="Witness"):
    """What it has seen, in the state."""


config = pulumi.Config()
witness = Seen(Witness(), "witness", {"program": sdk()})
options = pulumi.ResourceOptions(
    depends_on=[witness], custom_timeouts=pulumi.CustomTimeouts(create=config.get("createTimeout") or "5m")
)
detector, tags = config.require("detector"), {"round": config.get("round") or "first"}
if config.get("destination"):
    guardduty.PublishingDestination(
        "export",
        detector_id=detector,
        destination_arn=config.require("destination"),
        kms_key_arn=config.require("key"),
        tags=tags,
        opts=options,
    )
for number in range(config.get_int("lists") or 0):
    guardduty.ThreatIntelSet(
        f"list-{number}",
        detector_id=detector,
        name=f"list-{number}",
        format="TXT",
        location=config.require("location"),
        activate=True,
        tags=tags,
        opts=options,
    )
