"""Addresses: which sources are pages of the web, and which machines belong to the public internet."""

from __future__ import annotations

import ipaddress
import re

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052; its last 32 bits are an IPv4 address


def is_url(name: str | object) -> bool:
    """Whether a source is an address of the web and no path."""
    return isinstance(name, str) and re.match(r"https?://", name, re.IGNORECASE) is not None


def plain(url: str) -> str:
    """An address without its fragment, which servers never see."""
    return url.partition("#")[0]


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and not to this computer or a network around it.

    An IPv6 address that stands for an IPv4 one is what that is: mapped, 6to4, Teredo or NAT64.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        inner = (address.sixtofour, *(address.teredo or ()))
        if address.is_site_local or not all(is_public(each) for each in inner if each is not None):
            return False
    special = address.is_multicast or address.is_reserved or address.is_link_local or address.is_unspecified
    return address.is_global and not special
