"""What every bucket of this package has in common: whose it is, that it is private, and how it is deleted."""
