"""Keeping single statements, by Sid, in a policy that is somebody else's."""
