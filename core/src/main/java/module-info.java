/** DataSave: a player's data on exactly one game server at a time. */
@org.jspecify.annotations.NullMarked
module dev.datasave.core {
    requires transitive com.google.gson;
    requires static transitive org.jspecify;

    exports dev.datasave;
    exports dev.datasave.spi;
}
