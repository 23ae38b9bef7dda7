"""Run AWS GuardDuty's findings export and threat lists from Pulumi."""
