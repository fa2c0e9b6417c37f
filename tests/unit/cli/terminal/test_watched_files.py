import select
from pathlib import Path

from codementor_cli.cli.terminal.watched_files import WatchedFiles

PATIENCE_SECONDS = 30.0


def comes(files: WatchedFiles) -> bool:
    """Wait for an event; the ticks of the loop would see the change too, and are not asked."""
    return bool(select.select([files.descriptor], [], [], PATIENCE_SECONDS)[0])


def test_a_save_is_an_event_also_where_the_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("one")
    with WatchedFiles([path]) as files:
        # Watching begins in a thread: what is saved before it does is seen by the ticks, here by trying again.
        for number in range(1000):
            path.write_text(f"one {number}")
            if select.select([files.descriptor], [], [], 0.05)[0]:
                break
        assert files.changed()
        files.mark()
        assert not files.changed()

        (tmp_path / "new").write_text("other")
        (tmp_path / "new").replace(path)

        assert comes(files)
        assert files.changed()


def test_without_events_a_look_tells(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("one")
    with WatchedFiles([path], events=False) as files:
        assert not files.changed()
        path.write_text("two!")
        assert files.changed()


def test_a_file_that_goes_and_comes_back_changed(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("one")
    with WatchedFiles([path], events=False) as files:
        path.unlink()
        assert files.changed()
        files.mark()
        assert not files.changed()
        path.write_text("one")
        assert files.changed()


def test_another_file_of_the_folder_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("one")
    with WatchedFiles([path], events=False) as files:
        (tmp_path / "main.py.swp").write_text("")
        assert not files.changed()


def test_any_file_below_a_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "challenge.yaml").write_text("id: x")
    with WatchedFiles([tmp_path], events=False) as files:
        (tmp_path / "data" / "1.in").write_text("1")
        assert files.changed()


def test_a_missing_folder_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "later" / "main.py"
    with WatchedFiles([path]) as files:
        assert not files.changed()
        path.parent.mkdir()
        path.write_text("one")
        assert files.changed()
