/** DataSave: profiles of players on Minestom. */
@org.jspecify.annotations.NullMarked
module dev.datasave.minestom {
    requires transitive dev.datasave.platform;
    requires transitive net.minestom.server;
    requires static transitive org.jspecify;

    exports dev.datasave.minestom;
}
