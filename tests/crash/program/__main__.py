"""One resource, of the kind that the stack's config names."""

import pulumi
import pulumi_guardduty as guardduty


config = pulumi.Config()
kind, detector = config.require("kind"), config.require("detector")
if kind == "PublishingDestination":
    guardduty.PublishingDestination(
        "one", detector_id=detector, destination_arn=config.require("destination"), kms_key_arn=config.require("key")
    )
elif kind == "ThreatIntelSet":
    guardduty.ThreatIntelSet(
        "one", detector_id=detector, name="hostile", format="TXT", location=config.require("location"), activate=True
    )
elif kind == "FindingsBucket":
    guardduty.FindingsBucket("one", kms_key_arn=config.require("key"))
else:
    guardduty.FindingsKey("one")
