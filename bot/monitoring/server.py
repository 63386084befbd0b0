"""The small web server for the operator's tools: /live, /ready and /metrics."""

import contextlib
import json
from collections.abc import AsyncIterator, Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bot.monitoring.health import Health, Role
from bot.runtime.listening import listening


@contextlib.asynccontextmanager
async def serving(
    address: tuple[str, int],
    *,
    live: Callable[[], Health],
    ready: Callable[[], Health],
    registry: CollectorRegistry,
    role: Role,
) -> AsyncIterator[None]:
    """Serve during the block; raises AddressUnusable."""

    async def show_live(_: web.Request) -> web.Response:
        return _told(live())

    async def show_ready(_: web.Request) -> web.Response:
        return _told(ready(), role=role)

    async def show_metrics(_: web.Request) -> web.Response:
        body = generate_latest(registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/live", show_live)
    app.router.add_get("/ready", show_ready)
    app.router.add_get("/metrics", show_metrics)
    async with listening(app, "HEALTH", address):
        yield


def _told(health: Health, **more: str) -> web.Response:
    body = json.dumps({"ok": health.is_good, "problems": health.problems, **more})
    return web.Response(
        status=200 if health.is_good else 503, text=body, content_type="application/json"
    )
