/** The conformance kit for storages, and networks of servers in virtual time. */
@org.jspecify.annotations.NullMarked
module dev.datasave.tck {
    requires transitive dev.datasave.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static transitive org.jspecify;

    exports dev.datasave.tck;
    exports dev.datasave.tck.checker;
    exports dev.datasave.tck.network;
    exports dev.datasave.tck.scale;
    exports dev.datasave.tck.simulation;

    opens dev.datasave.tck to
            org.junit.platform.commons;
    opens dev.datasave.tck.scale to
            dev.datasave.core;
    opens dev.datasave.tck.simulation to
            dev.datasave.core;
}
