"""A destination that another stack, or another tool, has made: looked up, not managed."""

import pulumi
import pulumi_guardduty as guardduty


found = guardduty.PublishingDestination.get("found", pulumi.Config().require("id"))
pulumi.export("destination", found.destination_arn)
pulumi.export("status", found.status)
