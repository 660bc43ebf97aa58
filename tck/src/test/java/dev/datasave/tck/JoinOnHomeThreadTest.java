package dev.datasave.tck;

import dev.datasave.spi.Storage;

class JoinOnHomeThreadTest extends JoinOnHomeThreadFeatures {
    JoinOnHomeThreadTest() {
        super(Storage.inMemory());
    }
}
