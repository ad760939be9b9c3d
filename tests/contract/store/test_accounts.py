"""Accounts and sessions in the store, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from communique.errors import BadAccount, UnknownAccount
from communique.store.accounts import (
    Role,
    check_password,
    close_session,
    create_account,
    find_account,
    find_session,
    list_accounts,
    open_session,
    read_hash,
    set_active,
    set_password,
    set_role,
    sweep_sessions,
    touch_session,
)

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
PHRASE = "a phrase for the tests only"
IDLE, LASTING = timedelta(hours=12), timedelta(days=14)


def make(store, name, role=Role.REVIEWER, password=PHRASE):
    with store.writing() as connection:
        return create_account(connection, name, password, role, at=NOW)


def log_in(store, name, at=NOW):
    with store.writing() as connection:
        return open_session(connection, name, at=at)


def session_of(store, token, at=NOW):
    with store.reading() as connection:
        return find_session(connection, token, at=at, idle=IDLE, lasting=LASTING)


def test_an_account_comes_back_as_it_was_made(store):
    made = make(store, "Ines de Sá", Role.ADMIN)
    with store.reading() as connection:
        assert list_accounts(connection) == (made,)
        assert find_account(connection, "Ines de Sa\u0301") == made  # as another keyboard sends it
    assert (made.name, made.role, made.active, made.created) == ("Ines de Sá", Role.ADMIN, True, NOW)


@pytest.mark.parametrize("name", ["", " ", " ana", "ana ", "a\nb", "a/b", "<b>", "a" * 61, "a\0b", "\u202eana"])
def test_a_name_that_does_not_fit_is_refused(store, name):
    with pytest.raises(BadAccount, match="a name has"):
        make(store, name)


def test_a_name_is_taken_whatever_its_case(store):
    make(store, "Ana")
    with pytest.raises(BadAccount, match="taken"):
        make(store, "aNA")


@pytest.mark.parametrize("password", ["", "too short", "x" * 201, "aaaaaaaaaaaa", "ababababababab"])
def test_a_weak_password_is_refused(store, password):
    with pytest.raises(BadAccount, match="password"):
        make(store, "ana", password=password)


def test_only_the_password_of_the_account_fits(store):
    make(store, "ana")
    make(store, "bo", password="quite another phrase")
    with store.reading() as connection:
        ana, bo, nobody = (read_hash(connection, name) for name in ("ana", "bo", "nobody"))
    assert check_password(ana, PHRASE)
    assert not check_password(ana, PHRASE + " ")
    assert not check_password(bo, PHRASE)
    assert nobody is None
    assert not check_password(nobody, PHRASE)
    assert not check_password("no hash at all", PHRASE)
    assert not check_password(ana, "\ud800" * 20)


def test_a_session_lasts_while_it_is_used_but_not_for_ever(store):
    make(store, "ana")
    token, opened = log_in(store, "ana")
    assert session_of(store, token) == opened
    assert session_of(store, token, NOW + timedelta(hours=13)) is None
    at = NOW
    while at < NOW + LASTING - timedelta(hours=11):
        at += timedelta(hours=11)
        assert session_of(store, token, at)
        with store.writing() as connection:
            touch_session(connection, token, at=at)
    assert session_of(store, token, NOW + LASTING) is None


def test_two_sessions_are_two(store):
    make(store, "ana")
    (one, first), (other, second) = log_in(store, "ana"), log_in(store, "ana")
    assert one != other
    assert first.csrf != second.csrf
    with store.writing() as connection:
        close_session(connection, one)
        close_session(connection, "never opened")
    assert session_of(store, one) is None
    assert session_of(store, other) == second


def test_another_password_ends_every_session(store):
    make(store, "ana")
    token, _ = log_in(store, "ana")
    with store.writing() as connection:
        set_password(connection, "ana", "quite another phrase")
    assert session_of(store, token) is None


def test_who_is_shut_out_has_no_session_and_opens_none(store):
    make(store, "ana")
    token, _ = log_in(store, "ana")
    with store.writing() as connection:
        assert not set_active(connection, "ana", False).active
        assert read_hash(connection, "ana") is None
    assert session_of(store, token) is None
    with pytest.raises(UnknownAccount):
        log_in(store, "ana")
    with store.writing() as connection:
        assert set_active(connection, "ana", True).active
    assert session_of(store, token) is None  # what ended stays ended


def test_a_role_counts_in_sessions_that_are_open(store):
    make(store, "ana")
    token, _ = log_in(store, "ana")
    with store.writing() as connection:
        set_role(connection, "ana", Role.READER)
    assert session_of(store, token).account.role is Role.READER


def test_one_admin_is_always_left(store):
    make(store, "ana", Role.ADMIN)
    make(store, "bo", Role.ADMIN)
    with store.writing() as connection:
        set_role(connection, "bo", Role.READER)
    for change in (lambda c: set_role(c, "ana", Role.REVIEWER), lambda c: set_active(c, "ana", False)):
        with pytest.raises(BadAccount, match="only admin"), store.writing() as connection:
            change(connection)


def test_sessions_that_ended_are_swept(store):
    make(store, "ana")
    log_in(store, "ana")
    token, opened = log_in(store, "ana", NOW + timedelta(hours=20))
    with store.writing() as connection:
        assert sweep_sessions(connection, at=NOW + timedelta(hours=21), idle=IDLE, lasting=LASTING) == 1
    assert session_of(store, token, NOW + timedelta(hours=21)) == opened


def test_an_unknown_name_is_an_error_that_names_it(store):
    with pytest.raises(UnknownAccount, match="nobody"), store.writing() as connection:
        set_password(connection, "nobody", PHRASE)
    with pytest.raises(UnknownAccount, match="x"), store.reading() as connection:
        find_account(connection, "x\0")
