from tests.faults.world import world

__all__ = ["world"]
