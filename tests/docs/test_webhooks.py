"""docs/webhooks.md against the settings and the server."""

import re
from pathlib import Path

from bot.settings.settings import Settings
from tests.support.environment import REQUIRED

TEXT = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
SERVER = re.findall(r"```nginx\n(.*?)```", TEXT, re.DOTALL)[0]
GIVEN = dict(re.findall(r"^(WEBHOOK_\w+)=(\S+)", TEXT, re.MULTILINE))


def test_nginx_passes_the_posts_to_where_the_bot_listens() -> None:
    settings = Settings.read(REQUIRED | GIVEN | {"WEBHOOK_SECRET": "s3cret_-"})
    host, port = settings.webhook_listen

    assert settings.webhook_listen == Settings.read(REQUIRED).webhook_listen
    assert f"proxy_pass http://{host}:{port};" in SERVER
    assert f"location = {settings.webhook_url.removeprefix('https://bot.example.com')} " in SERVER


def test_nginx_writes_no_update_into_a_file() -> None:
    """It does where a body is longer than its buffer; none is longer than the bot takes."""
    assert "client_max_body_size 1m;" in SERVER
    assert "client_body_buffer_size 1m;" in SERVER
