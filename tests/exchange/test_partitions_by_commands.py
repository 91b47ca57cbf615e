"""No village ever holds another's records or photos, even if the township's program slips."""

from __future__ import annotations

import pytest

from commands import Commands
from exchange.test_photos_by_commands import at, photographed, visited
from longshan_desk.data.log.authority import Membership
from longshan_desk.peers import making, photos
from stick import Stick


@pytest.fixture
def other(joined: Stick) -> Commands:
    village = joined.found_village("08", "小湾村")
    joined.join(joined.desks["township"], village, "08")
    return village


@pytest.mark.failure("F64")
def test_a_village_refuses_anothers_records_that_the_township_let_slip(
    joined: Stick, other: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, village = joined.desks["township"], joined.desks["07-1"]
    other.register("八村的秘密")
    joined.carry(other, town)
    with monkeypatch.context() as patch:
        patch.setattr(making, "assert_readable", lambda *anything: None)
        patch.setattr(Membership, "may_read", lambda self, dev: frozenset(self.parts))
        joined.make(town, "--for", "07", "--full")
    told = joined.receive(village)["packages"][0]
    assert (told["code"], told["applied"]) == ("forbidden", False)
    files = [one for one in village.home.rglob("desk.sqlite*")]
    assert not any("八村的秘密".encode() in one.read_bytes() for one in files)


@pytest.mark.failure("F64")
def test_a_photo_goes_to_no_village_but_its_own_whoever_asks_for_it(
    joined: Stick, other: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, village = joined.desks["township"], joined.desks["07-1"]
    (photo,) = photographed(other, visited(other), 1)
    joined.carry(other, town)
    assert at(town, photo).exists()
    with monkeypatch.context() as patch:
        patch.setattr(photos, "missing_here", lambda *anything: [photo.stem])
        joined.carry(village, town)
    told = joined.carry(town, village, "--for", "07", "--full")["packages"][0]
    assert (told["applied"], told["photos"]) == (True, 0)
    assert not at(village, photo).exists()
