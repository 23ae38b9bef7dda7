"""A bucket as rules see it: everything that one or several resources say of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from pulumi_guardduty_policy.documents.document import Document
from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL, UndecidedError
from pulumi_guardduty_policy.views.bucket_settings import (
    Encryption,
    Logging,
    ObjectLock,
    PublicAccess,
    Versioning,
)
from pulumi_guardduty_policy.views.lifecycle import Lifecycle


SettingT = TypeVar("SettingT")


class Aspect(StrEnum):
    """A setting of a bucket that may be declared inline or by a resource of its own."""

    ENCRYPTION = "default encryption"
    LIFECYCLE = "lifecycle"
    LOGGING = "access logging"
    OBJECT_LOCK = "object lock"
    OWNERSHIP = "ownership controls"
    POLICY = "bucket policy"
    PUBLIC_ACCESS = "public access block"
    PUBLIC_ACL = "ACL"
    VERSIONING = "versioning"


@dataclass(frozen=True, eq=False)
class BucketFacts:
    """What one resource says of one bucket."""

    resource: Resource
    aspects: Mapping[Aspect, Callable[[], Any]]
    """Settings it declares; each is read when asked for, and may turn out to be None."""

    whole: bool = False
    """True for the bucket itself, false for a resource that sets something on it."""

    settles: frozenset[Aspect] = frozenset()
    """Settings no other resource could declare, so that their absence is final."""

    adds: frozenset[Aspect] = frozenset()
    """Settings it only adds to, which so cannot be judged from it alone."""

    folder: Callable[[], str] = str
    """Reads the folder that findings go to, where the resource knows it."""

    holds_findings: bool = False
    """True where the type itself says that findings are exported to it."""

    holds_lists: bool = False
    """True where the type itself says that it holds nothing but lists."""

    def decides(self, aspect: Aspect) -> bool:
        """Tell whether it decides a setting alone: it declares it, or nothing else could."""
        if aspect in self.settles:
            return True
        if aspect in self.adds:
            return False
        return self.declares(aspect)

    def declares(self, aspect: Aspect) -> bool:
        """Tell whether it says anything of a setting, be it not known yet."""
        try:
            return aspect in self.aspects and self.aspects[aspect]() is not None
        except CANNOT_TELL:
            return True


@dataclass(frozen=True, eq=False)
class Bucket:
    """A bucket, merged from what its resources say."""

    facts: Sequence[BucketFacts]
    unplaced: Mapping[Aspect, str] = field(default_factory=dict)
    """Settings of which some resource may say more, once it is known which bucket it means; with the reason."""

    names: tuple[str, ...] = ()
    """Names it is known under."""

    receives_logs: bool = False
    """True where another bucket of the stack sends its access logs here."""

    exported_to: Callable[[], str] | None = None
    """Reads the folder that a destination writes to, where one does."""

    @property
    def label(self) -> str:
        """How a message names it."""
        return f"bucket {self.names[0]}" if self.names else f"bucket {self.facts[0].resource.name}"

    @property
    def encryption(self) -> Encryption | None:
        """Default encryption, or None."""
        return self._said(Aspect.ENCRYPTION, Encryption)

    @property
    def public_access(self) -> PublicAccess | None:
        """Public access block, or None."""
        return self._said(Aspect.PUBLIC_ACCESS, PublicAccess)

    @property
    def versioning(self) -> Versioning | None:
        """Versioning, or None."""
        return self._said(Aspect.VERSIONING, Versioning)

    @property
    def logging(self) -> Logging | None:
        """Access logging, or None."""
        return self._said(Aspect.LOGGING, Logging)

    @property
    def object_lock(self) -> ObjectLock | None:
        """Object lock, or None."""
        return self._said(Aspect.OBJECT_LOCK, ObjectLock)

    @property
    def lifecycle(self) -> Lifecycle | None:
        """Lifecycle, or None."""
        return self._said(Aspect.LIFECYCLE, Lifecycle)

    @property
    def public_acl(self) -> bool:
        """True where an ACL lets strangers in."""
        return self._said(Aspect.PUBLIC_ACL, bool) or False

    @property
    def acls_disabled(self) -> bool:
        """True where ownership controls say that ACLs do not count."""
        return self._said(Aspect.OWNERSHIP, str) == "BucketOwnerEnforced"

    @property
    def policy(self) -> Document | None:
        """Every statement that is declared for it, or None."""
        found = [read() for read in self._readers(Aspect.POLICY)]
        documents = [document for document in found if document is not None]
        if documents:
            return Document([statement for document in documents for statement in document.statements])
        self._require_placed(Aspect.POLICY)
        return None

    @property
    def folder(self) -> str:
        """Folder that findings go to; empty for the root."""
        if self.exported_to is not None:
            return self.exported_to()
        return next((folder for folder in (facts.folder() for facts in self.facts) if folder), "")

    @property
    def resource(self) -> Resource:
        """The bucket's own resource, or the only one that is seen of it."""
        return self.facts[0].resource

    @property
    def holds_findings(self) -> bool:
        """True where its type says that findings are exported to it."""
        return any(facts.holds_findings for facts in self.facts)

    @property
    def holds_lists(self) -> bool:
        """True where its type says that it holds nothing but lists."""
        return any(facts.holds_lists for facts in self.facts)

    def settled(self, aspect: Aspect) -> bool:
        """Tell whether a single one of its resources decides a setting, and so was judged alone."""
        return any(facts.decides(aspect) for facts in self.facts)

    def source(self, aspect: Aspect) -> BucketFacts:
        """The resource that decides a setting.

        Raises:
            UndecidedError: None does.
        """
        for facts in self._ordered:
            if facts.declares(aspect):
                return facts
        raise UndecidedError(f"{self.label} declares no {aspect.value}")

    def _said(self, aspect: Aspect, _kind: type[SettingT]) -> SettingT | None:
        for read in self._readers(aspect):
            found: SettingT | None = read()
            if found is not None:
                return found
        self._require_placed(aspect)
        return None

    @property
    def _ordered(self) -> list[BucketFacts]:
        # A resource of its own wins over what the bucket declares inline: AWS has one value,
        # and the resource that is made last writes it.
        return sorted(self.facts, key=lambda facts: facts.whole)

    def _readers(self, aspect: Aspect) -> list[Callable[[], Any]]:
        return [facts.aspects[aspect] for facts in self._ordered if aspect in facts.aspects]

    def _require_placed(self, aspect: Aspect) -> None:
        if aspect in self.unplaced:
            raise UndecidedError(self.unplaced[aspect])
