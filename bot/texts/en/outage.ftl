### While the eKYC service does not answer: what happens by itself, and what the agent can do.

reading-goes-on = Once it has been read, you will be asked to check it here. Meanwhile you can register another customer.
submitting-goes-on = The receipt will arrive here. Meanwhile you can register another customer.
detail-unanswered = The service cannot be asked just now. The bot keeps trying, and the result will arrive here.
was-sent = Sent: { $customer }
