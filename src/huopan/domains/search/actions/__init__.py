"""Keeping the index, what was measured of suppliers, what was asked, and what is to be told."""

from huopan.domains.search.actions.alerting import forget_arrivals, look_for_news, note_arrivals, tell_news
from huopan.domains.search.actions.following import Follower, follow_trail
from huopan.domains.search.actions.forgetting import clear_history
from huopan.domains.search.actions.keeping import mend_index, rebuild_index, refresh
from huopan.domains.search.actions.learning import learn
from huopan.domains.search.actions.measuring import record_capacity, record_conduct
from huopan.domains.search.actions.ranking import (
    NotBetterError,
    NothingLearntError,
    back_to_hand_weights,
    evaluate_order,
    learn_order,
    shadow_order,
    use_order,
)
from huopan.domains.search.actions.recording import (
    forget_searches,
    record_opening,
    record_purchases,
    record_search,
)
from huopan.domains.search.actions.saving import (
    NothingToSaveError,
    TooManySavedSearchesError,
    change_letters,
    remove_saved_search,
    save_search,
    stop_letters,
)

__all__ = [
    "Follower",
    "NotBetterError",
    "NothingLearntError",
    "NothingToSaveError",
    "TooManySavedSearchesError",
    "back_to_hand_weights",
    "change_letters",
    "clear_history",
    "evaluate_order",
    "follow_trail",
    "forget_arrivals",
    "forget_searches",
    "learn",
    "learn_order",
    "look_for_news",
    "mend_index",
    "note_arrivals",
    "rebuild_index",
    "record_capacity",
    "record_conduct",
    "record_opening",
    "record_purchases",
    "record_search",
    "refresh",
    "remove_saved_search",
    "save_search",
    "shadow_order",
    "stop_letters",
    "tell_news",
    "use_order",
]
