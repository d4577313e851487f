"""Random programs do the same on the engine as in the model."""

from tests.stackless.model import Model
from tests.stackless.programs import Congruential, Machine, random_program
from tests.stackless.tables import table

BATCH = 50


@table(*[(f"{first}-{first + BATCH - 1}", first) for first in range(0, 1000, BATCH)])
def test_seeds(first: int) -> None:
    for seed in range(first, first + BATCH):
        program = random_program(Congruential(seed))
        expected = Model(program).run_program()
        machine = Machine(program)
        log = machine.run_program()
        assert log == expected, f"seed {seed}: {program}"
        machine.kill_all()
