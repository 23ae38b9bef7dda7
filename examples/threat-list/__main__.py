"""Hostile addresses from a file, hostile domains from the program, and trusted addresses from the stack's config."""

import pulumi
from pulumi_guardduty_components import ThreatList


config = pulumi.Config()
trusted = config.get_object("trusted") or ["1.1.1.1"]

hostile = ThreatList("hostile", source="hostile.txt", tags={"team": "security"})
domains = ThreatList("hostile-domains", kind="threat-entity", entries=["malware.example.com", "64.6.65.6"])
scanners = ThreatList("own-scanners", kind="trusted-ip", entries=trusted, normalize=True)

pulumi.export("status", {"hostile": hostile.status, "hostile-domains": domains.status, "own-scanners": scanners.status})
pulumi.export("entries", hostile.entry_count)
pulumi.export("location", hostile.location)
