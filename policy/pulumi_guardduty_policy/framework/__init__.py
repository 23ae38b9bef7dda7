"""What a rule is, how it is judged and how Pulumi runs it."""
