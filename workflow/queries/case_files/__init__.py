"""Case files (一案一档): an item with the whole record, in an archive with proofs inside."""
