"""List objects: the content of one list, uploaded."""

from pulumi_guardduty.list_object.resource import ListObject


__all__ = ["ListObject"]
