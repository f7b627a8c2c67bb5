"""What rehearsals of the field app share: a small district, and the page that shows the store alone."""

from collections.abc import Iterator

import pytest

from tests.support.rehearsal_page import build_page, served_folder
from tests.support.served import Office, served_demo


@pytest.fixture(scope="session")
def page_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page lies on which a test has the store in hand."""
    with served_folder(build_page(tmp_path_factory.mktemp("page"))) as address:
        yield address


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory, page_address: str) -> Iterator[Office]:
    """A served district that lived until yesterday; the page may speak to it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("NYELIK_FIELD_ORIGINS", page_address)
        with served_demo(tmp_path_factory.mktemp("district"), people=600, today=None) as office:
            yield office
