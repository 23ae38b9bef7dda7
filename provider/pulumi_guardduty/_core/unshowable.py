"""Values that are wrong and may hold a secret."""


class UnshowableError(ValueError):
    """A value that is refused and that no message may show; the text says what is wrong with it without it.

    The engine shows the value of the property a failure names, so this one names its property in its text.
    """
