"""chains cover what their writers had seen

No table changes: a program of before would take the links that are written from now on for damage,
so it must not open the file any more.

Frozen once released: a later change of the tables is a later revision.
"""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
