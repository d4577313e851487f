"""When garbage is collected because the program has nothing to do. Time and the collector are played here."""
from __future__ import annotations

import pytest

from interpreter.modules import leisure
from interpreter.modules.leisure import IdleCollection
from scheduler.scheduler import running

MILLISECOND = 1_000_000
FOREVER = -1


class World:
    """What the collector has to do with: `collected` are the times of collections, which take 3 ms each."""

    def __init__(self) -> None:
        self.time = 1000 * MILLISECOND
        self.allocated = 1
        self.collected: list[int] = []

    def collect(self, generation: int) -> None:
        self.collected.append(self.time // MILLISECOND)
        self.time += 3 * MILLISECOND
        self.allocated += 1  # what has ended had something to do

    def sleep(self, idle: IdleCollection, milliseconds: int) -> None:
        """Sleeps as `Scheduler.sleep` does, and nothing comes."""
        end = self.time + milliseconds * MILLISECOND
        while self.time < end:
            self.time += min(max(idle.limit(end - self.time), 1), end - self.time)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = World()
    monkeypatch.setattr(leisure, "now", lambda: world.time)
    monkeypatch.setattr(leisure, "statistic", lambda number: world.allocated)
    monkeypatch.setattr(leisure, "collect", world.collect)
    monkeypatch.setattr(leisure.endings, "any", True)
    monkeypatch.setattr(running.scheduler, "rested", 0)
    return world


def test_one_collection_when_nothing_is_done(world: World) -> None:
    idle = IdleCollection()
    world.sleep(idle, 5000)
    assert len(world.collected) == 1
    assert idle.limit(FOREVER) == FOREVER and not idle.is_wanted()


def test_short_sleeps_are_left_alone(world: World) -> None:
    assert IdleCollection().limit(20 * MILLISECOND) == 20 * MILLISECOND


def test_a_busy_program_is_left_alone(world: World) -> None:
    idle = IdleCollection()
    for _ in range(100):
        world.allocated += 1
        assert 0 < idle.limit(FOREVER) <= 800 * MILLISECOND
        world.time += 60 * MILLISECOND
    assert world.collected == []


def test_collecting_takes_a_small_part_of_the_time(world: World) -> None:
    idle = IdleCollection()
    for _ in range(100):
        world.allocated += 1
        world.sleep(idle, 1000)
    gaps = [after - before for before, after in zip(world.collected, world.collected[1:])]
    assert len(gaps) > 50 and min(gaps) >= 600


def test_each_thread_collects(world: World) -> None:
    """Another has its turn at once, but not all of very many."""
    idle = IdleCollection()
    world.sleep(idle, 1000)
    for _ in range(10):
        running.scheduler.rested = 0
        idle.limit(FOREVER)
    assert len(world.collected) == 4
