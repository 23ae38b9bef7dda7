"""What the key and the bucket of an export have in common: who exports, whose they are, and whether policies drifted.

Modules that models import know no AWS client.
"""
