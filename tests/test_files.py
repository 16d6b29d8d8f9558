from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from edgeanomaly_nb.files import write_atomically
from tests.folders import names, on_posix, run

not_as_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere"
)


# --- what is written ----------------------------------------------------------------------------------------


def test_a_new_file_holds_all_parts(tmp_path):
    path = tmp_path / "a.bin"
    assert write_atomically(path, [b"one ", b"", b"two\r\n\x00\xff"]) == path
    assert path.read_bytes() == b"one two\r\n\x00\xff"
    assert names(tmp_path) == ["a.bin"]


def test_an_old_file_is_replaced(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a longer old content")
    assert write_atomically(str(path), iter([b"new"])) == path
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.txt"]


def test_no_parts_make_an_empty_file(tmp_path):
    assert write_atomically(tmp_path / "a", []).read_bytes() == b""


def test_a_path_without_a_folder_is_in_this_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert write_atomically("a.txt", [b"x"]) == Path("a.txt")
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("name", ["x" * 250, "ж" * 125, "🙂" * 60, ".hidden", "a b'\"$(c).json"])
def test_any_name_that_a_file_can_have_will_do(tmp_path, name):
    assert write_atomically(tmp_path / name, [b"x"]).read_bytes() == b"x"
    assert names(tmp_path) == [name]


def test_parts_are_not_gathered_before_they_are_written(tmp_path):
    def parts():
        yield b"x" * 1_000_000
        (beside,) = tmp_path.iterdir()
        assert beside.stat().st_size > 0
        yield b"y"

    write_atomically(tmp_path / "a", parts())
    assert (tmp_path / "a").stat().st_size == 1_000_001


def test_until_the_last_part_the_old_file_is_there(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def parts():
        yield b"new"
        assert path.read_bytes() == b"old"

    write_atomically(path, parts())
    assert path.read_bytes() == b"new"


def test_of_several_writers_at_once_one_wins_whole(tmp_path):
    path = tmp_path / "a"
    together = threading.Barrier(8)

    def write(digit):
        together.wait()
        for _ in range(10):
            write_atomically(path, [digit * 1000] * 50)

    writers = [threading.Thread(target=write, args=(b"%d" % digit,)) for digit in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    content = path.read_bytes()
    assert content == content[:1] * 50_000
    assert names(tmp_path) == ["a"]


# --- what goes wrong ----------------------------------------------------------------------------------------

FULL_DISK = """
import resource, signal, sys
from edgeanomaly_nb.files import write_atomically

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
size, count = int(sys.argv[2]), int(sys.argv[3])
try:
    write_atomically(sys.argv[1], [b"x" * size] * count)
except OSError as exc:
    sys.exit(str(exc))
"""


@on_posix
@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize(("size", "count"), [(300_000, 1), (1_000, 200), (33_334, 3), (1, 100_001)])
def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path, old, size, count):
    path = tmp_path / "a.json"
    if old is not None:
        path.write_bytes(old)
    done = run(FULL_DISK, path, size, count)
    assert done.returncode == 1
    assert done.stderr.strip() == f"[Errno 27] File too large: '{path}'"
    assert names(tmp_path) == ([] if old is None else ["a.json"])
    assert old is None or path.read_bytes() == old


KILL = """
import os, signal, sys
from edgeanomaly_nb.files import write_atomically

def parts():
    yield b"x" * 1_000_000
    os.kill(os.getpid(), signal.SIGKILL)
    yield b"y"

write_atomically(sys.argv[1], parts())
"""


@on_posix
@pytest.mark.parametrize("old", [None, b"old"])
def test_a_kill_leaves_the_old_file_whole(tmp_path, old):
    path = tmp_path / "a.json"
    if old is not None:
        path.write_bytes(old)
    assert run(KILL, path).returncode == -9
    assert path.exists() is (old is not None)
    assert old is None or path.read_bytes() == old
    # What the killed one left behind is hidden, and in nobody's way.
    assert all(name.startswith(".a.json.") for name in names(tmp_path) if name != "a.json")
    assert write_atomically(path, [b"new"]).read_bytes() == b"new"


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), OSError("in words of its own")])
def test_parts_that_fail_leave_the_old_file_and_their_own_error(tmp_path, error):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def parts():
        yield b"new"
        raise error

    with pytest.raises(type(error)) as caught:
        write_atomically(path, parts())
    assert caught.value is error
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_text_instead_of_bytes_leaves_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_atomically(path, ["new"])
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_missing_folder_is_named_and_not_made(tmp_path):
    path = tmp_path / "no" / "a.json"
    with pytest.raises(FileNotFoundError) as caught:
        write_atomically(path, [b"x"])
    assert str(caught.value) == f"[Errno 2] No such file or directory: '{path}'"
    assert names(tmp_path) == []


def test_a_folder_is_not_written_to(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_atomically(tmp_path / "folder", [b"x"])
    assert names(tmp_path) == ["folder"]
    assert names(tmp_path / "folder") == []


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError, match=r"file.a\.json"):
        write_atomically(tmp_path / "file" / "a.json", [b"x"])
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_name_that_is_too_long_is_an_error_that_leaves_nothing(tmp_path):
    with pytest.raises(OSError, match="xxx"):
        write_atomically(tmp_path / ("x" * 5_000), [b"x"])
    assert names(tmp_path) == []


@on_posix
@not_as_root
def test_a_file_that_may_only_be_read_is_kept(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with pytest.raises(PermissionError, match=r"a\.json'$"):
        write_atomically(path, [b"new"])
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


@on_posix
@not_as_root
def test_a_folder_that_may_not_be_written_to_is_an_error(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError, match=r"a\.json'$"):
            write_atomically(tmp_path / "a.json", [b"x"])
    finally:
        tmp_path.chmod(0o700)


# --- permissions, links, and what is no ordinary file -------------------------------------------------------


@on_posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755, 0o777])
def test_an_old_file_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomically(path, [b"new"])
    assert stat.S_IMODE(path.stat().st_mode) == mode


@on_posix
@pytest.mark.parametrize(("umask", "mode"), [("022", 0o644), ("077", 0o600), ("000", 0o666)])
def test_a_new_file_follows_the_umask(tmp_path, umask, mode):
    code = (
        "import os, sys; from edgeanomaly_nb.files import write_atomically;"
        f"os.umask(0o{umask}); write_atomically(sys.argv[1], [b'x'])"
    )
    assert run(code, tmp_path / "a").stderr == ""
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@on_posix
def test_what_is_private_is_private_while_it_is_written(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o600)

    def parts():
        (beside,) = (other for other in tmp_path.iterdir() if other != path)
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
        yield b"new"

    write_atomically(path, parts())


@on_posix
@pytest.mark.parametrize("exists", [True, False])
def test_a_link_is_followed(tmp_path, exists):
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "a.json", tmp_path / "link.json"
    if exists:
        target.write_bytes(b"old")
    link.symlink_to(Path("there") / "a.json")
    assert write_atomically(link, [b"new"]) == link
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["link.json", "there"]
    assert names(tmp_path / "there") == ["a.json"]


@on_posix
def test_a_device_is_written_to_as_it_is():
    # Not /dev/null: a run as root that fails this would take it away from the whole machine.
    ours, theirs = os.openpty()
    device = Path(os.ttyname(theirs))
    assert write_atomically(device, [b"x"]) == device
    assert stat.S_ISCHR(device.stat().st_mode)
    assert os.read(ours, 10) == b"x"
    os.close(theirs)
    os.close(ours)


@on_posix
def test_a_pipe_is_written_to_as_it_is(tmp_path):
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, [b"one ", b"two"])
    reader.join()
    assert heard == [b"one two"]
    assert names(tmp_path) == ["pipe"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@on_posix
def test_standard_output_is_written_to_as_it_is():
    code = "from edgeanomaly_nb.files import write_atomically; write_atomically('/dev/stdout', [b'x', b'y'])"
    assert run(code).stdout == "xy"


# --- files that cannot be replaced --------------------------------------------------------------------------


def refusing_with(code):
    def replace(self, target):
        raise OSError(code, os.strerror(code), str(self), None, str(target))

    return replace


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV, errno.EPERM])
@pytest.mark.parametrize("new", [b"new", b"a longer new content"])
def test_a_file_that_is_its_own_mount_is_written_in_place(tmp_path, monkeypatch, code, new):
    path = tmp_path / "a.json"
    path.write_bytes(b"old content")
    inode = path.stat().st_ino
    monkeypatch.setattr(Path, "replace", refusing_with(code))
    write_atomically(path, [new[:2], new[2:]])
    assert path.read_bytes() == new
    assert path.stat().st_ino == inode
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_file_in_a_folder_that_may_not_be_changed_is_written_in_place(tmp_path, monkeypatch, code):
    path = tmp_path / "a.json"
    path.write_bytes(b"old content")

    def touch(self, *_, **__):
        raise OSError(code, os.strerror(code), str(self))

    monkeypatch.setattr(Path, "touch", touch)
    write_atomically(path, [b"new"])
    assert path.read_bytes() == b"new"

    def fails():
        yield b"half"
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        write_atomically(path, fails())
    assert path.read_bytes() == b"new"


def test_other_errors_of_replacing_are_errors(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", refusing_with(errno.EIO))
    with pytest.raises(OSError, match=r"a\.json") as caught:
        write_atomically(path, [b"new"])
    assert caught.value.errno == errno.EIO
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_an_error_of_making_the_parts_is_not_one_of_the_file(tmp_path):
    def parts():
        yield b"new"
        raise FileNotFoundError(errno.ENOENT, "No such file", "/no/such/kernel")

    with pytest.raises(FileNotFoundError, match="kernel"):
        write_atomically(tmp_path / "a.ipynb", parts())
    assert names(tmp_path) == []
