"""The life of a question: its kinds, its states, its moves, and what each of them needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.core.actor import Actor, Role, check_role
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import Message, _
from kiosk.domain.sittings.rules import TAKES_QUESTIONS, SittingState

LONGEST = 1000
"""Characters in one question."""


class Kind(StrEnum):
    """What it is by law. A denunciation is restricted (Law on Denunciations 2018, Art. 8(3), 56)."""

    QUESTION = "question"
    PETITION = "petition"
    REPORT = "report"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    REMARK = "remark"

    @property
    def label(self) -> Message:
        """In a word or two."""
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.QUESTION: _("Câu hỏi"),
    Kind.PETITION: _("Kiến nghị"),
    Kind.REPORT: _("Phản ánh"),
    Kind.COMPLAINT: _("Khiếu nại"),
    Kind.DENUNCIATION: _("Tố cáo"),
    Kind.REMARK: _("Góp ý"),
}


class Source(StrEnum):
    """How a contribution reached the hall."""

    PHONE = "phone"
    TABLET = "tablet"
    SLIP = "slip"
    SPOKEN = "spoken"
    GATHERED = "gathered"
    LETTER = "letter"

    @property
    def label(self) -> Message:
        """In words."""
        return SOURCE_LABELS[self]


SOURCE_LABELS = {
    Source.PHONE: _("điện thoại"),
    Source.TABLET: _("máy tính bảng"),
    Source.SLIP: _("phiếu giấy"),
    Source.SPOKEN: _("phát biểu"),
    Source.GATHERED: _("gửi trước"),
    Source.LETTER: _("thư"),
}


class State(StrEnum):
    """How far a question has come."""

    SUBMITTED = "submitted"
    HELD = "held"
    DECLINED = "declined"
    MERGED = "merged"
    QUEUED = "queued"
    ON_SCREEN = "on_screen"
    ANSWERED = "answered"
    DEFERRED = "deferred"
    FORWARDED = "forwarded"
    RECEPTION = "reception"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Message:
        """In a word or two, for chips and sentences."""
        return STATE_LABELS[self]

    @property
    def told(self) -> Message:
        """What its asker reads."""
        return TOLD_TO_ASKER[self]


STATE_LABELS = {
    State.SUBMITTED: _("Đã nhận"),
    State.HELD: _("Tạm giữ"),
    State.DECLINED: _("Không đọc tại hội trường"),
    State.MERGED: _("Gộp với câu giống"),
    State.QUEUED: _("Chờ tới lượt"),
    State.ON_SCREEN: _("Đang trên màn hình"),
    State.ANSWERED: _("Đã trả lời"),
    State.DEFERRED: _("Trả lời bằng văn bản"),
    State.FORWARDED: _("Đã gửi cấp trên"),
    State.RECEPTION: _("Mời gặp tại buổi tiếp công dân"),
    State.WITHDRAWN: _("Bác đã rút lại"),
}

TOLD_TO_ASKER = {
    State.SUBMITTED: _("Hội nghị đã nhận câu hỏi của bác. Thư ký đang xem."),
    State.HELD: _("Thư ký đang xem kỹ câu hỏi của bác. Có gì sẽ báo ngay tại đây."),
    State.DECLINED: _("Câu hỏi của bác không đọc tại hội trường."),
    State.MERGED: _("Câu hỏi của bác được trả lời chung với một câu cùng nội dung."),
    State.QUEUED: _("Câu hỏi của bác đang chờ tới lượt."),
    State.ON_SCREEN: _("Câu hỏi của bác đang ở trên màn hình."),
    State.ANSWERED: _("Câu hỏi của bác đã được trả lời tại hội trường."),
    State.DEFERRED: _("Câu hỏi của bác sẽ được trả lời bằng văn bản."),
    State.FORWARDED: _("Việc này vượt thẩm quyền của phường, câu hỏi của bác được chuyển lên cấp trên."),
    State.RECEPTION: _("Việc này được giải quyết tại buổi tiếp công dân, mời bác đến gặp."),
    State.WITHDRAWN: _("Bác đã rút câu hỏi này."),
}

WAITING = frozenset({State.SUBMITTED, State.QUEUED, State.ON_SCREEN})
"""What the chair's queue shows."""


class Pile(StrEnum):
    """Where a question lies on the chair's desk: in the queue, put aside, or done with in this hall."""

    WAITING = "waiting"
    HELD = "held"
    DONE = "done"

    @property
    def label(self) -> Message:
        """In two words."""
        return PILE_LABELS[self]

    @property
    def states(self) -> frozenset[State]:
        """Which states lie there; each lies in one pile."""
        return frozenset(state for state in State if pile_of(state) is self)


PILE_LABELS = {Pile.WAITING: _("Đang chờ"), Pile.HELD: _("Tạm giữ"), Pile.DONE: _("Đã xong")}


def pile_of(state: State) -> Pile:
    """Return the pile in which a question of that state lies."""
    if state in WAITING:
        return Pile.WAITING
    return Pile.HELD if state is State.HELD else Pile.DONE


NEXT = {
    State.SUBMITTED: {
        State.QUEUED, State.ON_SCREEN, State.HELD, State.DECLINED,
        State.DEFERRED, State.FORWARDED, State.RECEPTION, State.WITHDRAWN,
    },
    State.HELD: {
        State.QUEUED, State.ON_SCREEN, State.DECLINED,
        State.DEFERRED, State.FORWARDED, State.RECEPTION, State.WITHDRAWN,
    },
    State.QUEUED: {
        State.ON_SCREEN, State.ANSWERED, State.HELD, State.DECLINED,
        State.DEFERRED, State.FORWARDED, State.RECEPTION, State.WITHDRAWN,
    },
    State.ON_SCREEN: {
        State.QUEUED, State.ANSWERED, State.DECLINED,
        State.DEFERRED, State.FORWARDED, State.RECEPTION, State.WITHDRAWN,
    },
    State.DECLINED: {State.QUEUED},
    State.MERGED: set(),
    State.ANSWERED: set(),
    State.DEFERRED: set(),
    State.FORWARDED: set(),
    State.RECEPTION: set(),
    State.WITHDRAWN: set(),
}  # fmt: skip
"""Which state may follow which. Undoing a move is a move of its own and goes back to where that one came from."""


class Move(StrEnum):
    """What somebody does with a question; also the last word of its URL."""

    QUEUE = "queue"
    HOLD = "hold"
    DECLINE = "decline"
    SHOW = "show"
    UNSHOW = "unshow"
    ANSWER = "answer"
    DEFER = "defer"
    FORWARD = "forward"
    RECEPTION = "reception"
    WITHDRAW = "withdraw"

    @property
    def done(self) -> Message:
        """What has been done, to whoever did it."""
        return MOVES_DONE[self]


MOVES_DONE = {
    Move.QUEUE: _("đã xếp vào hàng chờ"),
    Move.HOLD: _("đã tạm giữ"),
    Move.DECLINE: _("đã ghi là không đọc tại hội trường"),
    Move.SHOW: _("đã lên màn hình"),
    Move.UNSHOW: _("đã hạ khỏi màn hình, đứng đầu hàng chờ"),
    Move.ANSWER: _("đã ghi là trả lời xong"),
    Move.DEFER: _("đã hẹn trả lời bằng văn bản"),
    Move.FORWARD: _("đã ghi là chuyển cấp trên"),
    Move.RECEPTION: _("đã ghi là mời gặp tại buổi tiếp công dân"),
    Move.WITHDRAW: _("đã được người gửi rút lại"),
}


LEADS_TO = {
    Move.QUEUE: State.QUEUED,
    Move.HOLD: State.HELD,
    Move.DECLINE: State.DECLINED,
    Move.SHOW: State.ON_SCREEN,
    Move.UNSHOW: State.QUEUED,
    Move.ANSWER: State.ANSWERED,
    Move.DEFER: State.DEFERRED,
    Move.FORWARD: State.FORWARDED,
    Move.RECEPTION: State.RECEPTION,
    Move.WITHDRAW: State.WITHDRAWN,
}

MAY_MODERATE = frozenset({Role.CHAIR, Role.SECRETARY})
_ONLY_THE_ASKER = frozenset({Role.DELEGATE})
IN_PUBLIC = frozenset({Move.QUEUE, Move.SHOW, Move.UNSHOW, Move.ANSWER})
"""Moves that bring words before the hall."""


class Reason(StrEnum):
    """Why a question is not read out: a closed list, counted in public."""

    ANSWERED_BEFORE = "answered_before"
    REPHRASE = "rephrase"
    PRIVATE_DATA = "private_data"
    UNCLEAR = "unclear"
    OFF_TOPIC = "off_topic"

    @property
    def label(self) -> Message:
        """Why, in words."""
        return REASON_LABELS[self]

    @property
    def advice(self) -> Message:
        """What the asker can do next."""
        return REASON_ADVICE[self]


REASON_LABELS = {
    Reason.ANSWERED_BEFORE: _("Việc này hội nghị đã trả lời rồi."),
    Reason.REPHRASE: _("Lời trong câu hỏi chưa phù hợp để đọc trước hội trường."),
    Reason.PRIVATE_DATA: _("Câu hỏi có tên hoặc chuyện riêng của người khác."),
    Reason.UNCLEAR: _("Thư ký đọc chưa rõ bác muốn hỏi điều gì."),
    Reason.OFF_TOPIC: _("Việc này không thuộc nội dung đối thoại hôm nay."),
}

REASON_ADVICE = {
    Reason.ANSWERED_BEFORE: _("Bác xem lại phần trả lời trên bảng tin của phường, hoặc hỏi thêm điều chưa rõ."),
    Reason.REPHRASE: _("Mời bác viết lại lời nhẹ hơn rồi gửi; thư ký có thể viết giúp."),
    Reason.PRIVATE_DATA: _("Mời bác gửi lại, bỏ phần tên và chuyện riêng."),
    Reason.UNCLEAR: _("Mời bác gửi lại, ghi rõ việc gì, ở đâu; hoặc gặp thư ký để được viết giúp."),
    Reason.OFF_TOPIC: _("Mời bác gặp bộ phận một cửa, hoặc gửi vào buổi tiếp công dân."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a move says besides itself; which of these it needs is in `NEEDS`."""

    reason: Reason | None = None
    department_id: int | None = None
    due: date | None = None
    destination: str | None = None
    """To whom it is forwarded, or where and when the asker is received."""


NEEDS: Mapping[State, tuple[str, ...]] = {
    State.DECLINED: ("reason",),
    State.DEFERRED: ("department_id", "due"),
    State.FORWARDED: ("destination",),
    State.RECEPTION: ("destination",),
}
"""No outcome without what its asker can read; the database checks the same."""

_MISSING = {
    "reason": _("Chưa chọn lý do. Mời chọn một lý do trong danh sách."),
    "department_id": _("Chưa chọn phòng, ban trả lời. Mời chọn một đơn vị."),
    "due": _("Chưa có hạn trả lời. Mời chọn ngày."),
    "destination": _("Chưa ghi nơi nhận. Mời ghi cơ quan hoặc buổi tiếp công dân."),
}


def label_of(*, contribution: int, part: int) -> str:
    """Return the number that people read: `YK-07.2` is the second matter of the seventh contribution."""
    return f"YK-{contribution:02d}.{part}"


def check_may_move(actor: Actor, move: Move, *, asker_id: int | None) -> None:
    """Refuse whoever may not make this move; only the asker withdraws."""
    if move is not Move.WITHDRAW:
        check_role(actor, MAY_MODERATE)
        return
    check_role(actor, _ONLY_THE_ASKER)
    if actor.delegate_id != asker_id:
        raise Refused(_("Chỉ người gửi mới rút được câu hỏi."), code="not_yours")


def check_move(old: State, move: Move) -> None:
    """Refuse a move that this state does not allow; `unshow` takes down only what is up."""
    if not _may_follow(old, move):
        raise Refused(
            _(
                "Ý kiến đang ở trạng thái “%(old)s” nên không chuyển sang “%(new)s” được.",
                old=old.label,
                new=LEADS_TO[move].label,
            ),
            code="move",
        )


def check_kind(kind: Kind, move: Move) -> None:
    """Refuse to bring a denunciation before the hall (Law on Denunciations 2018, Art. 8(3))."""
    if kind is Kind.DENUNCIATION and move in IN_PUBLIC:
        raise Refused(
            _("Nội dung tố cáo không đưa ra hội trường được. Mời chuyển sang buổi tiếp công dân."), code="restricted"
        )


def moves_from(state: State, *, kind: Kind) -> frozenset[Move]:
    """Return what staff may do with a question of this kind in this state."""
    closed = IN_PUBLIC if kind is Kind.DENUNCIATION else frozenset()
    return frozenset(move for move in Move if _may_follow(state, move)) - closed - {Move.WITHDRAW}


def check_seen(seen: State | None, state: State) -> None:
    """Refuse to move what is no longer as the person saw it."""
    if seen is not None and seen is not state:
        raise Refused(_("Ý kiến vừa được người khác chuyển sang “%(now)s”. Mời xem lại.", now=state.label), code="seen")


def check_outcome(new: State, outcome: Outcome) -> None:
    """Refuse an outcome without what its asker needs to read."""
    for name in NEEDS.get(new, ()):
        if getattr(outcome, name) is None:
            raise Refused(_MISSING[name], code=f"needs_{name}", status=Status.UNREADABLE)


def check_words(words: str) -> None:
    """Refuse an empty question and one that is too long; `words` are cleaned."""
    if not words:
        raise Refused(_("Bác chưa viết câu hỏi. Mời bác viết vài chữ."), code="empty", status=Status.UNREADABLE)
    if len(words) > LONGEST:
        raise Refused(
            _("Câu hỏi dài quá 1.000 chữ. Hãy rút bớt khoảng %(over)d chữ.", over=len(words) - LONGEST),
            code="too_long",
            status=Status.UNREADABLE,
        )


def check_takes_questions(state: SittingState) -> None:
    """Refuse a question before the sitting gathers them and after it is over."""
    if state not in TAKES_QUESTIONS:
        raise Refused(
            _(
                "Hội nghị %(state)s nên không nhận câu hỏi ở đây. Mời bác gặp thư ký để gửi bằng giấy.",
                state=state.label,
            ),
            code="not_taking_questions",
        )


def _may_follow(old: State, move: Move) -> bool:
    """Both `queue` and `unshow` lead to the queue: one from elsewhere, the other from the wall."""
    is_up = old is State.ON_SCREEN
    is_elsewhere = (move is Move.UNSHOW and not is_up) or (move is Move.QUEUE and is_up)
    return LEADS_TO[move] in NEXT[old] and not is_elsewhere
