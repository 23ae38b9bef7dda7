"""GuardDuty and Pulumi's engine on one machine, for trying out and for tests."""
