"""The page for people at `/`: what this service is, and faults to try."""

import math
from collections.abc import Iterator
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.sandbox.ekyc.faults import CALLS, CLEAR_CODE, KINDS, MAGIC_PREFIX, FaultKind

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Pretend eKYC service</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }}
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid }}
code {{ white-space: nowrap }}
button {{ font: inherit }}
</style>
</head>
<body>
<h1>Pretend eKYC service</h1>
<p>Imitates the Giga Tech eKYC API, version 1.07, on this machine, for trying and testing clients.
It knows twelve made-up citizens and reads specimen cards only. Never send it a real ID.</p>
<p><a href="/openapi.json">OpenAPI description</a> ·
<a href="/control/applications">all applications</a> ·
<a href="/control/faults">faults still to happen</a></p>
<h2>Faults on request</h2>
<p>A button asks for a fault; so does <code>POST /control/faults</code> with the kind as JSON.
From a chat: submit a customer with the mobile number shown, any digits for NNNN; each works once.
<code>{clear_number}</code> ends all faults.</p>
<table>
<thead><tr><th>Kind<th>What happens<th>To<th>Times<th>Mobile number<th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<p><button data-kind="clear">End all faults</button> <output aria-live="polite"></output></p>
<script>
document.addEventListener("click", async (event) => {{
  const kind = event.target.dataset.kind;
  if (!kind) return;
  const reply = await fetch("/control/faults", {{
    method: "POST",
    headers: {{ "Content-Type": "application/json" }},
    body: JSON.stringify({{ kind }}),
  }});
  const due = (await reply.json()).faults;
  document.querySelector("output").textContent =
    "Still to happen: " + (due.map((fault) => fault.kind).join(", ") || "nothing");
}});
</script>
</body>
</html>
"""


async def show_page(request: Request) -> Response:  # noqa: ARG001 - every endpoint takes one
    """Answer `GET /`."""
    return HTMLResponse(
        _PAGE.format(rows="\n".join(_rows()), clear_number=_magic_number(CLEAR_CODE))
    )


def _rows() -> Iterator[str]:
    for kind, usual in KINDS.items():
        cells = (
            f"<code>{kind}</code>",
            escape(_sentence(usual)),
            "any call" if usual.calls == CALLS else ", ".join(usual.calls).replace("_", " "),
            "until ended" if math.isinf(usual.times) else f"{usual.times:g}",
            f"<code>{_magic_number(usual.code)}</code>",
            f'<button data-kind="{kind}" aria-label="Ask for {kind}">Ask</button>',
        )
        yield f"<tr>{''.join(f'<td>{cell}' for cell in cells)}</tr>"


def _sentence(usual: FaultKind) -> str:
    return usual.sentence.replace("{seconds}", f"{usual.seconds:g}")


def _magic_number(code: int) -> str:
    return f"{MAGIC_PREFIX}{code:02}NNNN"
