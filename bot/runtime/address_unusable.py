"""The error of a web server that cannot begin; on its own, because the servers cost megabytes."""


class AddressUnusable(Exception):
    """The operator must name another address, or free it; the message names the setting."""
