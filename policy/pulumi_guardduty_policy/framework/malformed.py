"""What AWS would refuse to read: a breach of every rule that has to read it."""


class MalformedError(Exception):
    """A declared value is not of the form that AWS documents."""
