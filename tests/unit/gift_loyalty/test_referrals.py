import pytest
from referrals import plain_address, plain_mail, signs


@pytest.mark.parametrize(
    ('one', 'other'),
    [
        ("Emma@Example.com", " emma@example.com "),
        ("emma+gift@example.com", "emma@example.com"),
        ("e.m.m.a+x@gmail.com", "emma@googlemail.com"),
    ],
)
def test_one_mailbox_has_many_addresses(one, other):
    assert plain_mail(one) == plain_mail(other) != ''


def test_other_mailboxes_stay_apart():
    assert plain_mail("e.mma@example.com") != plain_mail("emma@example.com")
    assert plain_mail("emma@a.example") != plain_mail("emma@b.example")


@pytest.mark.parametrize('text', ['', None, 'emma', '@example.com', 'emma@'])
def test_what_is_no_address_has_none(text):
    assert plain_mail(text) == ''


def test_one_house_is_written_in_many_ways():
    assert (
        plain_address("Linienstraße 84", "10119", "DE")
        == plain_address("linienstr. 84 ", "10119", "de")
        == plain_address("LINIENSTRASSE 84", "10 119", "DE")
    )
    assert plain_address("Rue de l’Été 3", "75001", "FR") == plain_address(
        "rue de l'Ete 3", "75001", "FR"
    )


def test_an_incomplete_address_is_none():
    assert plain_address("Linienstraße 84", "", "DE") == ''
    assert plain_address(None, "10119", "DE") == ''


def test_signs_name_what_two_have_in_common():
    giver = {'mail': {'a@b', ''}, 'line': {'1', None}, 'address': {''}}

    assert signs(giver, {'mail': {'a@b'}, 'line': {None}, 'address': {''}}) == ['mail']
    assert signs(giver, {'mail': {''}, 'line': {'1'}}) == ['line']
    assert signs(giver, {}) == []
