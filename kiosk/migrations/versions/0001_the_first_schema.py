"""The first schema."""

import sqlalchemy as sa
from alembic import op

from kiosk.core.db import UtcDateTime

revision = "0001"
down_revision = None


APPEND_ONLY = (
    """CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)


def upgrade() -> None:
    """Take the schema a step on."""
    op.create_table(
        "chains",
        sa.Column("sitting_id", sa.Integer(), autoincrement=False, nullable=False, comment="0: the ward"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False, comment="hash of the newest line"),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_chains")),
    )
    op.create_table(
        "conferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conferences")),
        sa.UniqueConstraint("year", name=op.f("uq_conferences_year")),
    )
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="its key on the podium, 1–9"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("name", name=op.f("uq_departments_name")),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="sha256 of the token"),
        sa.Column(
            "side",
            sa.Enum("hall", "staff", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    op.create_table(
        "receipts",
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False, comment="sha256(key ‖ what was asked)"),
        sa.Column("answer", sa.Text(), nullable=False, comment="JSON of what the action returned"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("action", "key", name=op.f("pk_receipts")),
    )
    op.create_table(
        "residential_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False, comment='without its label: "An Hòa", "Tổ 2"'),
        sa.Column("label", sa.String(length=250), nullable=False, comment='as people read it: "Khu phố An Hòa · Tổ 2"'),
        sa.Column("key", sa.String(length=120), nullable=False, comment="folded, for finding"),
        sa.ForeignKeyConstraint(["parent_id"], ["residential_groups.id"], name=op.f("fk_residential_groups_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residential_groups")),
        sa.UniqueConstraint("parent_id", "key", name=op.f("uq_residential_groups_parent_id_key")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False, comment="how they sign in"),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "secretary",
                "chair",
                "door",
                "officer",
                "front",
                "group_head",
                "editor",
                "delegate",
                "tablet",
                "screen",
                "public",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=200), nullable=False, comment="Argon2id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("folded", name=op.f("uq_staff_folded")),
    )
    op.create_table(
        "wards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "name", sa.String(length=120), nullable=False, comment='with its kind, as it is written: "phường Tân Mẫu"'
        ),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wards")),
    )
    op.create_table(
        "fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False, comment="its digit on forms and slips"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False, comment="who answers by default"),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_fields_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fields")),
        sa.UniqueConstraint("code", name=op.f("uq_fields_code")),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False, comment="class name of the DomainEvent"),
        sa.Column("actor", sa.String(length=64), nullable=False, comment="Actor.owner"),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False, comment="canonical JSON"),
        sa.Column("previous", sa.String(length=64), nullable=False, comment="hash of the line before"),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["chains.sitting_id"], name=op.f("fk_journal_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("sitting_id", "version", name=op.f("uq_journal_sitting_id_version")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_written", sa.String(length=120), nullable=False, comment="as the list had it"),
        sa.Column("folded", sa.String(length=120), nullable=False, comment="core.text.fold(name)"),
        sa.Column("sort_key", sa.String(length=500), nullable=False, comment="core.text.sort_key(name)"),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=8), nullable=True),
        sa.Column("phone", sa.String(length=15), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["residential_groups.id"], name=op.f("fk_people_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_folded"), ["folded"], unique=False)
        batch_op.create_index("ix_people_same", ["folded", "group_id"], unique=False)

    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False, comment="lần: first, second … of the year"),
        sa.Column("name", sa.String(length=160), nullable=False, comment='"Hội nghị đối thoại lần 2 năm 2027"'),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False, comment="local time of the opening, HH:MM"),
        sa.Column("hall", sa.String(length=160), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "announced",
                "gathering",
                "doors_open",
                "in_session",
                "paused",
                "closed",
                "published",
                name="sittingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["conference_id"], ["conferences.id"], name=op.f("fk_sittings_conference_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("conference_id", "round_no", name=op.f("uq_sittings_conference_id_round_no")),
    )
    op.create_table(
        "delegates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "citizen",
                "grassroots",
                "leader",
                "press",
                "walk_in",
                name="delegatekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.String(length=160), nullable=True, comment="post, as the list has it"),
        sa.Column("unit", sa.String(length=160), nullable=True),
        sa.Column("note", sa.String(length=250), nullable=True, comment="needs, seat: shown with the verdict"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_delegates_person_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_delegates_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegates")),
        sa.UniqueConstraint("sitting_id", "person_id", name=op.f("uq_delegates_sitting_id_person_id")),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "door",
                "floor",
                "podium",
                "screen",
                "office",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_links_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("sitting_id", "place", "name", name=op.f("uq_links_sitting_id_place_name")),
    )
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="L-07: its place in the sitting"),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "phone",
                "tablet",
                "slip",
                "spoken",
                "gathered",
                "letter",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "shows_name", sa.Boolean(), nullable=False, comment="consent to the name on the wall; never by default"
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["delegate_id"], ["delegates.id"], name=op.f("fk_contributions_delegate_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_contributions_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("sitting_id", "number", name=op.f("uq_contributions_sitting_id_number")),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contributions_delegate_id"), ["delegate_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["delegate_id"], ["delegates.id"], name=op.f("fk_invitations_delegate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_invitations_code")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_delegate_id"), ["delegate_id"], unique=False)
        batch_op.create_index(
            "uq_invitations_live",
            ["delegate_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("door", sa.String(length=120), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "admitted",
                "already_in",
                "back",
                "substitute",
                "wrong_sitting",
                "revoked",
                "unknown",
                "not_open",
                "closed",
                "foreign",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column(
            "foreign",
            sa.Enum(
                "cccd",
                "bhyt",
                "zalo",
                "payment",
                "link",
                name="foreigncode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["delegate_id"], ["delegates.id"], name=op.f("fk_scans_delegate_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_scans_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scans_delegate_id"), ["delegate_id"], unique=False)
        batch_op.create_index("ix_scans_door", ["sitting_id", "door", "id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "door",
                "floor",
                "podium",
                "screen",
                "office",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "secretary",
                "chair",
                "door",
                "officer",
                "front",
                "group_head",
                "editor",
                "delegate",
                "tablet",
                "screen",
                "public",
                "system",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["delegate_id"], ["delegates.id"], name=op.f("fk_sign_ins_delegate_id")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_sign_ins_device_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_sign_ins_sitting_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_ins_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index("ix_sign_ins_device", ["device_id", "revoked_at"], unique=False)

    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("annulled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["delegate_id"], ["delegates.id"], name=op.f("fk_entries_delegate_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_entries_scan_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_entries_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_entries_scan_id")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_delegate_id"), ["delegate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entries_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_index(
            "uq_entries_open",
            ["delegate_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL AND annulled_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL AND annulled_at IS NULL"),
        )

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False, comment="YK-07.2: the second matter of its contribution"),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "petition",
                "report",
                "complaint",
                "denunciation",
                "remark",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "held",
                "declined",
                "merged",
                "queued",
                "on_screen",
                "answered",
                "deferred",
                "forwarded",
                "reception",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False, comment="its place in the queue, the smallest first"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="which wording counts"),
        sa.Column(
            "reason",
            sa.Enum(
                "answered_before",
                "rephrase",
                "private_data",
                "unclear",
                "off_topic",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("destination", sa.String(length=250), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'declined' OR reason IS NOT NULL", name=op.f("ck_questions_declined_needs_reason")
        ),
        sa.CheckConstraint(
            "state <> 'deferred' OR (department_id IS NOT NULL AND due IS NOT NULL)",
            name=op.f("ck_questions_deferred_needs_who_and_when"),
        ),
        sa.CheckConstraint(
            "state <> 'merged' OR merged_into_id IS NOT NULL", name=op.f("ck_questions_merged_needs_target")
        ),
        sa.CheckConstraint(
            "state NOT IN ('forwarded', 'reception') OR destination IS NOT NULL",
            name=op.f("ck_questions_sent_on_needs_destination"),
        ),
        sa.ForeignKeyConstraint(["contribution_id"], ["contributions.id"], name=op.f("fk_questions_contribution_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_questions_department_id")),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name=op.f("fk_questions_field_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["questions.id"], name=op.f("fk_questions_merged_into_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_questions_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("contribution_id", "part", name=op.f("uq_questions_contribution_id_part")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_queue", ["sitting_id", "state", "rank"], unique=False)
        batch_op.create_index(
            "uq_questions_on_screen",
            ["sitting_id"],
            unique=True,
            sqlite_where=sa.text("state = 'on_screen'"),
            postgresql_where=sa.text("state = 'on_screen'"),
        )

    op.create_table(
        "projections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, comment="the wording that was approved"),
        sa.Column("label", sa.String(length=20), nullable=False, comment="YK-07.2"),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("byline", sa.String(length=400), nullable=False, comment="the group; the name only with consent"),
        sa.Column("department", sa.String(length=120), nullable=True, comment="who is called to answer"),
        sa.Column("approved_by", sa.String(length=120), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.Column("cleared_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_projections_question_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_projections_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projections")),
    )
    with op.batch_alter_table("projections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projections_question_id"), ["question_id"], unique=False)
        batch_op.create_index(
            "uq_projections_up",
            ["sitting_id"],
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )

    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "queue",
                "hold",
                "decline",
                "show",
                "unshow",
                "answer",
                "defer",
                "forward",
                "reception",
                "withdraw",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.Text(), nullable=False, comment="JSON of state, rank and outcome before it"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_steps_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
    )
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_steps_question_id"), ["question_id"], unique=False)

    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_wordings_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("question_id", "revision", name=op.f("uq_wordings_question_id_revision")),
    )
    for statement in APPEND_ONLY:
        op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("wordings")
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_steps_question_id"))

    op.drop_table("steps")
    with op.batch_alter_table("projections", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_projections_up",
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_projections_question_id"))

    op.drop_table("projections")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_questions_on_screen",
            sqlite_where=sa.text("state = 'on_screen'"),
            postgresql_where=sa.text("state = 'on_screen'"),
        )
        batch_op.drop_index("ix_questions_queue")

    op.drop_table("questions")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_entries_open",
            sqlite_where=sa.text("left_at IS NULL AND annulled_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL AND annulled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_entries_sitting_id"))
        batch_op.drop_index(batch_op.f("ix_entries_delegate_id"))

    op.drop_table("entries")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_ins_device")

    op.drop_table("sign_ins")
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.drop_index("ix_scans_door")
        batch_op.drop_index(batch_op.f("ix_scans_delegate_id"))

    op.drop_table("scans")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invitations_live",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_invitations_delegate_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contributions_delegate_id"))

    op.drop_table("contributions")
    op.drop_table("links")
    op.drop_table("delegates")
    op.drop_table("sittings")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_same")
        batch_op.drop_index(batch_op.f("ix_people_folded"))

    op.drop_table("people")
    op.drop_table("journal")
    op.drop_table("fields")
    op.drop_table("wards")
    op.drop_table("staff")
    op.drop_table("residential_groups")
    op.drop_table("receipts")
    op.drop_table("devices")
    op.drop_table("departments")
    op.drop_table("conferences")
    op.drop_table("chains")
