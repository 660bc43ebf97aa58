/** Copies, backups and restores of whole storages. */
@org.jspecify.annotations.NullMarked
module dev.datasave.copy {
    requires com.google.gson;
    requires transitive dev.datasave.core;
    requires static transitive org.jspecify;

    exports dev.datasave.copy;
}
