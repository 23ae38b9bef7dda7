"""One machine for the four kinds of list; they differ only in the data of `kind`."""
