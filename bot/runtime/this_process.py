"""The name of this process, which no other one has or had."""

import secrets

THIS_PROCESS = secrets.token_hex(4)
