"""Case files (一案一档): an item with all of its record in one archive that proves itself."""
