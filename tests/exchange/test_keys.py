"""Keys, their file, the seal, and the digits that are spoken."""

from __future__ import annotations

import os
from collections import Counter
from hashlib import scrypt, sha256
from pathlib import Path

import pytest

from longshan_desk.errors import BadValueError, FileMissingError, WrongPassphraseError
from longshan_desk.exchange import key_file, seal_stick
from longshan_desk.exchange.keys import Keys, is_recipient, is_signed, seal
from longshan_desk.exchange.spoken_codes import in_groups, spoken_code, typed_digits
from shortcuts import COST_OF_CODES

PASS = "龙山镇党建办2022"


def test_a_signature_serves_one_purpose_only() -> None:
    keys = Keys.new()
    signature = keys.sign("heads", b"data")
    assert is_signed(keys.public.sign, "heads", b"data", signature)
    assert not is_signed(keys.public.sign, "list", b"data", signature)


def test_another_key_signed_nothing() -> None:
    signature = Keys.new().sign("heads", b"data")
    assert not is_signed(Keys.new().public.sign, "heads", b"data", signature)


def test_any_recipient_opens_alone() -> None:
    one, other = Keys.new(), Keys.new()
    sealed = seal(b"records", (one.public.recipient, other.public.recipient))
    assert one.open(sealed) == other.open(sealed) == b"records"


def test_who_is_no_recipient_opens_nothing() -> None:
    sealed = seal(b"records", (Keys.new().public.recipient,))
    with pytest.raises(ValueError, match="not sealed"):
        Keys.new().open(sealed)


def test_keys_never_show_their_secret_in_words() -> None:
    keys = Keys.new()
    assert keys.seed not in repr(keys) and keys.identity not in repr(keys)


def test_a_recipient_is_told_from_any_text() -> None:
    assert is_recipient(Keys.new().public.recipient)
    assert not is_recipient("age1nonsense")


def test_the_key_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    keys = Keys.new()
    key_file.save(tmp_path / "keys.json", keys)
    assert key_file.load(tmp_path / "keys.json").seed == keys.seed


@pytest.mark.skipif(os.name == "nt", reason="Windows wraps the file instead")
def test_only_its_owner_reads_the_key_file(tmp_path: Path) -> None:
    key_file.save(tmp_path / "keys.json", Keys.new())
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_a_lost_key_file_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(key_file.KeyLostError, match="记录没有受影响"):
        key_file.load(tmp_path / "keys.json")


@pytest.mark.failure("F53")
def test_the_recovery_key_opens_the_copy_when_the_account_is_lost(tmp_path: Path) -> None:
    keys, township = Keys.new(), Keys.new()
    key_file.save(tmp_path / "keys.json", keys, township.public.recipient)
    (tmp_path / "keys.json").unlink()
    assert key_file.recover(tmp_path / "keys.json", township).identity == keys.identity


def test_another_seal_does_not_open_the_copy(tmp_path: Path) -> None:
    key_file.save(tmp_path / "keys.json", Keys.new(), Keys.new().public.recipient)
    with pytest.raises(key_file.KeyLostError):
        key_file.recover(tmp_path / "keys.json", Keys.new())


def test_the_seal_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    keys = Keys.new()
    seal_stick.write(tmp_path, keys, PASS)
    assert seal_stick.read(tmp_path, PASS).seed == keys.seed
    with pytest.raises(WrongPassphraseError):
        seal_stick.read(tmp_path, "别的口令也不行")


def test_a_seal_is_never_overwritten(tmp_path: Path) -> None:
    seal_stick.write(tmp_path, Keys.new(), PASS)
    with pytest.raises(BadValueError, match="没有覆盖"):
        seal_stick.write(tmp_path, Keys.new(), PASS)


def test_no_seal_is_made_where_one_lies(tmp_path: Path) -> None:
    seal_stick.write(tmp_path, Keys.new(), PASS)
    with pytest.raises(BadValueError, match="没有覆盖"):
        seal_stick.check_new(tmp_path, PASS)


def test_the_second_stick_holds_the_same_seal(tmp_path: Path) -> None:
    keys = Keys.new()
    seal_stick.write(tmp_path / "1", keys, PASS)
    seal_stick.write(tmp_path / "2", keys, PASS)
    assert seal_stick.read(tmp_path / "2", PASS).seed == keys.seed


def test_a_stick_without_a_seal_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match="没有找到"):
        seal_stick.read(tmp_path, PASS)


@pytest.mark.failure("F56")
def test_another_file_has_another_code() -> None:
    assert spoken_code(b"one", "join") != spoken_code(b"two", "join")


@pytest.mark.failure("F56")
def test_one_file_has_one_code_for_each_purpose() -> None:
    assert spoken_code(b"one", "join") == spoken_code(b"one", "join")
    assert spoken_code(b"one", "join") != spoken_code(b"one", "welcome")


@pytest.mark.failure("F56")
def test_a_code_costs_whoever_guesses_128_mb_and_is_the_same_everywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("longshan_desk.exchange.spoken_codes._N", COST_OF_CODES)
    stretched = scrypt(
        sha256(b"one").digest(), salt=b"join", n=2**17, r=8, p=1, maxmem=1 << 28, dklen=32
    )
    assert spoken_code(b"one", "join") == f"{int.from_bytes(stretched[:8], 'big') % 10**12:012}"


@pytest.mark.failure("F56")
def test_codes_spread_over_all_digits() -> None:
    codes = [spoken_code(str(number).encode(), "join") for number in range(2_000)]
    assert all(len(code) == 12 and code.isdecimal() for code in codes)
    for place in range(12):
        seen = Counter(code[place] for code in codes)
        assert all(120 < seen[digit] < 290 for digit in "0123456789"), place


def test_digits_are_read_however_they_are_typed() -> None:
    assert typed_digits(" 1234 5678－9012 ".replace("－", "-")) == "123456789012"
    assert typed_digits("１２３４　５６７８　９０１２") == "123456789012"


def test_codes_are_shown_in_three_groups() -> None:
    assert in_groups("123456789012") == "1234 5678 9012"


@pytest.mark.parametrize(
    ("name", "called"),
    [(seal_stick.NAME, "印章盘"), (seal_stick.COMMISSION, "纪委的钥匙盘")],
)
def test_each_stick_says_in_its_own_words_that_the_passphrase_is_wrong(
    tmp_path: Path, name: str, called: str
) -> None:
    seal_stick.write(tmp_path, Keys.new(), PASS, name=name)
    with pytest.raises(WrongPassphraseError) as told:
        seal_stick.read(tmp_path, "别的口令也不行", name=name)
    assert told.value.message == f"口令不对，打不开{called}。"
    assert "备份" not in told.value.hint


@pytest.mark.parametrize(
    ("name", "other", "said"),
    [
        (seal_stick.NAME, seal_stick.COMMISSION, "乡镇的印章盘"),
        (seal_stick.COMMISSION, seal_stick.NAME, "纪委自己保管的钥匙盘"),
    ],
)
def test_each_stick_is_asked_for_by_its_own_name(
    tmp_path: Path, name: str, other: str, said: str
) -> None:
    seal_stick.write(tmp_path, Keys.new(), PASS, name=other)
    with pytest.raises(FileMissingError) as told:
        seal_stick.read(tmp_path, PASS, name=name)
    assert told.value.hint.startswith(f"请插入{said}；")
