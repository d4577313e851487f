"""``re.Match``: what one match found."""
from __future__ import annotations

from interpreter.errors import index_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.importing import import_full
from interpreter.modules.sre.objects import Match, Pattern
from interpreter.objects.dict import Dict
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, new_tuple, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call3
from interpreter.protocols.number import index
from interpreter.protocols.text import repr_of


def group_number(self: Match, group: Object) -> int:
    """The number of a group that is given by number or name. IndexError if there is none."""
    number = -1
    if isinstance(group, Int) or type_of(group).slots[Slot.INDEX] is not None:
        given = index(group)
        if given.fits():
            number = given.machine()
    else:
        known = self.pattern.group_index.get(group)
        if isinstance(known, Int) and known.fits():
            number = known.machine()
    if not 0 <= number <= self.pattern.groups:
        raise index_error("no such group")
    return number


@exposed("group", rest="groups")
def match_group(self: Match, groups: Tuple) -> Object:
    """group([group1, ...]) -> str or tuple.
    Return subgroup(s) of the match by indices or names.
    For 0 returns the entire match."""
    if groups.length == 0:
        return self.group(0, NONE)
    if groups.length == 1:
        return self.group(group_number(self, groups.item(0)), NONE)
    return new_tuple([self.group(group_number(self, group), NONE) for group in groups.items()])


@exposed("__getitem__")
def match_getitem(self: Match, key: Object, /) -> Object:
    """Return self[key]."""
    return self.group(group_number(self, key), NONE)


@exposed("groups")
def match_groups(self: Match, default: Object = NONE) -> Object:
    """Return a tuple containing all the subgroups of the match, from 1.

      default
        Is used for groups that did not participate in the match."""
    return new_tuple([self.group(i, default) for i in range(1, self.pattern.groups + 1)])


@exposed("groupdict")
def match_groupdict(self: Match, default: Object = NONE) -> Object:
    """Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.

      default
        Is used for groups that did not participate in the match."""
    result = Dict()
    for name in self.pattern.group_index.keys():
        result.set(name, self.group(group_number(self, name), default))
    return result


@exposed("start")
def match_start(self: Match, group: Object = new_int(0), /) -> int:
    """Return index of the start of the substring matched by group."""
    return self.spans[2 * group_number(self, group)]


@exposed("end")
def match_end(self: Match, group: Object = new_int(0), /) -> int:
    """Return index of the end of the substring matched by group."""
    return self.spans[2 * group_number(self, group) + 1]


@exposed("span")
def match_span(self: Match, group: Object = new_int(0), /) -> Object:
    """For match object m, return the 2-tuple (m.start(group), m.end(group))."""
    return span_of(self, group_number(self, group))


def span_of(self: Match, group: int) -> Object:
    return tuple2(new_int(self.spans[2 * group]), new_int(self.spans[2 * group + 1]))


@exposed("expand")
def match_expand(self: Match, template: Object) -> Object:
    """Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."""
    return call3(get_attribute(import_full("re"), "_expand"), self.pattern, self, template)


@exposed("__copy__")
def match_copy(self: Match) -> Object:
    return self


@exposed("__deepcopy__")
def match_deepcopy(self: Match, memo: Object, /) -> Object:
    return self


@exposed("__repr__")
def match_repr(self: Match) -> str:
    """Return repr(self)."""
    return f"<re.Match object; span=({self.spans[0]}, {self.spans[1]}), match={repr_of(self.group(0, NONE))}>"


@exposed_class("__class_getitem__")
def match_class_getitem(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


@exposed_property("string")
def match_string(self: Match) -> Object:
    """The string passed to match() or search()."""
    return self.subject.object


@exposed_property("re")
def match_re(self: Match) -> Pattern:
    """The regular expression object."""
    return self.pattern


@exposed_property("pos")
def match_pos(self: Match) -> int:
    """The index into the string at which the RE engine started looking for a match."""
    return self.start


@exposed_property("endpos")
def match_endpos(self: Match) -> int:
    """The index into the string beyond which the RE engine will not go."""
    return self.end


@exposed_property("lastindex")
def match_lastindex(self: Match) -> Object:
    """The integer index of the last matched capturing group."""
    return new_int(self.last_group) if self.last_group >= 0 else NONE


@exposed_property("lastgroup")
def match_lastgroup(self: Match) -> Object:
    """The name of the last matched capturing group."""
    names = self.pattern.group_names
    return names.item(self.last_group) if 0 <= self.last_group < names.length else NONE


@exposed_property("regs")
def match_regs(self: Match) -> Object:
    return new_tuple([span_of(self, i) for i in range(self.pattern.groups + 1)])


define(Match, "Match", methods=__name__, prefix="match_", module="re", doc="The result of re.match() and re.search().\n"
                    "Match objects always have a boolean value of True.")
