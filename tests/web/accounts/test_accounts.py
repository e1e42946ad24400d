"""Signing up, in and out as people do it, and as those who would break in try it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Party, Person
from huopan.infra import clock
from huopan.infra.outbox.models import TrailEntry
from tests.factories.parties import a_grant, a_party, a_person, an_actor

pytestmark = pytest.mark.django_db
AT = clock.now()
PASSWORD = "quiet-lathe-88-cranes"


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def sign_in(browser: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return browser.post("/accounts/login/", {"login": email, "password": password}, **extra)


def sign_up(browser: Client, email: str = "li@example.com", **fields: str) -> Any:
    return browser.post("/accounts/signup/", {"full_name": "李四", "email": email, "password1": PASSWORD, **fields})


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_person_signs_up_with_name_and_email() -> None:
    browser = Client()
    assert sign_up(browser, "Li@Example.com").status_code == 302
    person = Person.objects.get()
    assert (person.email, person.full_name, person.language) == ("li@example.com", "李四", "en")
    assert person.joined_at
    assert is_signed_in(browser)
    assert list(TrailEntry.objects.values_list("name", flat=True)) == ["parties.PersonRegistered", "parties.SignedIn"]


@pytest.mark.parametrize("sneaked", ["is_staff", "is_superuser", "is_active"])
def test_signing_up_gives_no_power(sneaked: str) -> None:
    sign_up(Client(), **{sneaked: "true"})
    person = Person.objects.get()
    assert (person.is_staff, person.is_superuser, person.is_active) == (False, False, True)


@pytest.mark.parametrize("weak", ["short1", "password1234", "li@example.com"])
def test_weak_passwords_are_refused(weak: str) -> None:
    assert sign_up(Client(), password1=weak).status_code == 200
    assert not Person.objects.exists()


def test_people_sign_in_by_email_in_any_case_and_out_by_a_button() -> None:
    a_person(email="li@example.com", password=PASSWORD)
    browser = Client()
    assert sign_in(browser, "LI@example.com").status_code == 302
    browser.get("/accounts/logout/")
    assert is_signed_in(browser)
    browser.post("/accounts/logout/")
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    ("own", "chosen", "greeting"),
    [
        ("zh-hans", "", "以 Li 成功登录。"),
        ("en", "", "Successfully signed in as Li."),
        ("zh-hans", "en", "Successfully signed in as Li."),
        ("en", "zh-hans", "以 Li 成功登录。"),
    ],
)
def test_the_greeting_speaks_as_the_page_it_stands_on(own: str, chosen: str, greeting: str) -> None:
    """The person's own language, unless another was chosen on this browser; whatever the browser asks for."""
    a_person(email="li@example.com", password=PASSWORD, language=own, full_name="Li")
    browser = Client(headers={"accept-language": "en" if own == "zh-hans" else "zh-hans"})
    if chosen:
        browser.cookies["django_language"] = chosen
    sign_in(browser, "li@example.com")
    page = browser.get("/account/register/")
    assert greeting in page.text
    assert page.headers["Content-Language"] == (chosen or own)


def test_signing_in_changes_the_session_key() -> None:
    """A session planted before (fixation) is not the one that is signed in."""
    a_person(email="li@example.com", password=PASSWORD)
    browser = Client()
    browser.get("/accounts/login/")
    session = browser.session
    session["planted"] = 1
    session.save()
    browser.cookies["sessionid"] = planted = session.session_key
    sign_in(browser, "li@example.com")
    assert is_signed_in(browser)
    assert browser.session.session_key != planted
    assert "_auth_user_id" not in Client(headers={"cookie": f"sessionid={planted}"}).session


def test_who_is_inactive_stays_outside() -> None:
    a_person(email="li@example.com", password=PASSWORD, is_active=False)
    browser = Client()
    sign_in(browser, "li@example.com")
    assert not is_signed_in(browser)


def test_guessing_locks_the_account_for_everybody_for_a_while() -> None:
    a_person(email="li@example.com", password=PASSWORD)
    for guess in range(5):
        sign_in(Client(REMOTE_ADDR=f"10.0.0.{guess}"), "li@example.com", f"wrong-{guess}")
    browser = Client(REMOTE_ADDR="10.0.1.1")
    answer = sign_in(browser, "li@example.com")
    assert not is_signed_in(browser)
    assert b"Too many failed login attempts" in answer.content


def test_spraying_locks_the_address() -> None:
    a_person(email="li@example.com", password=PASSWORD)
    sprayer = Client(REMOTE_ADDR="10.0.0.1")
    for guess in range(10):
        sign_in(sprayer, f"victim{guess}@example.com", "Summer2026!")
    sign_in(sprayer, "li@example.com")
    assert not is_signed_in(sprayer)
    elsewhere = Client(REMOTE_ADDR="10.0.0.2")
    sign_in(elsewhere, "li@example.com")
    assert is_signed_in(elsewhere)


def test_without_limits_guessing_goes_on(settings: Any) -> None:
    """The negative control of the two above."""
    settings.ACCOUNT_RATE_LIMITS = False
    a_person(email="li@example.com", password=PASSWORD)
    browser = Client()
    for guess in range(12):
        sign_in(browser, "li@example.com", f"wrong-{guess}")
    sign_in(browser, "li@example.com")
    assert is_signed_in(browser)


def test_a_made_up_forwarding_header_dodges_no_lock() -> None:
    a_person(email="li@example.com", password=PASSWORD)
    browser = Client()
    for guess in range(10):
        sign_in(browser, f"victim{guess}@example.com", headers={"X-Forwarded-For": f"10.9.8.{guess}"})
    sign_in(browser, "li@example.com", headers={"X-Forwarded-For": "10.9.9.9"})
    assert not is_signed_in(browser)


def test_behind_trusted_proxies_the_address_they_saw_counts(settings: Any) -> None:
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"trusted_proxies": 1})
    a_person(email="li@example.com", password=PASSWORD)
    browser = Client()
    for guess in range(10):
        sign_in(browser, f"victim{guess}@example.com", headers={"X-Forwarded-For": f"1.2.3.{guess}, 203.0.113.5"})
    sign_in(browser, "li@example.com", headers={"X-Forwarded-For": "9.9.9.9, 203.0.113.5"})
    assert not is_signed_in(browser)
    sign_in(browser, "li@example.com", headers={"X-Forwarded-For": "203.0.113.6"})
    assert is_signed_in(browser)


def test_a_wrong_password_and_an_unknown_account_look_alike() -> None:
    a_person(email="li@example.com", password=PASSWORD)
    known, unknown = (sign_in(Client(), email, "wrong-guess") for email in ("li@example.com", "no@example.com"))
    assert known.status_code == unknown.status_code == 200
    assert stripped(known) == stripped(unknown)


def test_a_forgotten_password_tells_nobody_who_has_an_account() -> None:
    a_person(email="li@example.com", password=PASSWORD)
    answers = [Client().post("/accounts/password/reset/", {"email": e}) for e in ("li@example.com", "no@example.com")]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/accounts/password/reset/confirm/")] * 2
    assert len(mail.outbox) == 2


def test_a_forgotten_password_is_replaced_by_code_and_the_address_is_never_a_link() -> None:
    a_person(email="li@example.com", password=PASSWORD)
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": "li@example.com"})
    letter = mail.outbox[0].body
    assert "/key/" not in letter
    code = re.search(r"^([A-Z0-9]{3,4}-[A-Z0-9]{3,4})$", letter, re.MULTILINE)
    assert code, letter
    browser.post("/accounts/password/reset/confirm/", {"code": code[1]})
    answer = browser.post(
        "/accounts/password/reset/complete/", {"password1": "another-lathe-99", "password2": "another-lathe-99"}
    )
    assert answer.status_code == 302
    assert Person.objects.get().check_password("another-lathe-99")


def test_with_a_mail_server_sign_up_tells_nobody_who_has_an_account(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    known = a_person(email="li@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=known, email="li@example.com", primary=True, verified=True)
    answers = [sign_up(Client(), email) for email in ("li@example.com", "new@example.com")]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/accounts/confirm-email/")] * 2
    assert Person.objects.filter(email="li@example.com").count() == 1


class TestSecondFactor:
    @pytest.fixture
    def person(self) -> Person:
        return a_person(email="li@example.com", password=PASSWORD)

    def activate(self, browser: Client) -> str:
        assert "reauthenticate" in browser.get("/accounts/2fa/totp/activate/")["Location"]
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        browser.get("/accounts/2fa/totp/activate/")
        secret = browser.session["mfa.totp.secret"]
        browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
        return secret

    def test_a_stolen_password_does_not_suffice(self, person: Person) -> None:
        browser = Client()
        sign_in(browser, person.email)
        secret = self.activate(browser)
        assert Authenticator.objects.filter(user=person, type="totp").exists()
        thief = Client()
        answer = sign_in(thief, person.email)
        assert answer["Location"].startswith("/accounts/2fa/authenticate/")
        for path in ("/api/v1/me", "/accounts/2fa/", "/accounts/email/"):
            assert thief.get(path).status_code in (302, 401)
        assert not is_signed_in(thief)
        thief.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert not is_signed_in(thief)
        with a_minute_later():
            thief.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert is_signed_in(thief)

    def test_second_factors_are_sealed(self, person: Person) -> None:
        browser = Client()
        sign_in(browser, person.email)
        secret = self.activate(browser)
        assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    def test_guessing_codes_is_limited(self, person: Person) -> None:
        browser = Client()
        sign_in(browser, person.email)
        secret = self.activate(browser)
        thief = Client()
        sign_in(thief, person.email)
        for guess in range(6):
            thief.post("/accounts/2fa/authenticate/", {"code": f"00000{guess}"})
        with a_minute_later():
            thief.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert not is_signed_in(thief)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def a_minute_later() -> time_machine.travel:
    """When the code just used is over and a new one is shown."""
    return time_machine.travel(clock.now() + timedelta(minutes=1))


class TestTheConsole:
    def test_its_door_is_the_same_sign_in(self) -> None:
        answer = Client().get("/admin/")
        assert answer.status_code == 302
        assert "/accounts/login/" in Client().get(answer["Location"]).headers.get("Location", "")

    def test_people_of_the_trade_do_not_enter(self) -> None:
        browser = Client()
        browser.force_login(a_grant(a_party("factory"), "owner").person)
        assert browser.get("/admin/parties/party/").status_code in (302, 403)


class TestInvitationPage:
    def invited(self, email: str = "li@example.com") -> tuple[Party, str]:
        party = a_party("factory")
        _, token = parties.invite(email=email, role="sales", by=an_actor(party), at=AT)
        return party, f"/accounts/invitation/?token={token}"

    def test_a_new_person_joins(self) -> None:
        party, path = self.invited()
        browser = Client()
        shown = browser.get(path)
        assert shown.status_code == 200
        assert str(party) in shown.content.decode()
        assert browser.post(path, {"full_name": "李四", "password": "short"}).status_code == 422
        answer = browser.post(path, {"full_name": "李四", "password": PASSWORD})
        assert answer.status_code == 302
        assert is_signed_in(browser)
        assert browser.session["party_id"] == party.pk
        assert browser.get(path).status_code == 409

    def test_a_known_person_accepts(self) -> None:
        party, path = self.invited()
        browser = Client()
        browser.force_login(a_person(email="li@example.com"))
        assert browser.post(path).status_code == 302
        assert party.grants.filter(role="sales").exists()

    def test_somebody_else_is_told_why_not(self) -> None:
        _, path = self.invited()
        browser = Client()
        browser.force_login(a_person(email="eve@example.com", language="en"))
        answer = browser.post(path)
        assert answer.status_code == 403
        assert "another e-mail address" in answer.content.decode()

    def test_a_guessed_or_expired_token_opens_nothing(self) -> None:
        assert Client().get("/accounts/invitation/?token=guess").status_code == 404
        party = a_party("factory")
        long_ago = AT - timedelta(days=8)
        _, token = parties.invite(email="li@example.com", role="sales", by=an_actor(party), at=long_ago)
        assert Client().get(f"/accounts/invitation/?token={token}").status_code == 409

    def test_the_letter_leads_there(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            self.invited()
        address = re.search(r"http://\S+", mail.outbox[0].body)
        assert address
        assert Client().get(address[0].removeprefix("http://127.0.0.1:8000")).status_code == 200


def stripped(answer: Any) -> str:
    """The page without what differs on every request."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r'value="[^"]*@example.com"', "", text)


def test_no_secret_stands_in_the_logs(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """The canaries of T5: a password, an invitation's token, an API key."""
    caplog.set_level("DEBUG")
    a_person(email="li@example.com", password=PASSWORD)
    owner = an_actor(a_party("factory"))
    _, token = parties.invite(email="new@example.com", role="sales", by=owner, at=AT)
    _, secret = parties.create_api_key(name="ERP", scopes=["sell"], by=owner, at=AT)
    sign_in(Client(), "li@example.com")
    sign_in(Client(), "li@example.com", "wrong-canary-guess")
    Client().get(f"/accounts/invitation/?token={token}")
    Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me")
    Client(headers={"Authorization": f"Bearer {secret}x"}).get("/api/v1/me")
    written = caplog.text + "".join(capfd.readouterr())
    assert "/accounts/login/" in written
    for canary in (PASSWORD, "wrong-canary-guess", token, secret):
        assert canary not in written
