"""What is said in the demonstration's village, by topic."""

from longshan_desk.demo.sayings.conduct import CONDUCT, OTHER
from longshan_desk.demo.sayings.governance import GOVERNANCE
from longshan_desk.demo.sayings.industry import INDUSTRY
from longshan_desk.demo.sayings.infrastructure import INFRASTRUCTURE
from longshan_desk.demo.sayings.livelihood import LIVELIHOOD
from longshan_desk.demo.sayings.saying import Saying
from longshan_desk.demo.sayings.speeches import PARTY_DAYS, SPEECHES

SAYINGS: tuple[Saying, ...] = (
    *INFRASTRUCTURE,
    *LIVELIHOOD,
    *INDUSTRY,
    *GOVERNANCE,
    *CONDUCT,
    *OTHER,
)

__all__ = ["PARTY_DAYS", "SAYINGS", "SPEECHES", "Saying"]
