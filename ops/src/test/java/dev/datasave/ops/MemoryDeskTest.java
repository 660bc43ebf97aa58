package dev.datasave.ops;

import dev.datasave.spi.Storage;

class MemoryDeskTest extends DeskRules {
    @Override
    Storage open() {
        return Storage.inMemory();
    }
}
