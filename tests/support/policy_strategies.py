"""Hypothesis strategies for policy documents, sane and otherwise."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st


#: A busy machine is no finding.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Whatever JSON can hold.
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)

_words = st.sampled_from(
    [
        "*",
        "s3:PutObject",
        "s3:*",
        "kms:GenerateDataKey",
        "guardduty.amazonaws.com",
        "arn:aws:s3:::audit/findings/*",
        "arn:aws:s3:::audit/${aws:SourceAccount}/${aws:username, 'nobody'}/${*}",
        "${",
        "${}",
        "${s3:prefix}",
        "111122223333",
        "true",
        "2026-01-01T00:00:00Z",
        "99999999999999999999",
        "10.0.0.0/8",
        "NaN",
        "1e999999",
    ]
)
_texts = _words | st.lists(_words, max_size=3)
_keys = st.sampled_from(
    ["aws:SourceArn", "aws:SourceAccount", "aws:SecureTransport", "aws:SourceVpce", "s3:prefix", "x"]
)
_operators = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "ForAllValues:", "ForAnyValue:"]),
        st.sampled_from(
            [
                "StringEquals",
                "StringNotLike",
                "Bool",
                "Null",
                "ArnLike",
                "ArnNotEquals",
                "IpAddress",
                "NotIpAddress",
                "NumericLessThan",
                "DateGreaterThan",
                "DateNotEquals",
                "BinaryEquals",
                "StringEqualsIgnoreCase",
                "Invented",
            ]
        ),
        st.sampled_from(["", "IfExists"]),
    ),
)

#: Statements that look like statements, with an absurd element now and then.
statements = st.fixed_dictionaries(
    {},
    optional={
        "Sid": st.text(max_size=5) | json_values,
        "Effect": st.sampled_from(["Allow", "Deny"]) | json_values,
        "Principal": st.just("*") | st.dictionaries(st.sampled_from(["AWS", "Service"]), _texts) | json_values,
        "NotPrincipal": st.dictionaries(st.sampled_from(["AWS", "Service"]), _texts),
        "Action": _texts | json_values,
        "NotAction": _texts,
        "Resource": _texts | json_values,
        "NotResource": _texts,
        "Condition": st.dictionaries(_operators, st.dictionaries(_keys, _texts | json_values) | json_values, max_size=3)
        | json_values,
    },
)

#: Documents that AWS could have stored, and documents that it could not.
documents = st.fixed_dictionaries(
    {},
    optional={
        "Version": st.sampled_from(["2012-10-17", "2008-10-17"]) | json_values,
        "Id": json_values,
        "Statement": st.lists(statements | json_values, max_size=4) | statements | json_values,
    },
)
