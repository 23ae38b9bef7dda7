"""A Pulumi policy pack for KMS, S3 and GuardDuty."""
