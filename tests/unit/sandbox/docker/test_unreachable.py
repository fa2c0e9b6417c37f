from codementor_cli.sandbox.docker.connection import brief, unreachable


def test_daemon_that_is_not_there_is_started_or_installed() -> None:
    fault = unreachable("there is no socket", "")

    assert fault.message == "No Docker daemon answers: there is no socket."
    assert fault.next_step.splitlines() == [
        "Start Docker: sudo systemctl start docker (or: sudo dockerd)",
        "Or install it: sudo apt-get install docker.io",
    ]


def test_address_of_the_users_own_is_named_and_doubted_first() -> None:
    fault = unreachable("there is no socket", "unix:///nonexistent.sock")

    assert fault.message == "No Docker daemon answers at unix:///nonexistent.sock (DOCKER_HOST): there is no socket."
    assert fault.next_step.startswith("Check DOCKER_HOST")


def test_user_who_may_not_is_told_the_group_and_not_to_install_anything() -> None:
    fault = unreachable(brief(PermissionError(13, "Permission denied")), "")

    assert "group docker" in fault.message
    assert fault.next_step == 'Join the group, then log in again: sudo usermod -aG docker "$USER"'
