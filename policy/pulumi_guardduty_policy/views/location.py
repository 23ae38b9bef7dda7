"""Addresses of buckets and objects, in every form that GuardDuty and S3 take."""

import re


_ARN = re.compile(r"arn:[^:]*:s3:::(?P<bucket>[^/]+)(?:/(?P<key>.*))?", re.DOTALL)

#: Forms of a list's location. Source: GuardDuty User Guide, "Customizing threat
#: detection with entity lists and IP address lists", and what the API takes besides.
_URLS = (
    re.compile(r"s3://(?P<bucket>[^/]+)/(?P<key>.+)"),
    re.compile(r"https?://s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?/(?P<bucket>[^/]+)/(?P<key>.+)"),
    re.compile(r"https?://(?P<bucket>.+?)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?/(?P<key>.+)"),
)

_HOST = re.compile(r"(?P<bucket>.+?)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?")


def bucket_name(reference: str) -> str:
    """Return the bucket that a name, an ARN, a host name or a URL refers to."""
    for form in (_ARN, *_URLS, _HOST):
        found = form.fullmatch(reference)
        if found:
            return found["bucket"]
    return reference


def object_key(reference: str) -> str:
    """Return the key within the bucket that an ARN or a URL refers to; empty for the bucket itself."""
    for form in (_ARN, *_URLS):
        found = form.fullmatch(reference)
        if found:
            return found["key"] or ""
    return ""
