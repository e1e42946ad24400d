"""Reads that repeat or lock."""

from huopan.domains.parties.queries.acting import actor_of_key, actor_of_person, hashed, operator_of, person_id_of
from huopan.domains.parties.queries.addresses import KeptAddress, kept_address
from huopan.domains.parties.queries.credentials import (
    Proof,
    credential,
    credential_name,
    credentials_lapsing,
    credentials_to_check,
    kinds_in_force,
    kinds_listed,
    own_credentials,
    proofs,
    proven_kinds,
)
from huopan.domains.parties.queries.hearing import Hearer, Reader, hearers, party_names, person_names, reader
from huopan.domains.parties.queries.invitations import open_invitation
from huopan.domains.parties.queries.invoice_titles import invoice_titles, kept_invoice_title
from huopan.domains.parties.queries.naming import PlaceNames, name_of_person, place_names
from huopan.domains.parties.queries.places import (
    belt_named,
    belts,
    division_children,
    divisions_below_each,
    divisions_named,
    known_division,
    lineage,
    path_of,
    place_of_delivery,
    recognised_address,
)
from huopan.domains.parties.queries.sellers import (
    FactoryListing,
    every_factory_listing,
    factory_count,
    factory_listings,
)
from huopan.domains.parties.queries.standing import Standing, person_with_standings, standings
from huopan.domains.parties.queries.team import team

__all__ = [
    "FactoryListing",
    "Hearer",
    "KeptAddress",
    "PlaceNames",
    "Proof",
    "Reader",
    "Standing",
    "actor_of_key",
    "actor_of_person",
    "belt_named",
    "belts",
    "credential",
    "credential_name",
    "credentials_lapsing",
    "credentials_to_check",
    "division_children",
    "divisions_below_each",
    "divisions_named",
    "every_factory_listing",
    "factory_count",
    "factory_listings",
    "hashed",
    "hearers",
    "invoice_titles",
    "kept_address",
    "kept_invoice_title",
    "kinds_in_force",
    "kinds_listed",
    "known_division",
    "lineage",
    "name_of_person",
    "open_invitation",
    "operator_of",
    "own_credentials",
    "party_names",
    "path_of",
    "person_id_of",
    "person_names",
    "person_with_standings",
    "place_names",
    "place_of_delivery",
    "proofs",
    "proven_kinds",
    "reader",
    "recognised_address",
    "standings",
    "team",
]
