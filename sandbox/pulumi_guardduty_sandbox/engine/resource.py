"""A resource as the engine knows it, and its row in Pulumi's deployment format, version 3.

Follows `apitype.ResourceV3` and `pkg/resource/stack/deployment.go` of CLI v3.258.0.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeAlias

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.errors import StateError
from pulumi_guardduty_sandbox.engine.values import (
    REFERENCE_MARK,
    SECRET_MARK,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_STRING,
    Properties,
    Reference,
    Secret,
    Value,
    number,
)


Row: TypeAlias = dict[str, Any]


class Cipher(Protocol):
    """What can encrypt and decrypt the secrets of a stack."""

    def encrypt(self, text: str) -> str: ...

    def decrypt(self, text: str) -> str: ...


@dataclass(frozen=True)
class Timeouts:
    """How long an operation may take, in seconds; 0 leaves it to the provider."""

    create: float = 0.0
    update: float = 0.0
    delete: float = 0.0
    read: float = 0.0


@dataclass(eq=False)
class Resource:
    """One resource of a stack, as last seen or as it shall be. Two are the same only if they are one object."""

    type: str
    urn: str
    custom: bool
    id: str = ""
    inputs: Properties = field(default_factory=dict)
    #: None: there is nothing yet; a component that registers no outputs keeps it.
    outputs: Properties | None = None
    parent: str = ""
    #: True when it waits to be deleted, its replacement made already.
    delete: bool = False
    protect: bool = False
    #: True when somebody else owns it and the program only reads it.
    external: bool = False
    dependencies: list[str] = field(default_factory=list)
    init_errors: list[str] = field(default_factory=list)
    provider: str = ""
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    #: True when it was deleted and its replacement is still to be made.
    pending_replacement: bool = False
    additional_secret_outputs: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    timeouts: Timeouts = Timeouts()
    import_id: str = ""
    retain_on_delete: bool = False
    deleted_with: str = ""
    created: str = ""
    modified: str = ""
    source_position: str = ""
    stack_trace: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    hide_diffs: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name the program gave."""
        return urns.name_of(self.urn)

    @property
    def is_provider(self) -> bool:
        """Whether it stands for a provider."""
        return urns.is_provider(self.type)

    @property
    def provider_urn(self) -> str:
        """URN of its provider, or empty."""
        return urns.parse_reference(self.provider)[0] if self.provider else ""

    def copy(self) -> "Resource":
        """A resource of its own with the same fields; property bags are shared, lists are not."""
        twin = copy.copy(self)
        for name in _LISTS:
            setattr(twin, name, list(getattr(self, name)))
        twin.property_dependencies = {key: list(value) for key, value in self.property_dependencies.items()}
        return twin

    def links(self) -> Iterator[str]:
        """URNs it depends on, its parent and provider not among them."""
        yield from self.dependencies
        for found in self.property_dependencies.values():
            yield from found
        if self.deleted_with:
            yield self.deleted_with


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What the program wants of one resource."""

    type: str
    name: str
    custom: bool
    properties: Properties
    parent: str = ""
    provider: str = ""
    protect: bool | None = None
    retain_on_delete: bool | None = None
    deleted_with: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    delete_before_replace: bool | None = None
    ignore_changes: tuple[str, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    aliases: tuple["Alias", ...] = ()
    #: Set when the program takes over an existing thing (`import_`).
    id: str = ""
    timeouts: Timeouts = Timeouts()
    replace_on_changes: tuple[str, ...] = ()
    hide_diffs: tuple[str, ...] = ()
    source_position: str = ""
    stack_trace: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alias:
    """A former name of a resource: a whole URN, or the parts that were different."""

    urn: str = ""
    name: str = ""
    type: str = ""
    stack: str = ""
    project: str = ""
    parent: str = ""
    no_parent: bool = False


def now() -> str:
    """The time, as state files write it."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


_LISTS: Final = (
    "dependencies",
    "init_errors",
    "additional_secret_outputs",
    "aliases",
    "stack_trace",
    "ignore_changes",
    "hide_diffs",
    "replace_on_changes",
)

#: Field and its key in a state file, in the order of the file. `custom` is always there, the rest when set.
_KEYS: Final = {
    "urn": "urn",
    "custom": "custom",
    "delete": "delete",
    "id": "id",
    "type": "type",
    "inputs": "inputs",
    "outputs": "outputs",
    "parent": "parent",
    "protect": "protect",
    "external": "external",
    "dependencies": "dependencies",
    "init_errors": "initErrors",
    "provider": "provider",
    "property_dependencies": "propertyDependencies",
    "pending_replacement": "pendingReplacement",
    "additional_secret_outputs": "additionalSecretOutputs",
    "aliases": "aliases",
    "timeouts": "customTimeouts",
    "import_id": "importID",
    "retain_on_delete": "retainOnDelete",
    "deleted_with": "deletedWith",
    "created": "created",
    "modified": "modified",
    "source_position": "sourcePosition",
    "stack_trace": "stackTrace",
    "ignore_changes": "ignoreChanges",
    "hide_diffs": "hideDiff",
    "replace_on_changes": "replaceOnChanges",
}


def to_row(resource: Resource, cipher: Cipher) -> Row:
    """The resource as its row in a state file."""
    row: Row = {}
    for name, key in _KEYS.items():
        value = getattr(resource, name)
        if name in ("inputs", "outputs"):
            value = write_value(value, cipher)
        elif name == "timeouts":
            value = {kind: number(seconds) for kind, seconds in vars(value).items() if seconds}
        elif name == "stack_trace":
            value = [{"sourcePosition": position} if position else {} for position in value]
        if value or name == "custom":
            row[key] = value
    return row


def from_row(row: Row, cipher: Cipher) -> Resource:
    """The resource of a row.

    Raises:
        StateError: The row says something this engine does not know, and would lose.
    """
    unknown = row.keys() - set(_KEYS.values())
    if unknown:
        raise StateError(
            f"resource {row.get('urn', '?')} uses {', '.join(sorted(unknown))}, which the embedded engine "
            "does not support; go on with the pulumi CLI"
        )
    fields = {name: row[key] for name, key in _KEYS.items() if key in row}
    fields["inputs"] = read_value(row.get("inputs", {}), cipher)
    fields["outputs"] = read_value(row.get("outputs", {}), cipher)
    fields["timeouts"] = Timeouts(**row.get("customTimeouts", {}))
    fields["stack_trace"] = [frame.get("sourcePosition", "") for frame in row.get("stackTrace", [])]
    for name in (*_LISTS, "property_dependencies"):
        if name in fields:
            fields[name] = copy.deepcopy(fields[name])
    return Resource(**fields)


def write_value(value: Value, cipher: Cipher) -> Any:
    """A property value as state files have it, secrets encrypted."""
    if isinstance(value, Secret):
        text = json.dumps(write_value(value.value, _PLAIN), separators=(",", ":"))
        return {SIGNATURE: SECRET_MARK, **_sealed(text, cipher)}
    if isinstance(value, Reference):
        found = {SIGNATURE: REFERENCE_MARK, "urn": value.urn, "packageVersion": value.version}
        return found if value.id is None else {**found, "id": write_value(value.id, cipher)}
    if value is UNKNOWN:
        return UNKNOWN_STRING
    if isinstance(value, dict):
        return {key: write_value(value[key], cipher) for key in sorted(value)}
    if isinstance(value, list):
        return [write_value(item, cipher) for item in value]
    return number(value) if isinstance(value, float) else value


def read_value(written: Any, cipher: Cipher) -> Value:
    """What `write_value` wrote."""
    if isinstance(written, dict):
        mark = written.get(SIGNATURE)
        if mark == SECRET_MARK:
            text = written.get("plaintext") or cipher.decrypt(written["ciphertext"])
            return Secret(read_value(json.loads(text), _PLAIN))
        fields = {key: read_value(item, cipher) for key, item in written.items()}
        if mark == REFERENCE_MARK:
            return Reference(fields["urn"], fields.get("id"), fields.get("packageVersion", ""))
        if mark is not None:
            raise StateError(f"the state holds a value with the unsupported signature {mark}")
        return fields
    if isinstance(written, list):
        return [read_value(item, cipher) for item in written]
    if isinstance(written, bool) or not isinstance(written, int):
        return UNKNOWN if written == UNKNOWN_STRING else written
    return float(written)


class Plain:
    """Leaves secrets readable: inside a secret that is encrypted whole, and where a person asked to see them."""

    def encrypt(self, text: str) -> str:
        return text

    def decrypt(self, text: str) -> str:
        return text


_PLAIN: Final = Plain()


def _sealed(text: str, cipher: Cipher) -> dict[str, str]:
    return {"plaintext": text} if isinstance(cipher, Plain) else {"ciphertext": cipher.encrypt(text)}
