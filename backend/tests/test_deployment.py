"""What the containers are made of and what continuous integration runs, as far as no Docker is needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gmm.api.settings import Settings

PROJECT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WORKFLOW = (PROJECT / ".github/workflows/ci.yml").read_text("utf-8")


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_may_do_no_more_than_it_must(service: str) -> None:
    container = SERVICES[service]

    assert container["read_only"] is True and container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["mem_limit"] and container["pids_limit"]
    assert container["healthcheck"]["test"][0] == "CMD"
    assert not {"privileged", "network_mode", "pid", "devices", "cap_add"} & container.keys()


@pytest.mark.parametrize("service", SERVICES)
def test_only_this_machine_reaches_what_is_published(service: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[service].get("ports", []))


def test_the_store_of_a_profile_is_reached_by_the_service_alone() -> None:
    postgres = SERVICES["postgres"]

    assert postgres["profiles"] == ["postgres"] and "ports" not in postgres
    assert postgres["networks"] == ["store"] and COMPOSE["networks"]["store"] == {"internal": True}
    assert [name for name in SERVICES if "store" in SERVICES[name].get("networks", [])] == [
        "backend",
        "postgres",
    ]


def test_no_secret_is_written_down() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|TOKEN|SECRET", name):
                assert re.fullmatch(r"\$\{\w+:-\}", value), name


def test_volumes_and_networks_are_declared() -> None:
    for service in SERVICES.values():
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= COMPOSE["volumes"].keys()
        assert set(service.get("networks", [])) <= {"default", *COMPOSE["networks"]}
        assert set(service.get("depends_on", {})) <= SERVICES.keys()


def test_the_containers_settings_are_settings_of_the_service() -> None:
    dockerfile = (PROJECT / "backend/Dockerfile").read_text("utf-8")
    image = dict(re.findall(r"(GMM_[A-Z_]+)=(\S+)", dockerfile))
    here = {name: text for name, text in SERVICES["backend"]["environment"].items() if "GMM_" in name}
    default = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", text) for name, text in here.items()}

    settings = Settings.from_environment(image | default)
    assert settings.host == "0.0.0.0" and settings.log_format == "json"
    assert settings.database_url == "sqlite:////models/models.sqlite3"
    assert settings.dataset_directory.startswith("/models/")  # all else is read-only
    assert "backend" in settings.trusted_hosts  # the name by which others in the network ask


@pytest.mark.parametrize("part", ["backend", "frontend"])
def test_an_image_copies_only_what_it_is_let_see(part: str) -> None:
    folder = PROJECT / part
    copied = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (folder / "Dockerfile").read_text("utf-8"), re.MULTILINE
    )
    names = [name for line in copied for name in line.split() if name != "."]
    assert names and all((folder / name).exists() for name in names)

    ignored = (folder / ".dockerignore").read_text("utf-8").splitlines()
    if "*" in ignored:
        assert {f"!{name}" for name in names} <= set(ignored)


def test_images_end_as_somebody_who_is_not_root() -> None:
    backend = (PROJECT / "backend/Dockerfile").read_text("utf-8")
    frontend = (PROJECT / "frontend/Dockerfile").read_text("utf-8")
    assert re.findall(r"^USER (\S+)", backend, re.MULTILINE) == ["gmm"]
    assert "nginx-unprivileged" in frontend


def test_continuous_integration_tries_both_stores_and_may_read_only() -> None:
    jobs = yaml.safe_load(WORKFLOW)["jobs"]
    tried = {case["store"] for case in jobs["compose"]["strategy"]["matrix"]["include"]}

    assert tried == {"sqlite", "postgres"}
    assert all(job["permissions"] == {"contents": "read"} for job in jobs.values())
    assert yaml.safe_load(WORKFLOW)["permissions"] == {}
    commands = "\n".join(step.get("run", "") for step in jobs["compose"]["steps"])
    assert all(f"docker compose {verb}" in commands for verb in ("config", "build", "up", "restart", "down"))


def test_nginx_passes_on_what_the_service_needs() -> None:
    nginx = (PROJECT / "frontend/nginx.conf").read_text("utf-8")
    for directive in ("proxy_buffering off", "proxy_request_buffering off", "proxy_set_header Host $host"):
        assert f"{directive};" in nginx
