/** DataSave: brings in players' data of other systems. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic")
module dev.datasave.importing {
    requires com.google.gson;
    requires transitive dev.datasave.core;
    requires java.sql;
    requires transitive net.kyori.adventure.nbt;
    requires org.apache.commons.csv;
    requires static com.github.spotbugs.annotations; // of commons-csv
    requires static transitive org.jspecify;
    requires org.snakeyaml.engine;

    exports dev.datasave.importing;
}
