/** What proves storages and the engine: the conformance kit, and whole networks of servers in virtual time. */
@org.jspecify.annotations.NullMarked
module dev.datasave.tck {
    requires transitive dev.datasave.core;
    requires static transitive org.jspecify;

    exports dev.datasave.tck;
}
