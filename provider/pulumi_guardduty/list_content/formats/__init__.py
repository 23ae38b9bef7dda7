"""One reader a format, in a module of its name: from the bytes of a list to its entries and their lines."""

from collections.abc import Callable, Iterable
from importlib import import_module

from pulumi_guardduty.list_content.intake import Intake
from pulumi_guardduty.list_content.kind import ListFormat


#: Reads all pieces of a list and hands its entries to the intake; raises `UnusableListError` where it cannot go on.
Reader = Callable[[Iterable[bytes], Intake], None]


def reader_of(list_format: ListFormat) -> Reader:
    """The reader of a format. Loaded now: the XML and CSV libraries are not for programs that never need them."""
    read: Reader = import_module(f"{__name__}.{list_format.lower()}").read
    return read
