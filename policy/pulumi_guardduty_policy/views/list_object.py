"""An uploaded object as rules see it: who may read it, and what addresses it holds."""

import base64
import binascii
import hashlib
import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi

from pulumi_guardduty_policy.framework.resource import Resource, states
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import UndecidedError
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.bags import first, objects
from pulumi_guardduty_policy.views.bucket_settings import canned_acl_is_public, group_is_public
from pulumi_guardduty_policy.views.own import ListObject as Names


#: An IPv4 network in whatever form of list: nothing else has four numbers and a prefix length.
_NETWORK = re.compile(r"(?<![\w./])(?:\d{1,3}\.){3}\d{1,3}/\d{1,2}(?![\w./])")


@dataclass(frozen=True, eq=False)
class ListObject:
    """An object of the stack that a list may be read from."""

    resource: Resource

    @property
    def key(self) -> str:
        """Its key in the bucket."""
        return str(self._bag.get(Names.KEY) or "")

    @property
    def public(self) -> bool:
        """True where an ACL of its own lets strangers read it."""
        grants = objects(self._bag["grants"]) if states(self._bag, "grants") else ()
        return canned_acl_is_public(self._bag.get("acl")) or any(group_is_public(grant.get("uri")) for grant in grants)

    def networks(self) -> Iterator[ipaddress.IPv4Network]:
        """Every IPv4 network it holds.

        Raises:
            UndecidedError: The program does not show the content, and the file cannot be read from here.
        """
        for found in _NETWORK.findall(self._content()):
            try:
                yield ipaddress.IPv4Network(found, strict=False)
            except ValueError:
                continue

    @property
    def _bag(self) -> Mapping[str, Any]:
        return self.resource.declared

    def _content(self) -> str:
        if self.resource.type in tokens.OWN_LIST_OBJECT:
            path = self._bag.get(Names.FILE)
            if not path:
                raise UndecidedError(f"the entries of {self.resource.name} are not kept, so they are not judged")
            return self._file(str(path), str(self._bag.get(Names.SHA256) or ""))
        text = first(self._bag, "content")
        if text is not None:
            return str(text)
        encoded = first(self._bag, "contentBase64")
        if encoded is not None:
            return self._decoded(str(encoded))
        source = self._bag.get("source")
        if isinstance(source, pulumi.StringAsset):
            return str(source.text)
        if isinstance(source, pulumi.FileAsset):
            return self._file(str(source.path), "")
        raise UndecidedError(f"the content of {self.resource.name} is not part of the program, so it is not judged")

    def _decoded(self, encoded: str) -> str:
        try:
            return base64.b64decode(encoded).decode(errors="replace")
        except binascii.Error:
            raise UndecidedError(f"`contentBase64` of {self.resource.name} is not base64") from None

    def _file(self, path: str, sha256: str) -> str:
        try:
            content = Path(path).read_bytes()
        except OSError:
            raise UndecidedError(
                f"the file of {self.resource.name} cannot be read from the policy pack, so it is not judged"
            ) from None
        if sha256 and hashlib.sha256(content).hexdigest() != sha256.lower():
            raise UndecidedError(f"the file of {self.resource.name} is not the one whose hash is declared")
        return content.decode(errors="replace")


def all_objects(stack: Stack) -> tuple[ListObject, ...]:
    """The objects that a stack uploads."""
    return tuple(ListObject(resource) for resource in stack.of_type(tokens.AWS_OBJECT | tokens.OWN_LIST_OBJECT))
