"""Measuring the pretend eKYC service with simulated phone photos; see docs/sandbox-ekyc.md."""
