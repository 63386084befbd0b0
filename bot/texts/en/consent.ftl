# Read aloud to the customer; an organisation may set its own instead.
consent-text = “We take photos of your NID card and of your face and send them, with your details, to the bank’s identity check. They are used to open your account and for nothing else. You may say no. You may withdraw your consent later.”
consent-question = Does the customer agree, and is the card the customer’s own?
consent-heading = Read this to the customer before any photo:
consent-changed = The text has changed. Please read out the one below and ask again.
