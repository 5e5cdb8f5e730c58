"""`kiosk questions …`: what was asked."""

import click

from kiosk.cli.opened import chosen_sitting, opened_current
from kiosk.cli.options import data_option, json_option, sitting_option
from kiosk.cli.printed import print_json, print_table, say
from kiosk.core.actor import SYSTEM
from kiosk.core.db import reading
from kiosk.core.messages import _
from kiosk.domain.questions.queries import QuestionShown, all_of, restricted_count


@click.group(help="Ý kiến, câu hỏi của đại biểu.")
@data_option
def questions() -> None:
    """Hold the commands of the questions."""


@questions.command("list", help="Liệt kê ý kiến theo thứ tự gửi. Tố cáo chỉ được đếm, không in ra.")
@sitting_option
@json_option
@data_option
def list_questions(*, sitting_id: int | None, as_json: bool) -> None:
    """Print every question of a sitting that the laptop itself may see."""
    with opened_current():
        sitting = chosen_sitting(sitting_id)
        with reading() as session:
            asked = all_of(session, viewer=SYSTEM, sitting_id=sitting)
            restricted = restricted_count(session, sitting_id=sitting)
        if as_json:
            print_json({"questions": [_as_plain(question) for question in asked], "restricted": restricted})
            return
        print_table(
            (_("Số"), _("Trạng thái"), _("Lĩnh vực"), _("Nội dung")),
            ((question.label, question.state.label, question.field_short, question.words) for question in asked),
        )
        if restricted:
            say(_("Ngoài ra có %(n)d nội dung thuộc diện hạn chế, không in ra đây.", n=restricted))


def _as_plain(question: QuestionShown) -> dict[str, object]:
    return {
        "id": question.id,
        "number": question.contribution,
        "label": question.label,
        "text": question.words,
        "state": question.state.value,
        "kind": question.kind.value,
        "field": question.field,
        "group": question.group,
        "asker": question.asker,
        "shows_name": question.shows_name,
        "asked_at": question.asked_at.isoformat(),
    }
