"""DeltaBlue: incremental constraints of different strengths over variables."""
import sys

REQUIRED, STRONG, NORMAL, WEAK, WEAKEST = range(5)  # the smaller, the stronger


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.walk_strength = WEAKEST
        self.stay = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def is_input(self):
        return False

    def satisfy(self, mark, planner):
        self.choose(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise ValueError("a required constraint cannot be satisfied")
            return None
        for variable in self.inputs():
            variable.mark = mark
        output = self.output()
        overridden = output.determined_by
        if overridden is not None:
            overridden.unsatisfy()
        output.determined_by = self
        if not planner.propagate(self, mark):
            raise ValueError("a cycle")
        output.mark = mark
        return overridden

    def add(self, planner):
        self.connect()
        planner.add(self)

    def destroy(self, planner):
        if self.is_satisfied():
            planner.remove(self)
        self.disconnect()

    def inputs_known(self, mark):
        return all(v.mark == mark or v.stay or v.determined_by is None for v in self.inputs())


class Unary(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        self.add(planner)

    def connect(self):
        self.variable.constraints.append(self)
        self.satisfied = False

    def disconnect(self):
        self.variable.constraints.remove(self)
        self.satisfied = False

    def choose(self, mark):
        self.satisfied = self.variable.mark != mark and self.strength < self.variable.walk_strength

    def is_satisfied(self):
        return self.satisfied

    def unsatisfy(self):
        self.satisfied = False

    def inputs(self):
        return ()

    def output(self):
        return self.variable

    def recalculate(self):
        self.variable.walk_strength = self.strength
        self.variable.stay = not self.is_input()
        if self.variable.stay:
            self.execute()

    def execute(self):
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    def is_input(self):
        return True


class Equal(Constraint):
    """Two variables have the same value: ``to`` is set from ``source``, or the other way round."""

    def __init__(self, first, second, strength, planner):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = 0
        self.add(planner)

    def variables(self):
        return (self.first, self.second)

    def connect(self):
        for variable in self.variables():
            variable.constraints.append(self)
        self.direction = 0

    def disconnect(self):
        for variable in self.variables():
            variable.constraints.remove(self)
        self.direction = 0

    def choose(self, mark):
        first, second = self.first, self.second
        if first.mark == mark:
            forward = second.mark != mark and self.strength < second.walk_strength
            self.direction = 1 if forward else 0
        elif second.mark == mark:
            backward = first.mark != mark and self.strength < first.walk_strength
            self.direction = -1 if backward else 0
        elif first.walk_strength > second.walk_strength:
            self.direction = -1 if self.strength < first.walk_strength else 0
        else:
            self.direction = 1 if self.strength < second.walk_strength else 0

    def is_satisfied(self):
        return self.direction != 0

    def unsatisfy(self):
        self.direction = 0

    def input(self):
        return self.first if self.direction == 1 else self.second

    def output(self):
        return self.second if self.direction == 1 else self.first

    def inputs(self):
        return (self.input(),)

    def recalculate(self):
        source, target = self.input(), self.output()
        target.walk_strength = max(self.strength, source.walk_strength)
        target.stay = source.stay
        if target.stay:
            self.execute()

    def execute(self):
        self.output().value = self.input().value


class Scale(Equal):
    """``second == first * scale + offset``."""

    def __init__(self, first, scale, offset, second, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(first, second, strength, planner)

    def variables(self):
        return (self.first, self.second, self.scale, self.offset)

    def inputs(self):
        return (self.input(), self.scale, self.offset)

    def execute(self):
        if self.direction == 1:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, target = self.input(), self.output()
        target.walk_strength = max(self.strength, source.walk_strength)
        target.stay = source.stay and self.scale.stay and self.offset.stay
        if target.stay:
            self.execute()


class Planner:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark, self)
        while overridden is not None:
            overridden = overridden.satisfy(mark, self)

    def remove(self, constraint):
        output = constraint.output()
        constraint.unsatisfy()
        unsatisfied = self.remove_propagating(output)
        for strength in range(REQUIRED, WEAKEST + 1):
            for other in unsatisfied:
                if other is not constraint and other.strength == strength:
                    self.add(other)

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            current = todo.pop()
            output = current.output()
            if output.mark == mark:
                self.remove(constraint)
                return False
            current.recalculate()
            self.consumers(output, todo)
        return True

    def remove_propagating(self, output):
        output.determined_by = None
        output.walk_strength = WEAKEST
        output.stay = True
        unsatisfied = []
        todo = [output]
        while todo:
            variable = todo.pop()
            unsatisfied.extend([c for c in variable.constraints if not c.is_satisfied()])
            determining = variable.determined_by
            for constraint in variable.constraints:
                if constraint is not determining and constraint.is_satisfied():
                    constraint.recalculate()
                    todo.append(constraint.output())
        return unsatisfied

    def consumers(self, variable, into):
        determining = variable.determined_by
        into += [c for c in variable.constraints if c is not determining and c.is_satisfied()]

    def plan(self, sources):
        mark = self.new_mark()
        todo = [s for s in sources if s.is_input() and s.is_satisfied()]
        result = []
        while todo:
            constraint = todo.pop()
            if constraint.output().mark != mark and constraint.inputs_known(mark):
                result.append(constraint)
                constraint.output().mark = mark
                self.consumers(constraint.output(), todo)
        return result


def change(variable, value, planner):
    edit = Edit(variable, STRONG, planner)
    plan = planner.plan([edit])
    for _ in range(10):
        variable.value = value
        for constraint in plan:
            constraint.execute()
    edit.destroy(planner)


def chain(n):
    planner = Planner()
    variables = [Variable(f"v{i}") for i in range(n + 1)]
    for a, b in zip(variables, variables[1:]):
        Equal(a, b, REQUIRED, planner)
    Stay(variables[-1], WEAK, planner)
    edit = Edit(variables[0], STRONG, planner)
    plan = planner.plan([edit])
    for i in range(100):
        variables[0].value = i
        for constraint in plan:
            constraint.execute()
        assert variables[-1].value == i
    edit.destroy(planner)
    return variables[-1].value


def projection(n):
    planner = Planner()
    scale, offset = Variable("scale", 10), Variable("offset", 1000)
    targets = []
    for i in range(n):
        source, target = Variable("source", i), Variable("target", i)
        targets.append(target)
        Stay(source, NORMAL, planner)
        Scale(source, scale, offset, target, REQUIRED, planner)
    change(source, 17, planner)
    assert target.value == 1170
    change(target, 1050, planner)
    assert source.value == 5
    change(scale, 5, planner)
    assert all(targets[i].value == i * 5 + 1000 for i in range(n - 1))
    change(offset, 2000, planner)
    return sum(t.value for t in targets)


def run(n):
    return chain(n), projection(n)


print(run(int(sys.argv[1])))
