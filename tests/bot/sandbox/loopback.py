"""Clients of services on this machine."""

from typing import Any

import httpx


def http_client(url: str = "", **options: Any) -> httpx.AsyncClient:
    """A client for plain HTTP only: loading authorities would take longer than a test."""
    return httpx.AsyncClient(
        base_url=url,
        trust_env=False,
        verify=False,  # noqa: S501
        **({"timeout": 60} | options),
    )
