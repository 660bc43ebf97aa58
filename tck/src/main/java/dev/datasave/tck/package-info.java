/** The conformance kit for storages: extend {@link dev.datasave.tck.StorageRules}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck;
