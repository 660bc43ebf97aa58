/** Signals between DataSave's servers by datagrams, for authors of storages. */
@org.jspecify.annotations.NullMarked
module dev.datasave.signals {
    requires transitive dev.datasave.core;
    requires static transitive org.jspecify;

    exports dev.datasave.signals;
}
