"""What may stand on the wall, and under whose name."""

from kiosk.core.errors import Refused
from kiosk.core.messages import _


def byline(*, name: str | None, group: str | None, shows_name: bool) -> str:
    """Return who is said to ask: the neighbourhood, with the name before it only by consent."""
    neighbourhood = group.split(" · ")[0] if group else None
    if name and shows_name:
        return f"{name} · {neighbourhood}" if neighbourhood else name
    return f"Đại biểu {neighbourhood[:1].lower()}{neighbourhood[1:]}" if neighbourhood else "Đại biểu"


def number_in(label: str) -> int:
    """Return the contribution's number in a label: 7 of `YK-07.2`."""
    return int(label.removeprefix("YK-").split(".")[0])


def check_approved(seen: int | None, revision: int) -> None:
    """Refuse to show words that the approver did not see."""
    if seen is not None and seen != revision:
        raise Refused(_("Lời của ý kiến vừa được sửa. Mời đọc lại rồi đưa lên màn hình."), code="revision")
