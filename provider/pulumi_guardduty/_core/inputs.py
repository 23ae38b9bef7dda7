"""The closed base of every declared value, and what a field can say of itself."""

import functools
import re
from collections.abc import Collection
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator
from pydantic.alias_generators import to_camel


InputsT = TypeVar("InputsT", bound="ResourceInputs")


class Mark:
    """Something a field says of itself beside its type and bounds."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


#: AWS cannot change the field in place: a new value means a new resource.
REPLACES: Final = Mark("REPLACES")

#: The field steers a call and is not part of what AWS holds: a new value alone is never a difference.
WRITE_ONLY: Final = Mark("WRITE_ONLY")

#: AWS holds the value since the last write, so that state takes over another one only with a write.
CARRIED: Final = Mark("CARRIED")

#: Removing a value that was once declared means a new resource, as AWS keeps the old one.
CLEARING_REPLACES: Final = Mark("CLEARING_REPLACES")


class Inputs(BaseModel):
    """A declared value. Closed, strict and frozen: an unknown field or a wrong type is an error.

    On the wire names are camelCase; a field's alias is its wire name.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )


def whole(value: Any) -> Any:
    """A number as Pulumi's wire carries it (a float), as the integer that was declared."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: An integer that may arrive as a float: every number does through the dynamic door.
Whole = Annotated[int, BeforeValidator(whole)]


def _role_arn(text: str) -> str:
    if not re.fullmatch(r"arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/.+", text):
        raise ValueError(f"has to be the ARN of a role, arn:<partition>:iam::<account id>:role/<name> (got {text!r})")
    return text


def _region(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}", text):
        raise ValueError(f"has to be the name of a region, such as 'eu-central-1' (got {text[:80]!r})")
    return text


class AwsSettings(Inputs):
    """How to reach AWS for one resource, over the standard chain and the stack's config."""

    profile: str | None = Field(default=None, min_length=1)
    """Profile of the shared AWS config and credentials files."""

    role_arn: Annotated[str, AfterValidator(_role_arn)] | None = None
    """Role to assume with the credentials found so far."""

    external_id: str | None = Field(default=None, min_length=2, max_length=1224)
    """External id the role's trust policy asks for."""

    session_name: str | None = Field(default=None, min_length=2, max_length=64, pattern=r"^[\w+=,.@-]*$")
    """Name of the assumed role's session, as CloudTrail shows it."""

    @model_validator(mode="after")
    def _role_options_go_with_a_role(self) -> Self:
        if self.role_arn is None and (self.external_id or self.session_name):
            raise ValueError("external_id and session_name need role_arn: add it or leave them out")
        return self


class ResourceInputs(Inputs):
    """The top-level properties every resource has."""

    #: Names (in snake_case) of fields that are looked up in create when they are not declared.
    LOOKED_UP: ClassVar[frozenset[str]] = frozenset({"region"})

    #: Names of fields that no program declares: check works them out from the others.
    WORKED_OUT: ClassVar[frozenset[str]] = frozenset()

    region: Annotated[Annotated[str, AfterValidator(_region)] | None, REPLACES] = None
    """AWS region; without it the stack's `aws:region`, else the standard AWS chain's."""

    aws: Annotated[AwsSettings | None, WRITE_ONLY] = None
    """Profile or role for this resource; a change makes no AWS call and must stay in the same account."""

    @classmethod
    def marked(cls, mark: Mark) -> frozenset[str]:
        """Names of the fields that carry `mark`."""
        return frozenset(name for name, field in cls.model_fields.items() if mark in field.metadata)

    @classmethod
    def wire_names(cls) -> dict[str, str]:
        """Field name to wire name."""
        return {name: field.alias or name for name, field in cls.model_fields.items()}


def without_unknown(model: type[InputsT], unknown: Collection[str]) -> type[InputsT]:
    """`model` as far as it can be judged: what it requires and is `unknown` (wire names) stands at None."""
    open_fields = frozenset(
        name for name, field in model.model_fields.items() if field.is_required() and field.alias in unknown
    )
    return _with_optional(model, open_fields) if open_fields else model


@functools.cache
def _with_optional(model: type[InputsT], names: frozenset[str]) -> type[InputsT]:
    # The base's rules and aliases come along; a value of None is one that is not known yet.
    fields: dict[str, Any] = {name: (Any, Field(default=None, alias=model.model_fields[name].alias)) for name in names}
    return create_model(model.__name__, __base__=model, **fields)
