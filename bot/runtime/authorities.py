"""The certificate authorities that are trusted."""

import functools
import ssl

import certifi


@functools.cache
def authorities() -> ssl.SSLContext:
    """The machine's own authorities, which SSL_CERT_FILE can change; certifi's if there are none.

    A minimal Debian has none. Reading them takes 60 ms, so it is done once for both services.
    """
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    return context
