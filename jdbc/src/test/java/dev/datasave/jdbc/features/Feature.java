package dev.datasave.jdbc.features;

import dev.datasave.spi.Storage;

/** What DataSave does on a real database, whichever it is. A database's test class says how it is opened. */
abstract class Feature {

    /** A handle on this test's database, as another process would open it; each test finds an empty one. */
    protected abstract Storage open();
}
