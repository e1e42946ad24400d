"""Provinces in the groups in which sellers price their freight, by the first two digits of official codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GROUPS = [
    (_("East"), ("31", "32", "33", "34", "35", "36", "37")),
    (_("North"), ("11", "12", "13", "14", "15")),
    (_("Central"), ("41", "42", "43")),
    (_("South"), ("44", "45", "46")),
    (_("North-east"), ("21", "22", "23")),
    (_("South-west"), ("50", "51", "52", "53", "54")),
    (_("North-west"), ("61", "62", "63", "64", "65")),
    (_("Hong Kong, Macao, Taiwan"), ("71", "81", "82")),
]
