"""One destination and one list, under names and options that the stack's config gives."""

import pulumi
import pulumi_guardduty as guardduty


config = pulumi.Config()
old = config.get("old")
options = pulumi.ResourceOptions(
    aliases=[pulumi.Alias(name=old)] if old else None, retain_on_delete=config.get_bool("retain")
)
guardduty.PublishingDestination(
    config.require("name"),
    detector_id=config.require("detector"),
    destination_arn=config.require("destination"),
    kms_key_arn=config.require("key"),
    tags=config.get_object("tags"),
    adopt=config.get_bool("adopt"),
    opts=options,
)
guardduty.ThreatIntelSet(
    config.require("name"),
    detector_id=config.require("detector"),
    name="hostile",
    format="TXT",
    location=config.require("location"),
    activate=True,
    tags=config.get_object("tags"),
    adopt=config.get_bool("adopt"),
    opts=options,
)
