/** DataSave: metrics and observations for Micrometer, whose jars have no module descriptors yet. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.datasave.metrics {
    requires transitive dev.datasave.core;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;
    requires micrometer.commons;
    requires static transitive org.jspecify;

    exports dev.datasave.metrics;
}
