"""The region of a bucket, as far as its resource tells."""

import re

from pulumi_guardduty_policy.views.bucket import Bucket


#: The host name that aws-native reports. Source: schema of AWS::S3::Bucket, RegionalDomainName.
_HOST = re.compile(r".+\.s3\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?")


def region_of(bucket: Bucket) -> str:
    """Return the bucket's region, or empty where its resource does not say."""
    resource = bucket.resource
    named = resource.first_known("bucketRegion", "region")
    if named is not None:
        return named
    host = resource.first_known("regionalDomainName", "bucketRegionalDomainName")
    found = _HOST.fullmatch(host) if host is not None else None
    return found["region"] if found else resource.provider_region
