/** DataSave: the life of a player on a game server. */
@org.jspecify.annotations.NullMarked
module dev.datasave.platform {
    requires transitive dev.datasave.core;
    requires static transitive org.jspecify;

    exports dev.datasave.platform;
}
