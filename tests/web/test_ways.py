"""No address that a stranger wrote leads off the platform; whoever must sign in finds the way back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, RequestFactory

from huopan.domains.parties.models import Party
from huopan.web.ways import our_address
from tests.factories.catalog import an_offer
from tests.factories.parties import a_party
from tests.web.conftest import SignIn

HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    r"/\evil.example",
    r"\\evil.example",
    r"\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http://evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "http://testserver:81/",
    "http://testserver//evil.example/",
    r"http://testserver/\evil.example/",
    r"http://testserver\@evil.example/",
    "http://[evil.example/",
    "ftp://testserver/",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "%2F%2Fevil.example",
    "%68ttps://evil.example",
    "evil.example",
    "",
]
OURS = [
    ("/cart/", "/cart/"),
    ("/search/?q=%E6%9D%AF&page=2", "/search/?q=%E6%9D%AF&page=2"),
    ("http://testserver/offers/7/?sku-1=4#talk", "/offers/7/?sku-1=4#talk"),
    ("/search/?q=//evil.example", "/search/?q=//evil.example"),
    ("/%2Fevil.example", "/%2Fevil.example"),  # a page of ours that does not exist: browsers decode no path
]


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_of_others_is_not_ours(address: str) -> None:
    found = our_address(RequestFactory().get("/"), address, "/otherwise/")
    assert found == "/otherwise/" or _stays(found)


def _stays(found: str) -> bool:
    """What a browser makes of it, which drops tabs and line ends and takes backslashes for slashes."""
    seen = found.replace("\t", "").replace("\n", "").strip().replace("\\", "/")
    return seen.startswith("/") and not seen.startswith("//")


@pytest.mark.parametrize(("address", "path"), OURS)
def test_an_address_of_ours_is_kept_with_its_query(address: str, path: str) -> None:
    assert our_address(RequestFactory().get("/"), address) == path


def test_over_https_an_unsafe_address_of_ours_is_none() -> None:
    asked = RequestFactory().get("/", secure=True)
    assert our_address(asked, "http://testserver/cart/", "/otherwise/") == "/otherwise/"
    assert our_address(asked, "https://testserver/cart/") == "/cart/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["//evil.example", r"/\evil.example", "https:evil.example", "http://evil.example/"])
def test_forms_lead_nowhere_else(client: Client, address: str) -> None:
    assert client.post("/language/", {"language": "en", "next": address})["Location"] == "/"
    assert client.post("/compare/clear/", {"next": address})["Location"] == "/"


FORMS = [
    ("/favourites/toggle/", {"offer": "{offer}", "keep": "1"}, "/search/?q=cup"),
    ("/cart/quantities/", {"sku-1": "5"}, "/cart/"),
    ("/offers/{offer}/talk/", {"text": "In stock?"}, "/offers/{offer}/"),
    ("/offers/{offer}/add/", {}, "/offers/{offer}/"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "fields", "page"), FORMS)
def test_a_signed_out_readers_form_leads_to_sign_in_and_back(
    client: Client, form: str, fields: dict[str, str], page: str
) -> None:
    """The session ended while the page stood open: htmx is told to leave the page, not to swap a part of it."""
    offer = an_offer().pk
    form, page = form.format(offer=offer), page.format(offer=offer)
    wanted = {name: value.format(offer=offer) for name, value in fields.items()}
    by_htmx = client.post(form, wanted, headers=_from(page))
    assert (by_htmx.status_code, by_htmx.content) == (200, b"")
    _leads_to_sign_in(by_htmx["HX-Redirect"], page)
    plain = client.post(form, wanted, headers={"referer": f"http://testserver{page}"})
    _leads_to_sign_in(plain["Location"], page)


@pytest.mark.django_db
def test_a_part_of_a_page_leads_back_to_the_page(client: Client) -> None:
    offer = an_offer().pk
    asked = client.get(f"/offers/{offer}/talk/", headers=_from(f"/offers/{offer}/?sku-1=4"))
    _leads_to_sign_in(asked["HX-Redirect"], f"/offers/{offer}/?sku-1=4")


@pytest.mark.django_db
def test_a_visitor_compares_without_signing_in(client: Client) -> None:
    offer = an_offer()
    tray = client.post("/compare/toggle/", {"offer": str(offer.pk)}, headers=_from("/search/"))
    assert tray.status_code == 200
    assert offer.title_zh in tray.text or offer.title_en in tray.text
    assert client.post("/compare/clear/", headers=_from("/search/")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["/favourites/toggle/", "/cart/quantities/", "/compare/toggle/"])
def test_a_form_older_than_the_sign_in_loads_its_page_anew(form: str) -> None:
    """Somebody signed in beside it, which changes the token: a 403 would show nothing."""
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = browser.post(form, headers=_from("/search/"))
    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")
    assert "do it once more" in browser.get("/search/").text
    assert browser.post(form).status_code == 403


@pytest.mark.django_db
def test_people_of_no_organisation_are_led_to_register_one(sign_in: SignIn) -> None:
    party: Party = a_party("buyer")
    client = sign_in(party)
    party.grants.all().delete()
    assert client.post("/cart/quantities/", headers=_from("/cart/"))["HX-Redirect"] == "/account/register/"


@pytest.mark.django_db
def test_a_visitors_heart_leads_back_to_the_whole_address(client: Client) -> None:
    category = an_offer().category.code
    page = client.get(f"/categories/{category}/?page=1&sort=new").text
    assert f"?next=/categories/{category}/%3Fpage%3D1%26sort%3Dnew" in page


def _from(page: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}


def _leads_to_sign_in(address: str, back: str) -> None:
    asked = urlsplit(address)
    assert asked.path == "/accounts/login/"
    assert parse_qs(asked.query)["next"] == [back]
