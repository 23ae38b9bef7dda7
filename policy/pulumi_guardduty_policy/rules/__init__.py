"""One rule a file, each file named as its rule."""
