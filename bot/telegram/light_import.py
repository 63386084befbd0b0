"""aiohttp without the machine's certificate authorities, which it reads twice when it is imported.

The bot hands it those of its settings (bot/runtime/egress.py): measured, a twentieth of a start.
"""

import os
import sys

if "aiohttp" in sys.modules:
    import aiohttp
else:
    #: Where OpenSSL looks for them (SSL_CTX_set_default_verify_paths).
    _places = {name: os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")}
    os.environ |= dict.fromkeys(_places, os.devnull)
    try:
        import aiohttp
    finally:
        for _name, _place in _places.items():
            if _place is None:
                del os.environ[_name]
            else:
                os.environ[_name] = _place

__all__ = ["aiohttp"]
