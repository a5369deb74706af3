"""Every event class of the platform, by wire name. A new context adds its line here."""

from domain.kernel.event import Registry

REGISTRY = Registry(())
