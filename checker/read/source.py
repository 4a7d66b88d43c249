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

    @classmethod
    def load(cls, path: str | Path, *, max_bytes: int = MAX_BYTES) -> Source:
        """Load a file; raises ReadError (missing, permission, unsupported, too-large, empty)."""
        file = Path(path)
        try:
            if not file.exists():
                raise ReadError("missing", "文件不存在", "请核对路径")
            if not file.is_file():
                raise ReadError("unsupported", "不是普通文件", "请指定报告文件本身")
            size = file.stat().st_size
            if size > max_bytes:
                raise ReadError(
                    "too-large",
                    f"文件有{size / 1048576:.0f}MB，超过{max_bytes // 1048576}MB的上限",
                    "请压缩其中的图片或拆分后再提交",
                )
            data = file.read_bytes()
        except PermissionError as error:
            raise ReadError("permission", "没有读取该文件的权限", "请检查文件权限") from error
        except OSError as error:
            raise ReadError("damaged", f"读取文件时出错（{error.strerror}）", "请重新拷贝该文件") from error
        if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
            raise ReadError("empty", "文件是空的", "请提交有内容的报告")
        return cls(str(path), data)
