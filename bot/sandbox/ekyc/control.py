"""Endpoints for those who try or test the bot, not part of the imitated API: no token needed."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.ekyc.service import service_of


async def list_applications(request: Request) -> Response:
    """Answer `GET /control/applications`: every application and how often step 2 was posted.

    `posts` counts all well-formed posts of step 2, `accepted` those that were answered with
    success; so a customer registered exactly once has one application with `accepted` 1.
    """
    applications = service_of(request).applications
    posts = applications.posts()
    rows = []
    for application in applications.everything():
        key = (
            application.agent,
            application.fields["nid_no"],
            application.fields["mobile_number"],
        )
        accepted, refused = posts.get((*key, True), 0), posts.get((*key, False), 0)
        rows.append(
            {
                "agent": application.agent,
                **application.fields,
                "status": application.status,
                "submitted_at": application.submitted_at,
                "accepted": accepted,
                "posts": accepted + refused,
            }
        )
    return JSONResponse({"posts": sum(posts.values()), "applications": rows})
