"""Where the hall's phones find the laptop: its addresses as they are now, for they change with the Wi-Fi."""

import ipaddress

import ifaddr
from flask import current_app

from kiosk.core.settings import Settings


def own_addresses() -> list[str]:
    """Return this machine's addresses, loopback among them."""
    ips = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips]
    return [ip if isinstance(ip, str) else ip[0] for ip in ips]


def hall_url() -> str:
    """Return the address of the hall for QR codes and posters, without a slash at its end.

    It is the setting `address`, else this machine's private IPv4 address, else loopback.
    """
    settings: Settings = current_app.config["SETTINGS"]
    host = settings.address or _reachable(own_addresses())
    return f"http://{host}" if ":" in host else f"http://{host}:{current_app.config.get('HALL_PORT', settings.port)}"


def _reachable(addresses: list[str]) -> str:
    found = [ipaddress.IPv4Address(ip) for ip in addresses if ":" not in ip]
    in_hall = [ip for ip in found if ip.is_private and not ip.is_loopback and not ip.is_link_local]
    return str(in_hall[0]) if in_hall else "127.0.0.1"
