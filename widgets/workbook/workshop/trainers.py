"""Trainers: who may run workshops, and who of them is signed in.

Here: signatures, on the way.
"""

from datetime import date, datetime

from workbook.workshop.store import WorkshopStore

__all__ = ["add", "names", "remove", "sign_in", "sign_out", "trainer_of"]


def add(store: WorkshopStore, name: str, passphrase: str, today: date) -> str: ...


def remove(store: WorkshopStore, name: str) -> None: ...


def names(store: WorkshopStore) -> list[tuple[str, date]]: ...


def sign_in(store: WorkshopStore, name: object, passphrase: object, who: str, now: datetime) -> str: ...


def trainer_of(store: WorkshopStore, token: object, now: datetime) -> str: ...


def sign_out(store: WorkshopStore, token: object) -> None: ...
