"""The real application on a real database, called without a socket in between."""

from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from infra.config import Config
from infra.database import Database
from services.http.app import create_app
from services.main import Platform, open_platform
from tests.services.http.feeding import IDLE
from tests.services.http.knock import Door
from tests.services.http.served import Served, serving

_APPS: list[Litestar] = []


@pytest.fixture
async def platform(database: Database) -> AsyncIterator[Platform]:
    async with open_platform(Config(master_key="00" * 32, pool_size=8), database) as opened:
        yield opened


@pytest.fixture
def app(platform: Platform) -> Litestar:
    """At the test's own platform; laying its routes takes a second, so that is done once."""
    if not _APPS:
        _APPS.append(create_app(platform))
    (app,) = _APPS
    app.state.platform = platform
    return app


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]  # known here
    async with AsyncClient(transport=transport, base_url="http://tongban.test") as client:
        yield client


@pytest.fixture
async def door(platform: Platform, client: AsyncClient) -> Door:
    return Door(platform, client)


@pytest.fixture
async def served(database: Database) -> AsyncIterator[Served]:
    async with serving(database, feed_idle_seconds=IDLE) as opened:
        yield opened
