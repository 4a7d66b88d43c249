"""A file's bytes, loaded once and under a limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from checker.errors import ReadError

MAX_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Source:
    """What a reader reads: the path as people know it, and the bytes."""

    path: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, with its full stop: .docx."""
        return Path(self.path).suffix.lower()

    @classmethod
    def load(cls, path: str | Path, *, max_bytes: int = MAX_BYTES) -> Source:
        """Load a file; raises ReadError (missing, permission, unsupported, too-large, empty, damaged)."""
        file = Path(path)
        try:
            if not file.exists():
                if file.is_symlink():
                    raise ReadError("missing", "快捷方式（链接）指向的文件不存在", "请提交文件本身")
                raise ReadError("missing", "文件不存在", "请核对路径")
            if not file.is_file():
                what = "这是文件夹，不是文件" if file.is_dir() else "不是普通文件"
                raise ReadError("unsupported", what, "请指定报告文件本身")
            size = file.stat().st_size
            with file.open("rb") as stream:
                data = b"" if size > max_bytes else stream.read(max_bytes + 1)  # it may grow meanwhile
        except PermissionError as error:
            raise ReadError("permission", "没有读取该文件的权限", "请检查文件权限，或关闭占用它的程序后重试") from error
        except ValueError as error:
            raise ReadError("missing", "文件名中有系统不支持的字符", "请更改文件名后重试") from error
        except OSError as error:
            reason = f"（{error.strerror}）" if error.strerror else ""
            raise ReadError("damaged", f"读取文件时出错{reason}", "请重新拷贝该文件") from error
        size = max(size, len(data))
        if size > max_bytes:
            raise ReadError(
                "too-large",
                f"文件有{_megabytes(size)}，超过{_megabytes(max_bytes)}的上限",
                "请压缩其中的图片或拆分后再提交",
            )
        if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
            raise ReadError("empty", "文件是空的", "请提交有内容的报告")
        return cls(str(path), data)


def _megabytes(size: int) -> str:
    return f"{size / 1048576:.3g}MB" if size < 100 * 1048576 else f"{size / 1048576:.0f}MB"
