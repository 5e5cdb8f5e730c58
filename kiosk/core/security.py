"""The headers that every answer carries."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {sockets}; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; "
    "manifest-src 'self'; base-uri 'none'; object-src 'none'"
)
"""No inline script or style, nothing from elsewhere. (`frame-*`: the podium shows the wall's picture.)"""


def headers(host: str) -> list[tuple[str, str]]:
    """Return what an answer to a request for `host` (`name:port`, checked before) carries."""
    return [
        ("Content-Security-Policy", CONTENT_SECURITY_POLICY.format(sockets=f"ws://{host} wss://{host}")),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), screen-wake-lock=(self)"),
    ]
