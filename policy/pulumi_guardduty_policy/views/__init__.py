"""One view of a bucket, key, destination or list, whatever provider declares it."""
