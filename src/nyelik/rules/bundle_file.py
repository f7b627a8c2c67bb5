"""The file of a bundle: a line that says what it is and who signed it, then the canonical bytes.

A phone runs what it is given; so it takes rules only from a key that it trusts. The SHA-256 of the bytes is
signed with Ed25519, which browsers can verify (WebCrypto). Format: `contracts/bundle.md`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nyelik.rules.bundle import bundle_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND = "bundle"
STRONGEST = 9


class BundleRefused(Exception):  # noqa: N818  a verdict on a file
    """This file must not be used: damaged, unsigned, or signed by somebody else."""


@dataclass(frozen=True)
class SigningKey:
    """A private Ed25519 key. `public` is what phones trust: 32 bytes in base64."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key in base64."""
        return b64encode(self.private.public_key().public_bytes_raw()).decode()

    def sign(self, text: str) -> str:
        """The signature of an ASCII text, 64 bytes in base64."""
        return b64encode(self.private.sign(text.encode("ascii"))).decode()


def new_key() -> SigningKey:
    """A key made now, from the system's randomness."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return SigningKey(Ed25519PrivateKey.generate())


def key_from_pem(pem: bytes) -> SigningKey:
    """The key of a PKCS 8 file without passphrase. Raises ValueError for anything else."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the key is not an Ed25519 key")
    return SigningKey(key)


def key_to_pem(key: SigningKey) -> bytes:
    """The key as a PKCS 8 file without passphrase: keep it where only its owner can read it."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signed_file(bundle: Mapping[str, Any], key: SigningKey) -> bytes:
    """The file, not compressed. The same bundle and key give the same bytes."""
    body = bundle_bytes(bundle)
    digest = hashlib.sha256(body).hexdigest()
    header = {
        "nyelik": KIND,
        "format": bundle["format"],
        "rulebook": bundle["rulebook"],
        "sha256": digest,
        "key": key.public,
        "signature": key.sign(_signed_text(bundle["format"], digest)),
    }
    return json.dumps(header, separators=(",", ":")).encode() + b"\n" + body


def open_file(file: bytes, trusted: Collection[str]) -> dict[str, Any]:
    """The bundle of a file (not compressed), signed by one of the trusted keys. Raises BundleRefused."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    first, _, body = file.partition(b"\n")
    header = _header(first)
    if hashlib.sha256(body).hexdigest() != header["sha256"]:
        raise BundleRefused("the bundle is damaged: its hash is another")
    if header["key"] not in trusted:
        raise BundleRefused("the bundle is signed with a key that is not trusted here")
    public = Ed25519PublicKey.from_public_bytes(b64decode(header["key"]))
    text = _signed_text(header["format"], header["sha256"])
    try:
        public.verify(b64decode(header["signature"]), text.encode("ascii"))
    except (InvalidSignature, ValueError):  # a signature that is not even base64
        raise BundleRefused("the bundle's signature does not hold") from None
    bundle: dict[str, Any] = json.loads(body)
    return bundle


def packed(file: bytes, name: str) -> bytes:
    """The file as its name asks for: compressed for .gz and .zst, else as it is. The same bytes every time."""
    suffix = Path(name).suffix
    if suffix == ".gz":
        return gzip.compress(file, STRONGEST, mtime=0)
    if suffix == ".zst":
        import zstandard

        return zstandard.ZstdCompressor(level=19).compress(file)
    return file


def _header(line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
        texts = all(isinstance(header[name], str) for name in ("sha256", "key", "signature"))
        if header["nyelik"] == KIND and "format" in header and texts:
            return dict(header)
    except (ValueError, KeyError, TypeError):
        pass
    raise BundleRefused("this is no bundle of a rulebook")


def _signed_text(format_: int, digest: str) -> str:
    """What is signed. The kind and the format stand in it, so that a signature fits nothing else."""
    return f"nyelik bundle {format_} {digest}"
