/** Everything that an operator does, as a library. */
@org.jspecify.annotations.NullMarked
module dev.datasave.ops {
    requires transitive com.google.gson;
    requires transitive dev.datasave.core;
    requires jakarta.json;
    requires static transitive org.jspecify;

    exports dev.datasave.ops;
}
