"""Components that bundle a findings export, or a list, with all it needs."""
