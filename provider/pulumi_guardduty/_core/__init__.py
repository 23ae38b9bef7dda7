"""What the resources share; each module is named for what it holds."""
