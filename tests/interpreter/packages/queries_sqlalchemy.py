import sqlalchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    children: Mapped[list["Child"]] = relationship(back_populates="parent")


class Child(Base):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(sqlalchemy.ForeignKey("parent.id"))
    parent: Mapped[Parent] = relationship(back_populates="children")


parent = Parent(name="p")
parent.children.append(Child())
print(parent.children[0].parent is parent)
print(sqlalchemy.select(Parent.name, sqlalchemy.func.count()).join(Parent.children).where(Child.id > 5).group_by(Parent.name).limit(3))
print(sqlalchemy.schema.CreateTable(Parent.__table__))
