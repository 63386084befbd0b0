"""Records that the service has about a customer from another channel."""

import httpx

from tests.mistakes.truth import meant
from tests.mistakes.visits import Visit
from tests.support.running import EKYC_TOKEN, Trial

_HEADERS = {"Authorization": f"Token {EKYC_TOKEN}"}


async def registered_elsewhere(trial: Trial, visit: Visit) -> None:
    """Register the customer as the vendor's own app would, under the same account."""
    customer = visit.customer
    async with httpx.AsyncClient(base_url=trial.ekyc_url, headers=_HEADERS, trust_env=False) as app:
        read = await app.post(
            "/agent/customer-registration/?step=1",
            files={
                "id_front": ("front.jpg", customer.front.read_bytes(), "image/jpeg"),
                "id_back": ("back.jpg", customer.back.read_bytes(), "image/jpeg"),
            },
        )
        data = read.raise_for_status().json()["data"]
        kept = await app.post(
            "/agent/customer-registration/?step=2",
            data={
                **meant(visit),
                "dob": data["dob"],
                "id_front_name": data["id_front_name"],
                "id_back_name": data["id_back_name"],
            },
            files={"applicant_photo": ("face.jpg", customer.selfie.read_bytes(), "image/jpeg")},
        )
        assert kept.raise_for_status().json()["status"] == "success", kept.text
