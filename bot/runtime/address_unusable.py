"""The error of an address that cannot be used; on its own, because the servers cost megabytes."""


class AddressUnusable(Exception):
    """The operator must name another address, or free it; the message names the setting."""
