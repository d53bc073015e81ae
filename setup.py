"""Finds the packages: `moderation` as it lies, `web/` and `models/` as parts of it.

Everything else about the project stands in pyproject.toml.
"""

from setuptools import find_packages, setup

MAPPED = {"moderation.web": "web", "moderation.models": "models"}

packages = find_packages(include=["moderation", "moderation.*"])
for package, folder in MAPPED.items():
    packages += [package, *(f"{package}.{inner}" for inner in find_packages(folder))]

setup(packages=packages, package_dir=MAPPED)
