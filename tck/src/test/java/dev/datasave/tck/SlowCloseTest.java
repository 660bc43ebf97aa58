package dev.datasave.tck;

import dev.datasave.spi.Storage;

class SlowCloseTest extends SlowCloseFeatures {
    SlowCloseTest() {
        super(Storage.inMemory());
    }
}
