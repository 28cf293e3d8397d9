"""Builds maildesk as setup.cfg says, and the catalogues of words on the way."""

from setuptools import setup
from setuptools.command.build_py import build_py


class WithCatalogues(build_py):
    """`compile_catalog` is Babel's; its options stand in setup.cfg."""

    def run(self) -> None:
        self.run_command("compile_catalog")
        super().run()


setup(cmdclass={"build_py": WithCatalogues})
