"""What a figure of the dictionary is; the dictionary itself is `kpis.py`."""

from dataclasses import dataclass

UNITS = (
    'money', 'share', 'count', 'pieces', 'days', 'hours', 'points', 'times', 'mm', 'delta_e',
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Kpi:
    """A figure.

    :param str key: ``<subject>.<field>``; stands for the figure in code.
    :param name: what it is called everywhere (translated).
    :param str unit: one of :data:`UNITS`; a share is from 0 to 1.
    :param str model: read model.
    :param str aggregate: as in ``_read_group``: ``field:aggregate``.
    :param formula: how it is computed, in words (translated).
    :param source: from which records (translated).
    :param trap: what it is not, or what is easily read into it (translated).
    :param bool for_managers: whether only managers may see it.
    :param bool is_level: whether it is a level at the end of a period: of several the last counts.
    """

    key: str
    name: object
    unit: str
    model: str
    aggregate: str
    formula: object
    source: object
    trap: object
    for_managers: bool = False
    is_level: bool = False

    @property
    def field(self):
        return self.aggregate.partition(':')[0]
