"""Property values: what resources are made of, and how values travel over gRPC.

Plain JSON values stand for themselves (numbers are floats); three things JSON cannot say have a class of
their own: a secret, a reference to another resource, and a value that is not known before an update.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from google.protobuf import struct_pb2

from pulumi_guardduty_sandbox.engine.errors import UnsupportedError


Value: TypeAlias = Any
Properties: TypeAlias = dict[str, Value]

#: Key under which Pulumi marks an object that is not a plain object, and the marks. Source: Pulumi SDK,
#: sdk/go/common/resource/sig.
SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET_MARK: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a mark everybody knows
REFERENCE_MARK: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_MARK: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
ASSET_MARKS: Final = frozenset({"c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"})

#: The string that stands for an unknown value on the wire and in a saved preview.
UNKNOWN_STRING: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
#: Unknown values of the other types; a Python program only ever sends the string's.
_UNKNOWN_STRINGS: Final = frozenset(
    {
        UNKNOWN_STRING,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


class Unknown:
    """A value that only an update can tell; there is one instance, `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Secret:
    """A value that is encrypted wherever it is kept."""

    value: Value

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclass(frozen=True)
class Reference:
    """A resource as a property value."""

    urn: str
    id: Value = None
    version: str = ""


def secret(value: Value) -> Secret:
    """Mark `value` secret, once."""
    return value if isinstance(value, Secret) else Secret(value)


def plain(value: Value) -> Value:
    """`value` with every secret mark taken off."""
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def holds_secret(value: Value) -> bool:
    """Whether a secret is anywhere in `value`."""
    if isinstance(value, Secret):
        return True
    if isinstance(value, dict):
        return any(holds_secret(item) for item in value.values())
    return isinstance(value, list) and any(holds_secret(item) for item in value)


def holds_unknown(value: Value) -> bool:
    """Whether an unknown is anywhere in `value`."""
    if isinstance(value, Secret):
        return holds_unknown(value.value)
    if isinstance(value, dict):
        return any(holds_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(holds_unknown(item) for item in value)
    return value is UNKNOWN


def copied(value: Value) -> Value:
    """A deep copy."""
    if isinstance(value, Secret):
        return Secret(copied(value.value))
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def equal(left: Value, right: Value) -> bool:
    """Whether two values mean the same to the engine: a key with no value equals a missing key."""
    if isinstance(left, dict) and isinstance(right, dict):
        return all(equal(left.get(key), right.get(key)) for key in left.keys() | right.keys())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, Secret) and isinstance(right, Secret):
        return equal(left.value, right.value)
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return bool(left == right)


def keep_secrets(outputs: Properties | None, inputs: Properties | None) -> None:
    """Mark in `outputs` what is secret in `inputs`, for a provider that was given plain values.

    Follows `annotateSecrets` of the CLI: objects are walked, anything else that holds a secret is secret whole.
    """
    if outputs is None or inputs is None:
        return
    for key, given in inputs.items():
        if key not in outputs:
            continue
        answered = outputs[key]
        if isinstance(answered, dict) and isinstance(given, dict):
            keep_secrets(answered, given)
        elif not isinstance(answered, Secret) and holds_secret(given):
            outputs[key] = Secret(answered)


def to_struct(properties: Mapping[str, Value], *, unknowns: bool, secrets: bool) -> struct_pb2.Struct:
    """Write properties for gRPC; without `unknowns` an unknown is left out, without `secrets` they go plain."""
    return _to_struct(_marked(properties, secrets=secrets), unknowns=unknowns)


def _marked(value: Value, *, secrets: bool) -> Value:
    """`value` with marked objects in place of secrets and references, or with what they stand for."""
    if isinstance(value, Secret):
        inner = _marked(value.value, secrets=secrets)
        return {SIGNATURE: SECRET_MARK, "value": inner} if secrets else inner
    if isinstance(value, Reference):
        return _reference_object(value) if secrets else (value.urn if value.id is None else value.id)
    if isinstance(value, dict):
        return {key: _marked(item, secrets=secrets) for key, item in value.items()}
    return [_marked(item, secrets=secrets) for item in value] if isinstance(value, list) else value


def _to_struct(properties: Mapping[str, Value], *, unknowns: bool) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    for key, value in properties.items():
        if value is not UNKNOWN or unknowns:
            struct.fields[key].CopyFrom(_to_field(value, unknowns=unknowns))
    return struct


def _to_field(value: Value, *, unknowns: bool) -> struct_pb2.Value:
    if isinstance(value, dict):
        return struct_pb2.Value(struct_value=_to_struct(value, unknowns=unknowns))
    if isinstance(value, list):
        items = [_to_field(item, unknowns=unknowns) for item in value if item is not UNKNOWN or unknowns]
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=items))
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    return struct_pb2.Value(string_value=UNKNOWN_STRING if value is UNKNOWN else value)


def _reference_object(reference: Reference) -> Properties:
    written = {SIGNATURE: REFERENCE_MARK, "urn": reference.urn}
    if reference.id is not None:
        written["id"] = reference.id
    if reference.version:
        written["packageVersion"] = reference.version
    return written


def from_struct(struct: struct_pb2.Struct) -> Properties:
    """Read properties off gRPC, secrets, references and unknowns recognized.

    Raises:
        UnsupportedError: A value is an asset or an archive.
    """
    return {key: from_field(struct.fields[key]) for key in sorted(struct.fields)}


def from_field(field: struct_pb2.Value) -> Value:
    """Read one value off gRPC."""
    kind = field.WhichOneof("kind")
    if kind == "struct_value":
        return _from_object(from_struct(field.struct_value))
    if kind == "list_value":
        return [from_field(item) for item in field.list_value.values]
    if kind == "string_value":
        return UNKNOWN if field.string_value in _UNKNOWN_STRINGS else field.string_value
    if kind == "number_value":
        return field.number_value
    return field.bool_value if kind == "bool_value" else None


def _from_object(fields: Properties) -> Value:
    mark = fields.get(SIGNATURE)
    if mark is None:
        return fields
    if mark == SECRET_MARK:
        return secret(fields.get("value"))
    if mark == REFERENCE_MARK:
        return Reference(fields["urn"], fields.get("id"), fields.get("packageVersion", ""))
    if mark == OUTPUT_MARK:
        value = fields.get("value", UNKNOWN)
        return secret(value) if fields.get("secret") else value
    if mark in ASSET_MARKS:
        raise UnsupportedError("an asset or archive as a property value")
    raise UnsupportedError(f"a property value with the unknown signature {mark!r}")


def number(value: float) -> int | float:
    """The form a number has in a state file: without a fraction when it has none."""
    whole = not math.isinf(value) and not math.isnan(value) and value == int(value)
    #: Above 1e21 Go writes an exponent, and so does Python for a float.
    return int(value) if whole and abs(value) < 1e21 else value  # noqa: PLR2004
