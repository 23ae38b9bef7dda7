"""What `program` declares, as a program of `pulumi_aws` declares it. Run under mocks, for what its SDK registers."""

from pulumi_aws import guardduty


DETECTOR, TAGS = "12abc34d567e8fa901bc2d34e56789f0", {"team": "security"}
guardduty.PublishingDestination(
    "one",
    detector_id=DETECTOR,
    destination_arn="arn:aws:s3:::audit",
    kms_key_arn="arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    tags=TAGS,
)
guardduty.ThreatIntelSet(
    "one",
    detector_id=DETECTOR,
    name="hostile",
    format="TXT",
    location="s3://lists/hostile.txt",
    activate=True,
    tags=TAGS,
)
